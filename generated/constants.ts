// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

/** Version of the contract (`/info/version`). */
export const contractVersion = "1.0.0" as const;

/** SHA-256 of `openapi.json`, in hexadecimal. */
export const contractFingerprint = "55a02a93a5b6601e3a08020716bfe4adb8ad4954303ee6e43573c90f7b5c50b6" as const;

/** The first digits of `contractFingerprint`, enough to distinguish two contracts. */
export const contractFingerprintStart = "55a02a93a5b6" as const;

/** Base URL of the API (`/servers/0/url`). */
export const serverUrl = "https://api.evolink.ai" as const;

/** Default of `model` in `VideoGenerationRequest`. */
export const videoGenerationRequestModelDefault = "kling-o3-reference-to-video" as const;

/** Default of `keep_original_sound` in `VideoGenerationRequest`. */
export const videoGenerationRequestKeepOriginalSoundDefault = true as const;

/** Default of `duration` in `VideoGenerationRequest`. */
export const videoGenerationRequestDurationDefault = 5 as const;

/** Default of `quality` in `VideoGenerationRequest`. */
export const videoGenerationRequestQualityDefault = "720p" as const;

/** Default of `multi_shot` in `ModelParams`. */
export const modelParamsMultiShotDefault = false as const;

/** Required members of `Credits`. */
export const creditsRequired = ["data"] as const;

/** Required members of `Task`. */
export const taskRequired = ["id", "status"] as const;

/**
 * `/paths/~1v1~1videos~1generations/post/callbacks/taskFinished/{$request.body#~1callback_url}/post/x-delivery`
 * of the contract.
 */
export const taskFinishedDelivery = { timeout_seconds: 10, retry_delays_seconds: [1, 2, 4] } as const;

/** `/paths/~1v1~1tasks~1{task_id}/get/x-polling` of the contract. */
export const getTaskPolling = { interval_seconds: 8, max_wait_seconds: 1800 } as const;

/** `/components/schemas/VideoGenerationRequest/x-references` of the contract. */
export const videoGenerationRequestReferences = "<<<(video|image|element)_([0-9]+)>>>" as const;

/** `/components/schemas/Quality/x-credits-per-second` of the contract. */
export const qualityCreditsPerSecond = { "720p": 8.1, "1080p": 10.8054 } as const;

/** `/components/schemas/TaskStatus/x-terminal` of the contract. */
export const taskStatusTerminal = ["completed", "failed", "cancelled"] as const;

/** `/components/schemas/TaskStatus/x-successful` of the contract. */
export const taskStatusSuccessful = ["completed"] as const;

/** `/components/schemas/TaskStatus/x-synonyms` of the contract. */
export const taskStatusSynonyms = {
  pending: ["queued", "submitted", "created", "waiting", "not_started"],
  processing: ["running", "in_progress", "started", "generating"],
  completed: ["complete", "succeeded", "success", "successful", "done", "finished"],
  failed: ["failure", "fail", "error", "errored", "timeout", "expired"],
  cancelled: ["canceled", "aborted"],
} as const;

/** `/components/schemas/TaskStatus/x-transitions` of the contract. */
export const taskStatusTransitions = {
  pending: ["processing", "failed", "cancelled"],
  processing: ["completed", "failed", "cancelled"],
  completed: [],
  failed: [],
  cancelled: [],
} as const;

/** `/components/schemas/Task/properties/results/x-lifetime-seconds` of the contract. */
export const taskResultsLifetimeSeconds = 86400 as const;

/** `/components/schemas/TaskError/properties/code/x-retryable` of the contract. */
export const taskErrorCodeRetryable = {
  yes: ["service_error", "generation_timeout", "resource_exhausted", "quota_exceeded", "service_unavailable"],
  no: [
    "content_policy_violation",
    "invalid_parameters",
    "image_processing_error",
    "image_dimension_mismatch",
    "request_cancelled",
    "resource_not_found",
  ],
  unclear: ["generation_failed_no_content", "unknown_error"],
} as const;
