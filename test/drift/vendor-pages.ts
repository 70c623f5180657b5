// The vendor's page at three dates, reconstructed from what is known of the API, with our own descriptions.
import { stringify } from "yaml";
import type { Json, JsonObject } from "../../src/openapi/json.ts";

/** The differences between the dates. */
export interface VendorState {
  readonly multiShot: boolean;
  readonly errorCode: "integer" | "string";
  readonly serviceUnavailable: boolean;
}

/** Before 2026-03-06: integer error codes with a suggestion, multi-shot described, 503 documented. */
export const BEFORE_STRING_CODES: VendorState = { multiShot: true, errorCode: "integer", serviceUnavailable: true };
/** From 2026-03-06: string error codes; multi-shot still described. */
export const WITH_STRING_CODES: VendorState = { multiShot: true, errorCode: "string", serviceUnavailable: false };
/** Since 2026-03-11: multi-shot withdrawn. */
export const WITHOUT_MULTI_SHOT: VendorState = { multiShot: false, errorCode: "string", serviceUnavailable: false };

function modelParams({ multiShot }: VendorState): JsonObject {
  const shots: Json = {
    type: "array",
    minItems: 1,
    maxItems: 6,
    items: {
      type: "object",
      properties: {
        index: { type: "integer" },
        prompt: { type: "string", maxLength: 512 },
        duration: { type: "string" },
      },
    },
  };
  return {
    type: "object",
    description: "More parameters.",
    properties: {
      element_list: {
        type: "array",
        items: { type: "object", properties: { element_id: { type: "string" } } },
      },
      watermark_info: { type: "object", properties: { enabled: { type: "boolean" } } },
      ...(multiShot
        ? {
            multi_shot: { type: "boolean", default: false },
            shot_type: { type: "string", enum: ["customize"] },
            multi_prompt: shots,
          }
        : {}),
    },
  };
}

function request(state: VendorState): JsonObject {
  return {
    type: "object",
    required: ["model", "prompt"],
    properties: {
      model: { type: "string", enum: ["kling-o3-reference-to-video"], default: "kling-o3-reference-to-video" },
      prompt: { type: "string", maxLength: 2500 },
      video_url: { type: "string", format: "uri" },
      keep_original_sound: { type: "boolean", default: true },
      image_urls: { type: "array", items: { type: "string", format: "uri" } },
      duration: { type: "integer", minimum: 3, maximum: 10, default: 5 },
      aspect_ratio: { type: "string", enum: ["16:9", "9:16", "1:1"] },
      quality: { type: "string", enum: ["720p", "1080p"], default: "720p" },
      model_params: modelParams(state),
      callback_url: { type: "string", format: "uri" },
    },
  };
}

const TASK: JsonObject = {
  type: "object",
  properties: {
    created: { type: "integer" },
    id: { type: "string" },
    model: { type: "string" },
    object: { type: "string", enum: ["video.generation.task"] },
    progress: { type: "integer", minimum: 0, maximum: 100 },
    status: { type: "string", enum: ["pending", "processing", "completed", "failed"] },
    task_info: {
      type: "object",
      properties: {
        can_cancel: { type: "boolean" },
        estimated_time: { type: "integer", minimum: 0 },
        video_duration: { type: "integer" },
      },
    },
    type: { type: "string", enum: ["text", "image", "audio", "video"] },
    usage: {
      type: "object",
      properties: {
        billing_rule: { type: "string", enum: ["per_call", "per_token", "per_second"] },
        credits_reserved: { type: "number", minimum: 0 },
        user_group: { type: "string" },
      },
    },
  },
};

function errorBody({ errorCode }: VendorState): JsonObject {
  const legacy: JsonObject = errorCode === "integer" ? { fallback_suggestion: { type: "string" } } : {};
  return {
    type: "object",
    properties: {
      error: {
        type: "object",
        properties: { code: { type: errorCode }, message: { type: "string" }, type: { type: "string" }, ...legacy },
      },
    },
  };
}

/** Returns the OpenAPI document that the page embeds. */
export function vendorDocument(state: VendorState): JsonObject {
  const refused: JsonObject = {
    description: "Refused.",
    content: { "application/json": { schema: { $ref: "#/components/schemas/ErrorResponse" } } },
  };
  const statuses = ["400", "401", "402", "403", "429", "500", ...(state.serviceUnavailable ? ["503"] : [])];
  return {
    openapi: "3.1.0",
    info: { title: "A model", version: "1.0.0" },
    servers: [{ url: "https://api.evolink.ai" }],
    security: [{ bearerAuth: [] }],
    paths: {
      "/v1/videos/generations": {
        post: {
          summary: "Make a video.",
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: "#/components/schemas/VideoGenerationRequest" } } },
          },
          responses: {
            "200": {
              description: "Made.",
              content: { "application/json": { schema: { $ref: "#/components/schemas/VideoGenerationResponse" } } },
            },
            ...Object.fromEntries(statuses.map((status) => [status, refused])),
          },
        },
      },
    },
    components: {
      securitySchemes: { bearerAuth: { type: "http", scheme: "bearer" } },
      schemas: {
        VideoGenerationRequest: request(state),
        VideoGenerationResponse: TASK,
        ErrorResponse: errorBody(state),
      },
    },
  };
}

/** Returns the Markdown version of the page. */
export function vendorPage(state: VendorState): string {
  const fence = "`".repeat(4);
  return [
    "# A model",
    "",
    "> What it does.",
    "",
    "## OpenAPI",
    "",
    `${fence}yaml en/api-manual/model.json post /v1/videos/generations`,
    stringify(vendorDocument(state)).trimEnd(),
    fence,
    "",
  ].join("\n");
}
