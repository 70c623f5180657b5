// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.

/** Version of the contract (`/info/version`). */
export const contractVersion = "1.0.0" as const;

/** SHA-256 of `openapi.json`, in hexadecimal. */
export const contractFingerprint = "90036dc57babe055e81ca56589614fa3c82a473a8c472553b1e71b0e0fbbdeaf" as const;

/** Base URL of the API (`/servers/0/url`). */
export const serverUrl = "https://api.evolink.ai" as const;

/** Defaults of the members of `VideoGenerationRequest`. */
export const videoGenerationRequestDefaults = { model: "kling-o3-reference-to-video", keep_original_sound: true, duration: 5, quality: "720p" } as const;

/** Defaults of the members of `ModelParams`. */
export const modelParamsDefaults = { multi_shot: false } as const;

/** Names of the members of `Task`, by the JSON pointer of their object. */
export const taskFields = {
  "": [
    "created",
    "id",
    "model",
    "object",
    "progress",
    "status",
    "task_info",
    "type",
    "usage",
    "results",
    "error",
  ],
  "/task_info": ["can_cancel", "estimated_time", "video_duration"],
  "/usage": ["billing_rule", "credits_reserved", "user_group"],
  "/error": ["code", "message", "type"],
} as const;

/** Names of the members of `Credits`, by the JSON pointer of their object. */
export const creditsFields = {
  "": ["success", "message", "data"],
  "/data": ["token", "user"],
  "/data/token": ["remaining_credits", "used_credits", "unlimited_credits"],
  "/data/user": ["remaining_credits", "used_credits"],
} as const;

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

/** `/components/schemas/TaskStatus/x-successful` of the contract. */
export const taskStatusSuccessful = ["completed"] as const;

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
