export { CallbackError, type CallbackReason } from "./callback/error.ts";
export { createCallbackHandler, type CallbackHandler, type CallbackOptions } from "./callback/handler.ts";
export type { TaskNews } from "./callback/news.ts";
export type { Claim, Seen } from "./callback/seen.ts";
export { callbackUrl, type CallbackSecret } from "./callback/url.ts";
export type { TaskReader } from "./task-reader.ts";
