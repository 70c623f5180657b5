export { CallbackError, type CallbackErrorDetails, type CallbackReason } from "./callback-error.ts";
export { callbackUrl, type CallbackSecret } from "./callback-url.ts";
export type { Claim, DedupStore } from "./dedup-store.ts";
export type { TaskUpdates } from "./event-hub.ts";
export { createCallbackHandler, type CallbackHandler, type CallbackOptions } from "./handler.ts";
export type { TaskReader } from "./task-reader.ts";
