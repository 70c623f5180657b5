// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.

import type { components } from "./types.ts";

/** A JSON Schema (2020-12) without references, and what TypeScript knows of the values that fit it. */
export interface Schema<T = unknown> {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: RegExp;
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema | true>>;
  /** Whether members that have no name in `properties` are allowed. */
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  /** The rule in words, where its keywords alone do not explain it. */
  readonly "x-rule"?: string;
  /** Never there: the type of what fits. */
  readonly $fits?: T;
}

/** What the values of a `format` match. */
export const formats: Readonly<Record<string, RegExp>> = {
  "uri": /^(?!.*%(?![\da-f]{2}))[a-z][a-z\d+.-]*:(\/?\/([\w.~!$&'()*+,;=:%-]*@)?\[[\da-f]*:[\da-f:.]+](:\d*)?(?![^/?#])|(?![?#]|$))[\w.~!$&'()*+,;=:@/%-]*(\?[\w.~!$&'()*+,;=:@/%?-]*)?(#[\w.~!$&'()*+,;=:@/%?-]*)?$/i,
};

/** `VideoGenerationRequest` of the contract. */
export const videoGenerationRequestSchema: Schema<components["schemas"]["VideoGenerationRequest"]> = {
  type: "object",
  additionalProperties: false,
  required: ["model"],
  properties: {
    model: { type: "string", enum: ["kling-o3-reference-to-video"] },
    prompt: { type: "string", maxLength: 2500 },
    video_url: { type: "string", format: "uri" },
    keep_original_sound: { type: "boolean" },
    image_urls: { type: "array", items: { type: "string", format: "uri" } },
    duration: { type: "integer", minimum: 3, maximum: 10 },
    aspect_ratio: { type: "string", enum: ["16:9", "9:16", "1:1"] },
    quality: { type: "string", enum: ["720p", "1080p"] },
    model_params: {
      type: "object",
      additionalProperties: false,
      properties: {
        element_list: {
          type: "array",
          items: {
            type: "object",
            additionalProperties: false,
            required: ["element_id"],
            properties: { element_id: { type: "string" } },
          },
        },
        watermark_info: { type: "object", additionalProperties: false, properties: { enabled: { type: "boolean" } } },
        multi_shot: { type: "boolean" },
        shot_type: { type: "string", enum: ["customize"] },
        multi_prompt: {
          type: "array",
          minItems: 1,
          maxItems: 6,
          items: {
            type: "object",
            additionalProperties: false,
            required: ["index", "prompt", "duration"],
            properties: {
              index: { type: "integer" },
              prompt: { type: "string", maxLength: 512 },
              duration: { type: "string", pattern: /^[1-9][0-9]*$/u },
            },
          },
        },
      },
    },
    callback_url: {
      type: "string",
      format: "uri",
      maxLength: 2048,
      pattern: /^https:\/\/(?!(?:[^/?#:]*\.)?[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]\.?(?:[:/?#]|$))(?!(?:(?:0|10|127)(?:\.[0-9]+){3}|(?:169\.254|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))(?:\.[0-9]+){2})(?:[:/?#]|$))(?:(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])|(?:[A-Za-z0-9_-]+\.)*(?!(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\.?(?:[:/?#]|$))[A-Za-z0-9_-]+\.?)(?::[0-9]{1,5})?(?:[/?#].*)?$/u,
      "x-rule": "https only; no internal address, IPv6 literal, user information or unusual numeric host",
    },
  },
  if: { required: ["video_url"], properties: { video_url: true } },
  then: {
    "x-rule": "with a video_url, at most 4 image_urls and elements",
    anyOf: [
      {
        properties: { image_urls: { maxItems: 4 }, model_params: { properties: { element_list: { maxItems: 0 } } } },
      },
      {
        properties: { image_urls: { maxItems: 3 }, model_params: { properties: { element_list: { maxItems: 1 } } } },
      },
      {
        properties: { image_urls: { maxItems: 2 }, model_params: { properties: { element_list: { maxItems: 2 } } } },
      },
      {
        properties: { image_urls: { maxItems: 1 }, model_params: { properties: { element_list: { maxItems: 3 } } } },
      },
      {
        properties: { image_urls: { maxItems: 0 }, model_params: { properties: { element_list: { maxItems: 4 } } } },
      },
    ],
  },
  allOf: [
    {
      if: {
        required: ["model_params"],
        properties: { model_params: { required: ["multi_shot"], properties: { multi_shot: { const: true } } } },
      },
      then: { properties: { model_params: { required: ["multi_prompt", "shot_type"] } } },
      else: { required: ["prompt"] },
    },
  ],
};

/** `Task` of the contract. */
export const taskSchema: Schema<components["schemas"]["Task"]> = {
  type: "object",
  required: ["id", "status"],
  properties: {
    created: { type: "integer" },
    id: { type: "string" },
    model: { type: "string" },
    object: { type: "string", enum: ["video.generation.task"] },
    progress: { type: "integer", minimum: 0, maximum: 100 },
    status: { type: "string", enum: ["pending", "processing", "completed", "failed", "cancelled"] },
    task_info: {
      type: "object",
      properties: {
        can_cancel: { type: "boolean" },
        estimated_time: { type: "integer", minimum: 0 },
        video_duration: { type: "integer" },
      },
      additionalProperties: true,
    },
    type: { type: "string", enum: ["text", "image", "audio", "video"] },
    usage: {
      type: "object",
      properties: {
        billing_rule: { type: "string" },
        credits_reserved: { type: "number", minimum: 0 },
        user_group: { type: "string" },
      },
      additionalProperties: true,
    },
    results: { type: "array", items: { type: "string", format: "uri" } },
    error: {
      type: "object",
      properties: { code: { type: "string" }, message: { type: "string" }, type: { type: "string" } },
      additionalProperties: true,
    },
  },
  additionalProperties: true,
};

/** `ErrorEnvelope` of the contract. */
export const errorEnvelopeSchema: Schema<components["schemas"]["ErrorEnvelope"]> = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["message"],
      properties: {
        code: { type: ["string", "integer"] },
        message: { type: "string" },
        type: { type: "string" },
        param: { type: "string" },
        fallback_suggestion: { type: "string" },
      },
      additionalProperties: true,
    },
  },
  additionalProperties: true,
};

/** `Credits` of the contract. */
export const creditsSchema: Schema<components["schemas"]["Credits"]> = {
  type: "object",
  required: ["data"],
  properties: {
    success: { type: "boolean" },
    message: { type: "string" },
    data: {
      type: "object",
      properties: {
        token: {
          type: "object",
          properties: {
            remaining_credits: { type: "number" },
            used_credits: { type: "number" },
            unlimited_credits: { type: "boolean" },
          },
          additionalProperties: true,
        },
        user: {
          type: "object",
          properties: { remaining_credits: { type: "number" }, used_credits: { type: "number" } },
          additionalProperties: true,
        },
      },
      additionalProperties: true,
    },
  },
  additionalProperties: true,
};

/** `TaskId` of the contract. */
export const taskIdSchema: Schema<components["parameters"]["TaskId"]> = { type: "string", pattern: /^task-unified-/u };

/** `IdempotencyKey` of the contract. */
export const idempotencyKeySchema: Schema<components["parameters"]["IdempotencyKey"]> = { type: "string", pattern: /^[A-Za-z0-9._-]{16,96}$/u };
