// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

/** The operations by path and method. */
export interface paths {
  readonly "/v1/videos/generations": {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Create a video generation task
     * @description Creates a paid, asynchronous task and returns it at once. Poll it with `getTask`, or let
     *     the vendor call `callback_url`. Every accepted request is charged: retry one only when it
     *     was provably not accepted.
     */
    readonly post: operations["createVideoGeneration"];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly "/v1/tasks/{task_id}": {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read a task
     * @description Returns the current task. Each read of an unfinished task queries the provider, so the
     *     vendor's own clients read a video task every 8 seconds and give up after 1800. The
     *     endpoint also serves tasks of other models; this contract describes those of
     *     `createVideoGeneration`.
     */
    readonly get: operations["getTask"];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly "/v1/credits": {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read the remaining credits
     * @description Returns the used and remaining credits of the API key and its user.
     */
    readonly get: operations["getCredits"];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
/** The contract's schemas, responses, parameters and headers. */
export interface components {
  schemas: {
    /**
     * @description The video to generate. `prompt` is required, unless `model_params.multi_shot` is true:
     *     then `multi_prompt` has the text, and `multi_prompt` and `shot_type` are required.
     */
    readonly VideoGenerationRequest: components["schemas"]["VideoGenerationRequestBase"] &
      (
        | components["schemas"]["VideoGenerationRequestWithoutPrompt"]
        | components["schemas"]["VideoGenerationRequestWithPrompt"]
      );
    /**
     * Video generation request
     * @description The video to generate. `prompt` is required, unless `model_params.multi_shot` is true:
     *     then `multi_prompt` has the text, and `multi_prompt` and `shot_type` are required.
     */
    readonly VideoGenerationRequestBase: VideoGenerationRequestBase;
    /** @description Without `prompt`. */
    readonly VideoGenerationRequestWithoutPrompt: VideoGenerationRequestWithoutPrompt;
    /** @description With `prompt`. */
    readonly VideoGenerationRequestWithPrompt: VideoGenerationRequestWithPrompt;
    /** @description One shot, described by `prompt`. */
    readonly ModelParamsSingleShot: ModelParamsSingleShot;
    /** @description Several shots, each described in `multi_prompt`. */
    readonly ModelParamsMultiShot: ModelParamsMultiShot;
    /**
     * @description What the video shows. Required unless `model_params.multi_shot` is true. It refers to
     *     inputs as `<<<video_1>>>`, `<<<image_1>>>` and `<<<element_1>>>`, counted from 1 in the
     *     order of the request.
     *
     *     Limits: at most 2500 characters.
     * @example Keep the same motion style, change to a snowy background
     * @example <<<element_1>>> walking in the scene style of <<<video_1>>>
     */
    readonly Prompt: string;
    /**
     * @description Resolution of the video: `720p` standard, `1080p` high. The vendor's price page lists 8.1
     *     credits for each second of output at 720p and 10.8054 at 1080p (November 2026).
     * @default 720p
     * @example 720p
     * @enum {string}
     */
    readonly Quality: "720p" | "1080p";
    /**
     * @description Advanced parameters. The reference page names the object and `multi_shot`; the other
     *     members come from later pages of the vendor.
     */
    readonly ModelParams: ModelParams;
    /**
     * @deprecated
     * @description How the shots are laid out; required with `multi_shot`. Only `customize` is known.
     *     Withdrawn for this model on 2026-03-11 (the vendor's page of the model, under
     *     `model_params`).
     * @enum {string}
     */
    readonly ShotType: "customize";
    /**
     * @deprecated
     * @description The shots; required with `multi_shot`. Their durations add up to `duration`. Withdrawn for
     *     this model on 2026-03-11 (the vendor's page of the model, under `model_params`).
     *
     *     Limits: 1 to 6 items.
     */
    readonly MultiPrompt: readonly {
      /**
       * @description Position of the shot, counted from 1.
       * @example 1
       */
      readonly index: number;
      /**
       * @description What the shot shows. It refers to inputs like `prompt`.
       *
       *     Limits: at most 512 characters.
       * @example A fox crosses a frozen river
       */
      readonly prompt: string;
      /**
       * @description Length of the shot in whole seconds, written as a string.
       *
       *     Limits: pattern `^[1-9][0-9]*$`.
       * @example 2
       */
      readonly duration: string;
    }[];
    /**
     * Format: uri
     * @description Where the vendor posts the task once it is completed, failed or cancelled: https only, and
     *     no internal address. Not allowed are `localhost` and its subdomains, 0.0.0.0/8,
     *     10.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12 and 192.168.0.0/16, every numeric
     *     host that is not four plain decimal numbers (`2130706433`, `0x7f.1`), IPv6 literals, URLs
     *     with user information, ports outside 1 to 65535, and a label of an internationalised name
     *     that ends in a hyphen (`xn--`, `xn--a-`). A pattern cannot decode the other labels of such
     *     names.
     *
     *     Limits: at most 2048 characters; https only; no internal address, IPv6 literal, user
     *     information or unusual numeric host; a port from 1 to 65535.
     * @example https://your-domain.com/webhooks/video-task-completed
     */
    readonly CallbackUrl: string;
    /**
     * @description Status of the task. The reference page lists the first four values and mentions cancelled
     *     tasks in its description of callbacks. No list of the vendor has `cancelled`, but its
     *     clients treat it as final. Expect values that are not listed here.
     * @example pending
     * @enum {string}
     */
    readonly TaskStatus: "pending" | "processing" | "completed" | "failed" | "cancelled";
    /**
     * Task
     * @description A generation task: the response to a create request and to every read, and the body of its
     *     callback. The vendor declares no field required and adds fields without notice; a task
     *     without `id` and `status` is useless, so these two are required.
     */
    readonly Task: Task;
    /** @description Details of a video task. */
    readonly TaskInfo: TaskInfo;
    /** @description Usage and billing. */
    readonly Usage: Usage;
    /** @description Why a task failed. May be missing, even on a failed task. */
    readonly TaskError: TaskError;
    /** @description Body of a callback. The same task that `getTask` returns. */
    readonly TaskCallback: components["schemas"]["Task"];
    /** @description The balance of the API key and of its user, in credits. */
    readonly Credits: Credits;
    /**
     * Error envelope
     * @description The body of every error response. In this form since 2026-03-06.
     */
    readonly ErrorEnvelope: ErrorEnvelope;
  };
  responses: {
    /**
     * @description The request is invalid. Nothing was created. Since 2026-03-10 it also stands for a model
     *     that is out of service, which was a 503 before.
     */
    readonly InvalidRequest: {
      headers: {
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /** @description The task id is malformed. */
    readonly InvalidTaskId: {
      headers: {
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /** @description The API key is missing, malformed or invalid. */
    readonly Unauthorized: {
      headers: {
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /** @description There are not enough credits. Top up, then try again. */
    readonly InsufficientQuota: {
      headers: {
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /** @description The API key may not use this model. */
    readonly ModelAccessDenied: {
      headers: {
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /** @description The task belongs to another user. */
    readonly PermissionDenied: {
      headers: {
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /** @description There is no such task. */
    readonly TaskNotFound: {
      headers: {
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /** @description Too many requests. Nothing was created. Limits are per model and unpublished. */
    readonly RateLimited: {
      headers: {
        readonly "Retry-After": components["headers"]["RetryAfter"];
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /**
     * @description The vendor failed. It is unknown whether a task was created. The body is not always JSON
     *     (a proxy may return an HTML page).
     */
    readonly InternalError: {
      headers: {
        readonly "Retry-After": components["headers"]["RetryAfter"];
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
    /**
     * @description Any other status, with the same envelope. 503 `service_unavailable` was documented until
     *     2026-03-10, then merged into 400. On 5xx the body is not always JSON, and it is unknown
     *     whether a task was created.
     */
    readonly OtherError: {
      headers: {
        readonly "Retry-After": components["headers"]["RetryAfter"];
        readonly "x-request-id": components["headers"]["RequestId"];
        readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
        readonly [name: string]: unknown;
      };
      content: {
        readonly "application/json": components["schemas"]["ErrorEnvelope"];
      };
    };
  };
  parameters: {
    /** @description The `id` of the task, as the create request returned it. */
    readonly TaskId: string;
    /**
     * @description Marks retries of one request, so that only the first is charged. Sent by the vendor's
     *     newer clients, absent from its public documentation: it is unknown whether a plain API key
     *     gets this protection, so do not rely on it.
     */
    readonly IdempotencyKey: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description Names the request in the vendor's logs; quote it to support. Not always sent.
     * @example 20261122160629123456789
     */
    readonly RequestId: string;
    /**
     * @description The request id under the name that the vendor's gateway gives it. Not always sent.
     * @example 20261122160629123456789
     */
    readonly OneApiRequestId: string;
    /**
     * @description Seconds to wait, or an HTTP date (RFC 9110, section 10.2.3). Undocumented by the vendor,
     *     whose clients follow it when present.
     * @example 30
     */
    readonly RetryAfter: string;
    /**
     * @description The string true when the response is that of an earlier request with the same
     *     `Idempotency-Key`. Undocumented by the vendor.
     * @example true
     */
    readonly IdempotencyReplayed: string;
  };
  pathItems: never;
}
/**
 * The video to generate. `prompt` is required, unless `model_params.multi_shot` is true: then
 * `multi_prompt` has the text, and `multi_prompt` and `shot_type` are required.
 */
export type VideoGenerationRequest = VideoGenerationRequestBase &
  (VideoGenerationRequestWithoutPrompt | VideoGenerationRequestWithPrompt);
/**
 * What the video shows. Required unless `model_params.multi_shot` is true. It refers to inputs as
 * `<<<video_1>>>`, `<<<image_1>>>` and `<<<element_1>>>`, counted from 1 in the order of the request.
 *
 * Limits: at most 2500 characters.
 */
export type Prompt = components["schemas"]["Prompt"];
/**
 * Resolution of the video: `720p` standard, `1080p` high. The vendor's price page lists 8.1 credits
 * for each second of output at 720p and 10.8054 at 1080p (November 2026).
 */
export type Quality = components["schemas"]["Quality"];
/**
 * How the shots are laid out; required with `multi_shot`. Only `customize` is known. Withdrawn for
 * this model on 2026-03-11 (the vendor's page of the model, under `model_params`).
 */
export type ShotType = components["schemas"]["ShotType"];
/**
 * The shots; required with `multi_shot`. Their durations add up to `duration`. Withdrawn for this
 * model on 2026-03-11 (the vendor's page of the model, under `model_params`).
 *
 * Limits: 1 to 6 items.
 */
export type MultiPrompt = components["schemas"]["MultiPrompt"];
/**
 * Where the vendor posts the task once it is completed, failed or cancelled: https only, and no
 * internal address. Not allowed are `localhost` and its subdomains, 0.0.0.0/8, 10.0.0.0/8,
 * 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12 and 192.168.0.0/16, every numeric host that is not four
 * plain decimal numbers (`2130706433`, `0x7f.1`), IPv6 literals, URLs with user information, ports
 * outside 1 to 65535, and a label of an internationalised name that ends in a hyphen (`xn--`,
 * `xn--a-`). A pattern cannot decode the other labels of such names.
 *
 * Limits: at most 2048 characters; https only; no internal address, IPv6 literal, user information or
 * unusual numeric host; a port from 1 to 65535.
 */
export type CallbackUrl = components["schemas"]["CallbackUrl"];
/**
 * Status of the task. The reference page lists the first four values and mentions cancelled tasks in
 * its description of callbacks. No list of the vendor has `cancelled`, but its clients treat it as
 * final. Expect values that are not listed here.
 */
export type TaskStatus = components["schemas"]["TaskStatus"];
/** Body of a callback. The same task that `getTask` returns. */
export type TaskCallback = components["schemas"]["TaskCallback"];
export type ResponseInvalidRequest = components["responses"]["InvalidRequest"];
export type ResponseInvalidTaskId = components["responses"]["InvalidTaskId"];
export type ResponseUnauthorized = components["responses"]["Unauthorized"];
export type ResponseInsufficientQuota = components["responses"]["InsufficientQuota"];
export type ResponseModelAccessDenied = components["responses"]["ModelAccessDenied"];
export type ResponsePermissionDenied = components["responses"]["PermissionDenied"];
export type ResponseTaskNotFound = components["responses"]["TaskNotFound"];
export type ResponseRateLimited = components["responses"]["RateLimited"];
export type ResponseInternalError = components["responses"]["InternalError"];
export type ResponseOtherError = components["responses"]["OtherError"];
export type ParameterTaskId = components["parameters"]["TaskId"];
export type ParameterIdempotencyKey = components["parameters"]["IdempotencyKey"];
export type HeaderRequestId = components["headers"]["RequestId"];
export type HeaderOneApiRequestId = components["headers"]["OneApiRequestId"];
export type HeaderRetryAfter = components["headers"]["RetryAfter"];
export type HeaderIdempotencyReplayed = components["headers"]["IdempotencyReplayed"];
export type $defs = Record<string, never>;
/** Parameters, bodies and responses of each operation, by its operationId. */
export interface operations {
  readonly createVideoGeneration: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description Marks retries of one request, so that only the first is charged. Sent by the vendor's
         *     newer clients, absent from its public documentation: it is unknown whether a plain API key
         *     gets this protection, so do not rely on it.
         */
        readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly "application/json": components["schemas"]["VideoGenerationRequest"];
      };
    };
    readonly responses: {
      /** @description The task was created. Its credits are reserved. */
      readonly 200: {
        headers: {
          readonly "x-request-id": components["headers"]["RequestId"];
          readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
          readonly "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          readonly [name: string]: unknown;
        };
        content: {
          readonly "application/json": components["schemas"]["Task"];
        };
      };
      readonly 400: components["responses"]["InvalidRequest"];
      readonly 401: components["responses"]["Unauthorized"];
      readonly 402: components["responses"]["InsufficientQuota"];
      readonly 403: components["responses"]["ModelAccessDenied"];
      readonly 429: components["responses"]["RateLimited"];
      readonly 500: components["responses"]["InternalError"];
      readonly default: components["responses"]["OtherError"];
    };
  };
  readonly getTask: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @description The `id` of the task, as the create request returned it. */
        readonly task_id: components["parameters"]["TaskId"];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The task. */
      readonly 200: {
        headers: {
          readonly "x-request-id": components["headers"]["RequestId"];
          readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
          readonly [name: string]: unknown;
        };
        content: {
          readonly "application/json": components["schemas"]["Task"];
        };
      };
      readonly 400: components["responses"]["InvalidTaskId"];
      readonly 401: components["responses"]["Unauthorized"];
      readonly 402: components["responses"]["InsufficientQuota"];
      readonly 403: components["responses"]["PermissionDenied"];
      readonly 404: components["responses"]["TaskNotFound"];
      readonly 429: components["responses"]["RateLimited"];
      readonly 500: components["responses"]["InternalError"];
      readonly default: components["responses"]["OtherError"];
    };
  };
  readonly getCredits: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The balance. */
      readonly 200: {
        headers: {
          readonly "x-request-id": components["headers"]["RequestId"];
          readonly "x-oneapi-request-id": components["headers"]["OneApiRequestId"];
          readonly [name: string]: unknown;
        };
        content: {
          readonly "application/json": components["schemas"]["Credits"];
        };
      };
      readonly 401: components["responses"]["Unauthorized"];
      readonly 429: components["responses"]["RateLimited"];
      readonly 500: components["responses"]["InternalError"];
      readonly default: components["responses"]["OtherError"];
    };
  };
}
/**
 * The video to generate. `prompt` is required, unless `model_params.multi_shot` is true: then
 * `multi_prompt` has the text, and `multi_prompt` and `shot_type` are required.
 */
export interface VideoGenerationRequestBase {
  /**
   * @description Name of the video model.
   * @default kling-o3-reference-to-video
   * @example kling-o3-reference-to-video
   * @enum {string}
   */
  readonly model: "kling-o3-reference-to-video";
  /**
   * Format: uri
   * @description URL of the reference video: MP4 or MOV, at most 200 MB, at least 3 seconds long, width and
   *     height 720 to 2160 pixels each, 24 to 60 frames per second. The vendor never lists it as
   *     required, but every example has it.
   * @example https://example.com/reference.mp4
   */
  readonly video_url?: string | undefined;
  /**
   * @description Whether to keep (true) or drop (false) the sound of the reference video.
   * @default true
   * @example true
   */
  readonly keep_original_sound?: boolean | undefined;
  /**
   * @description URLs of reference images, for a style or a scene. With a `video_url`, images and elements
   *     (`model_params.element_list`) together are at most 4; the limit without one is not
   *     documented.
   * @example [
   *       "https://example.com/style.jpg"
   *     ]
   */
  readonly image_urls?: readonly string[] | undefined;
  /**
   * @description Length of the video in seconds. The text-to-video and image-to-video models allow up to 15
   *     seconds, this one fewer.
   *
   *     Limits: 3 to 10.
   * @default 5
   * @example 5
   */
  readonly duration?: number | undefined;
  /**
   * @description Shape of the video: `16:9` landscape, `9:16` portrait, `1:1` square. There is no
   *     documented default.
   * @example 16:9
   * @enum {string}
   */
  readonly aspect_ratio?: ("16:9" | "9:16" | "1:1") | undefined;
  /**
   * @description Resolution of the video: `720p` standard, `1080p` high. The vendor's price page lists 8.1
   *     credits for each second of output at 720p and 10.8054 at 1080p (November 2026).
   * @default 720p
   * @example 720p
   */
  readonly quality?: components["schemas"]["Quality"] | undefined;
  /**
   * @description Where the vendor posts the task once it is completed, failed or cancelled: https only, and
   *     no internal address. Not allowed are `localhost` and its subdomains, 0.0.0.0/8,
   *     10.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12 and 192.168.0.0/16, every numeric
   *     host that is not four plain decimal numbers (`2130706433`, `0x7f.1`), IPv6 literals, URLs
   *     with user information, ports outside 1 to 65535, and a label of an internationalised name
   *     that ends in a hyphen (`xn--`, `xn--a-`). A pattern cannot decode the other labels of such
   *     names.
   *
   *     Limits: at most 2048 characters; https only; no internal address, IPv6 literal, user
   *     information or unusual numeric host; a port from 1 to 65535.
   * @example https://your-domain.com/webhooks/video-task-completed
   */
  readonly callback_url?: components["schemas"]["CallbackUrl"] | undefined;
}
/** Without `prompt`. */
export interface VideoGenerationRequestWithoutPrompt {
  readonly prompt?: never | undefined;
  /**
   * @description Advanced parameters. The reference page names the object and `multi_shot`; the other
   *     members come from later pages of the vendor.
   */
  readonly model_params: components["schemas"]["ModelParams"] & components["schemas"]["ModelParamsMultiShot"];
}
/** With `prompt`. */
export interface VideoGenerationRequestWithPrompt {
  /**
   * @description What the video shows. Required unless `model_params.multi_shot` is true. It refers to
   *     inputs as `<<<video_1>>>`, `<<<image_1>>>` and `<<<element_1>>>`, counted from 1 in the
   *     order of the request.
   *
   *     Limits: at most 2500 characters.
   * @example Keep the same motion style, change to a snowy background
   * @example <<<element_1>>> walking in the scene style of <<<video_1>>>
   */
  readonly prompt: components["schemas"]["Prompt"];
  /**
   * @description Advanced parameters. The reference page names the object and `multi_shot`; the other
   *     members come from later pages of the vendor.
   */
  readonly model_params?:
    | (components["schemas"]["ModelParams"] &
        (components["schemas"]["ModelParamsSingleShot"] | components["schemas"]["ModelParamsMultiShot"]))
    | undefined;
}
/** One shot, described by `prompt`. */
export interface ModelParamsSingleShot {
  /** @constant */
  readonly multi_shot?: false | undefined;
}
/** Several shots, each described in `multi_prompt`. */
export interface ModelParamsMultiShot {
  /** @constant */
  readonly multi_shot: true;
  readonly multi_prompt: components["schemas"]["MultiPrompt"];
  readonly shot_type: components["schemas"]["ShotType"];
}
/**
 * Advanced parameters. The reference page names the object and `multi_shot`; the other members come
 * from later pages of the vendor.
 */
export interface ModelParams {
  /**
   * @description Elements (characters, objects) that were created with the vendor and appear in the video.
   *     With a `video_url`, images and elements together are at most 4.
   */
  readonly element_list?:
    | readonly {
        /**
         * @description Id of the element. A string since 2026-03-16, an integer before.
         * @example 829836802793406551
         */
        readonly element_id: string;
      }[]
    | undefined;
  /** @description Watermark of the video. */
  readonly watermark_info?:
    | {
        /**
         * @description Whether to also create a version with a watermark.
         * @example false
         */
        readonly enabled?: boolean | undefined;
      }
    | undefined;
  /**
   * @deprecated
   * @description Whether the video has several shots. Named by the reference page; its details were
   *     withdrawn for this model on 2026-03-11 (the vendor's page of the model, under
   *     `model_params`).
   * @default false
   */
  readonly multi_shot?: boolean | undefined;
  /**
   * @description How the shots are laid out; required with `multi_shot`. Only `customize` is known.
   *     Withdrawn for this model on 2026-03-11 (the vendor's page of the model, under
   *     `model_params`).
   */
  readonly shot_type?: components["schemas"]["ShotType"] | undefined;
  /**
   * @description The shots; required with `multi_shot`. Their durations add up to `duration`. Withdrawn for
   *     this model on 2026-03-11 (the vendor's page of the model, under `model_params`).
   *
   *     Limits: 1 to 6 items.
   */
  readonly multi_prompt?: components["schemas"]["MultiPrompt"] | undefined;
}
/**
 * A generation task: the response to a create request and to every read, and the body of its callback.
 * The vendor declares no field required and adds fields without notice; a task without `id` and
 * `status` is useless, so these two are required.
 */
export interface Task {
  /**
   * @description When the task was created, in Unix seconds.
   * @example 1757169743
   */
  readonly created?: number;
  /**
   * @description Id of the task. The vendor's ids begin with `task-unified-`.
   * @example task-unified-1757169743-7cvnl5zw
   */
  readonly id: string;
  /**
   * @description Name of the model.
   * @example kling-o3-reference-to-video
   */
  readonly model?: string;
  /**
   * @description Kind of the object. Tasks of other models have other kinds (`image.generation.task`,
   *     `audio.generation.task`).
   * @enum {string}
   */
  readonly object?: "video.generation.task";
  /**
   * @description Progress in percent.
   *
   *     Limits: 0 to 100.
   * @example 0
   */
  readonly progress?: number;
  /**
   * @description Status of the task. The reference page lists the first four values and mentions cancelled
   *     tasks in its description of callbacks. No list of the vendor has `cancelled`, but its
   *     clients treat it as final. Expect values that are not listed here.
   * @example pending
   */
  readonly status: components["schemas"]["TaskStatus"];
  /** @description Details of a video task. */
  readonly task_info?: components["schemas"]["TaskInfo"];
  /**
   * @description Kind of the output.
   * @example video
   * @enum {string}
   */
  readonly type?: "text" | "image" | "audio" | "video";
  /** @description Usage and billing. */
  readonly usage?: components["schemas"]["Usage"];
  /**
   * @description URLs of the results, once the task is completed. The links work for 24 hours; save the
   *     files that you want to keep.
   * @example [
   *       "https://media.example.com/task-unified-1757169743-7cvnl5zw/video.mp4"
   *     ]
   */
  readonly results?: readonly string[];
  /** @description Why a task failed. May be missing, even on a failed task. */
  readonly error?: components["schemas"]["TaskError"];
}
/** Details of a video task. */
export interface TaskInfo {
  /**
   * @description Whether the task can still be cancelled. No cancel endpoint is documented.
   * @example true
   */
  readonly can_cancel?: boolean;
  /**
   * @description How long the task is expected to take, in seconds.
   *
   *     Limits: at least 0.
   * @example 300
   */
  readonly estimated_time?: number;
  /**
   * @description Length of the video, in seconds.
   * @example 9
   */
  readonly video_duration?: number;
}
/** Usage and billing. */
export interface Usage {
  /**
   * @description How the task is charged. `per_call`, `per_token` and `per_second` are documented; other
   *     models have others.
   * @example per_call
   */
  readonly billing_rule?: string;
  /**
   * @description Credits reserved for the task. Not always an integer.
   *
   *     Limits: at least 0.
   * @example 7
   */
  readonly credits_reserved?: number;
  /**
   * @description Group of the user.
   * @example default
   */
  readonly user_group?: string;
}
/** Why a task failed. May be missing, even on a failed task. */
export interface TaskError {
  /**
   * @description Reason of the failure. New codes appear without notice.
   * @example content_policy_violation
   */
  readonly code?: string;
  /**
   * @description The reason in words.
   * @example The prompt was refused by the content policy.
   */
  readonly message?: string;
  /**
   * @description Kind of the error; the only known value is `task_error`.
   * @example task_error
   */
  readonly type?: string;
}
/** The balance of the API key and of its user, in credits. */
export interface Credits {
  /** @description Whether the balance could be read. */
  readonly success?: boolean;
  /** @description A remark; usually empty. */
  readonly message?: string;
  /** @description The balances. */
  readonly data: {
    /** @description The balance of the API key. */
    readonly token?: {
      /** @description Credits that the key may still use. */
      readonly remaining_credits?: number;
      /** @description Credits that the key has used. */
      readonly used_credits?: number;
      /** @description Whether the key may use all credits of its user. */
      readonly unlimited_credits?: boolean;
    };
    /** @description The balance of the user. */
    readonly user?: {
      /** @description Credits that are left. */
      readonly remaining_credits?: number;
      /** @description Credits that were used. */
      readonly used_credits?: number;
    };
  };
}
/** The body of every error response. In this form since 2026-03-06. */
export interface ErrorEnvelope {
  /** @description What went wrong. */
  readonly error: {
    /**
     * @description Name of the error. Before 2026-03-06, and still on some endpoints, the HTTP status as an
     *     integer.
     * @example invalid_request
     */
    readonly code?: string | number;
    /** @description The error in words. */
    readonly message: string;
    /**
     * @description Kind of the error.
     * @example invalid_request_error
     */
    readonly type?: string;
    /** @description The invalid parameter. Not always sent. */
    readonly param?: string;
    /**
     * @deprecated
     * @description An alternative. Sent only before 2026-03-06.
     */
    readonly fallback_suggestion?: string;
  };
}
