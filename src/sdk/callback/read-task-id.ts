import { validateTaskId } from "../../../generated/validators/TaskId.js";
import { validate } from "../validation/validate.ts";
import { CallbackError } from "./callback-error.ts";

/**
 * Reads the task id from a callback's body. Nothing else of the body is used, so null, unknown or oddly typed members
 * elsewhere do not matter. A status is required, because without one the body is not a task.
 *
 * @throws {CallbackError} with the reason `too_large` or `body`.
 */
export async function readTaskId(request: Request, maxBytes: number, signal: AbortSignal): Promise<string> {
  const body = parseJson(await readText(request, maxBytes, signal));
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw notATask("it must be an object");
  const { id, status } = body as { readonly id?: unknown; readonly status?: unknown };
  const problem = problemOf("id", id) ?? problemOf("status", status);
  if (problem !== undefined) throw notATask(problem);
  const [violation] = validate(validateTaskId, id, "id");
  if (violation !== undefined) throw notATask(violation.message);
  return id as string; // problemOf has checked the type
}

/** Returns what is wrong with a member. Null counts as missing. */
function problemOf(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return `${name} is required`;
  return typeof value === "string" ? undefined : `${name} must be of type string`;
}

function notATask(problem: string): CallbackError {
  return new CallbackError("body", `The body is not a task: ${problem}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CallbackError("body", "The body is not JSON.", { cause });
  }
}

/** Counts the bytes as they arrive, whatever `Content-Length` says. Stops at the limit or when the time is over. */
async function readText({ body }: Request, maxBytes: number, signal: AbortSignal): Promise<string> {
  if (body === null) return "";
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel);
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maxBytes) throw bodyTooLarge(maxBytes);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    cancel();
    signal.throwIfAborted();
    throw error instanceof CallbackError
      ? error
      : new CallbackError("body", "The connection was lost before the end of the body.", { cause: error });
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Creates the error for a body that is larger than `maxBytes`. */
export function bodyTooLarge(maxBytes: number): CallbackError {
  return new CallbackError("too_large", `The body is larger than ${maxBytes} bytes.`);
}
