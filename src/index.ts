export { EvoLink, type CreditBalance, type Tasks, type Videos } from "./client.ts";
export type {
  ApiPromise, ClientOptions, CommonOptions, CreateOptions, Drift, Fetch, GenerateAndWaitOptions, Logger, LogLevel, RequestOptions,
  WaitOptions, WithResponse,
} from "./options.ts";
export {
  AbortError, ConnectionError, EvoLinkError, InvalidRequestError, isEvoLinkError, OutcomeUnknownError, TaskFailedError,
  UnexpectedAnswerError, WaitTimeoutError, type AnyEvoLinkError,
} from "./errors.ts";
export {
  AuthenticationError, BadRequestError, InsufficientCreditsError, NotFoundError, OtherStatusError, PayloadTooLargeError,
  PermissionDeniedError, RateLimitError, ServerError, StatusError, UnprocessableEntityError,
} from "./status-errors.ts";
export type { TaskNews } from "./callback/news.ts";
export type { BrokenRule } from "./validate.ts";
export type {
  CallbackUrl, components, Credits, ErrorEnvelope, ModelParams, MultiPrompt, operations, paths, Prompt, Quality, ShotType, Task,
  TaskCallback, TaskError, TaskInfo, TaskStatus, Usage, VideoGenerationRequest,
} from "../generated/types.ts";
