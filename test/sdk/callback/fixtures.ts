import contract from "../../../generated/openapi.json" with { type: "json" };
import type { Task } from "../../../generated/types.ts";
import {
  callbackUrl,
  createCallbackHandler,
  type CallbackError,
  type CallbackOptions,
} from "../../../src/sdk/callback/index.ts";

/** The example tasks of the contract. */
export const examples = {
  completed: contract.components.examples.TaskCompleted.value as Task,
  failed: contract.components.examples.TaskFailed.value as Task,
  cancelled: contract.components.examples.TaskCancelled.value as Task,
  processing: contract.components.examples.TaskProcessing.value as Task,
};

export const SECRET = "canary-secret-0123456789abcdef";
export const BASE = "https://shop.example.com/hooks/video?tenant=7";

/** A `CallbackHandler` under test, the task ids it polled, the tasks it handed to `onTask` and the errors it reported. */
export interface Bench {
  readonly handler: ReturnType<typeof createCallbackHandler>;
  readonly polls: string[];
  readonly handed: [Task, string][];
  readonly errors: CallbackError[];
}

/** Creates a handler whose client returns `task`; `options` override the defaults. */
export function bench(task: Task | (() => Task | Promise<Task>), options: Partial<CallbackOptions> = {}): Bench {
  const polls: string[] = [];
  const handed: [Task, string][] = [];
  const errors: CallbackError[] = [];
  const handler = createCallbackHandler({
    client: {
      tasks: {
        get: async (id) => {
          polls.push(id);
          return typeof task === "function" ? task() : Promise.resolve(task);
        },
      },
    },
    secret: SECRET,
    onTask: (found, reference) => void handed.push([found, reference]),
    onError: (error) => void errors.push(error),
    ...options,
  });
  return { handler, polls, handed, errors };
}

/** Creates a delivery as the vendor posts it. */
export async function delivery(
  body: unknown,
  init: { reference?: string; secret?: string; url?: string; type?: string } = {},
): Promise<Request> {
  const url = init.url ?? (await callbackUrl(BASE, init.secret ?? SECRET, init.reference ?? "order-1"));
  return new Request(url, {
    method: "POST",
    headers: { "content-type": init.type ?? "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Creates a promise together with the functions that settle it. */
export function gate<T = void>(): {
  readonly promise: Promise<T>;
  readonly open: (value: T) => void;
  readonly fail: (error: unknown) => void;
} {
  let open: (value: T) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}
