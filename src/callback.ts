export { CallbackError, type CallbackReason } from "./callback/error.ts";
export { createCallbackHandler, type CallbackHandler, type CallbackOptions, type TaskReader } from "./callback/handler.ts";
export type { TaskNews } from "./callback/news.ts";
export type { Claim, Seen } from "./callback/seen.ts";
export { callbackUrl, type CallbackSecret } from "./callback/url.ts";
