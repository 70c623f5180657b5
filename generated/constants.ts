// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.

/** Version of the contract (`/info/version`). */
export const contractVersion = "1.0.0" as const;

/** SHA-256 of `openapi.json`, in hexadecimal. */
export const contractFingerprint = "c0eacef763875e5e8b98abed62c9350fce49f44128c62ec7a8b224b9e8c59dcf" as const;

/** Base URL of the API (`/servers/0/url`). */
export const serverUrl = "https://api.evolink.ai" as const;

/** Defaults of the members of `VideoGenerationRequest`. */
export const videoGenerationRequestDefaults = { model: "kling-o3-reference-to-video", keep_original_sound: true, duration: 5, quality: "720p" } as const;

/** Defaults of the members of `ModelParams`. */
export const modelParamsDefaults = { multi_shot: false } as const;

/** `/paths/~1v1~1videos~1generations/post/callbacks/taskFinished/{$request.body#~1callback_url}/post/x-delivery` of the contract. */
export const taskFinishedDelivery = { timeout_seconds: 10, retry_delays_seconds: [1, 2, 4] } as const;

/** `/paths/~1v1~1tasks~1{task_id}/get/x-polling` of the contract. */
export const getTaskPolling = { interval_seconds: 8, max_wait_seconds: 1800 } as const;

/** `/components/schemas/VideoGenerationRequest/x-references` of the contract. */
export const videoGenerationRequestReferences = {
  in: ["/prompt", "/model_params/multi_prompt/*/prompt"],
  pattern: "<<<(video|image|element)_([0-9]+)>>>",
  inputs: { video: "/video_url", image: "/image_urls", element: "/model_params/element_list" },
} as const;

/** `/components/schemas/VideoGenerationRequest/x-total` of the contract. */
export const videoGenerationRequestTotal = { each: "/model_params/multi_prompt/*/duration", of: "/duration" } as const;

/** `/components/schemas/Quality/x-credits-per-second` of the contract. */
export const qualityCreditsPerSecond = { "720p": 8.1, "1080p": 10.8054 } as const;

/** `/components/schemas/TaskStatus/x-terminal` of the contract. */
export const taskStatusTerminal = ["completed", "failed", "cancelled"] as const;

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

/** `/components/schemas/TaskError/properties/code/x-new-attempt` of the contract. */
export const taskErrorCodeNewAttempt = {
  can_help: [
    "service_error",
    "generation_timeout",
    "resource_exhausted",
    "quota_exceeded",
    "service_unavailable",
  ],
  cannot_help: [
    "content_policy_violation",
    "invalid_parameters",
    "image_processing_error",
    "image_dimension_mismatch",
    "request_cancelled",
    "resource_not_found",
  ],
  disputed: ["generation_failed_no_content", "unknown_error"],
} as const;
