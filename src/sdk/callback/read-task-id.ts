import { validateTaskId } from "../../../generated/validators/TaskId.js";
import { validateTask } from "../../../generated/validators/Task.js";
import { validate } from "../validation/validate.ts";
import type { Violation } from "../validation/violation.ts";
import { CallbackError } from "./error.ts";

/**
 * The task id in a callback's body. Of the body only this is used, so news in other fields, a status that the contract does not
 * know among them, is no reason to refuse it. Throws a `CallbackError` (`too_large`, `body`).
 */
export async function taskIdIn(request: Request, maxBytes: number, signal: AbortSignal): Promise<string> {
  const task = parsed(await textOf(request, maxBytes, signal));
  const broken = validate(validateTask, task).filter(
    ({ pointer, keyword }) => pointer === "" || pointer === "/id" || (pointer === "/status" && keyword !== "enum"),
  );
  if (broken.length > 0) throw noTask(broken);
  const { id } = task as { readonly id: string };
  const wrong = validate(validateTaskId, id);
  if (wrong.length > 0) throw noTask(wrong);
  return id;
}

function noTask(broken: readonly Violation[]): CallbackError {
  return new CallbackError("body", `The body is no task: ${broken.map(({ message }) => message).join("; ")}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CallbackError("body", "The body is no JSON.", { cause });
  }
}

/** Counts what arrives, whatever `Content-Length` says, and stops reading at the limit or when time is up. */
async function textOf({ body }: Request, maxBytes: number, signal: AbortSignal): Promise<string> {
  const reader = (body ?? new Blob().stream()).getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", stop);
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    stop();
    signal.throwIfAborted();
    throw error instanceof CallbackError ? error : new CallbackError("body", "The body broke off.", { cause: error });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** The refusal of a body that is larger than it may be. */
export function tooLarge(maxBytes: number): CallbackError {
  return new CallbackError("too_large", `The body is larger than ${maxBytes} bytes.`);
}
