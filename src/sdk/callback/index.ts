export { CallbackError, type CallbackReason } from "./error.ts";
export { createCallbackHandler, type CallbackHandler, type CallbackOptions } from "./handler.ts";
export type { TaskNews } from "./news.ts";
export type { Claim, Seen } from "./seen.ts";
export { callbackUrl, type CallbackSecret } from "./url.ts";
export type { TaskReader } from "./task-reader.ts";
