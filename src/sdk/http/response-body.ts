import {
  creditsRequired,
  taskRequired,
  taskStatusSynonyms,
  contractFingerprintStart,
} from "../../../generated/constants.ts";
import { validateCredits } from "../../../generated/validators/Credits.js";
import type { ResponseValidator } from "../../../generated/validators/runtime.js";
import { validateTask } from "../../../generated/validators/Task.js";
import { validateTaskId } from "../../../generated/validators/TaskId.js";
import { isObject, type JsonObject } from "../../shared/json.ts";
import type { Drift } from "../options.ts";
import { findDrift, validate } from "../validation/validate.ts";
import { withoutNulls } from "../validation/without-nulls.ts";
import type { AttemptResult } from "./send-once.ts";

/** The required form of the body of a successful response. */
export interface ResponseBody {
  readonly validator: ResponseValidator<unknown>;
  /** The required members. */
  readonly required: readonly string[];
  /** Renames members with other known names. */
  readonly normalize: (body: JsonObject) => JsonObject;
}

/** The body of a response with a task. */
export const TASK_BODY: ResponseBody = { validator: validateTask, required: taskRequired, normalize: normalizeTask };

/** The body of a response with credits. */
export const CREDITS_BODY: ResponseBody = {
  validator: validateCredits,
  required: creditsRequired,
  normalize: (body) => body,
};

/** A successful response that can be used. */
export interface Success {
  /** The response itself, whose body was read. */
  readonly response: Response;
  /** The body, normalized. */
  readonly data: JsonObject;
  readonly status: number;
  readonly headers: Headers;
  /** The vendor's id of the request. */
  readonly requestId: string | undefined;
  readonly drifts: readonly Drift[];
}

/**
 * Returns the response of an attempt, if it is a success whose body has what is required. Any other deviation is drift
 * and does not hide the response: null means missing, and other spellings and synonyms of a status are accepted.
 */
export function parseSuccess(expects: ResponseBody, result: AttemptResult): Success | undefined {
  if (result.kind !== "response" || result.status < 200 || result.status >= 300) return undefined;
  const { response, status, headers, requestId } = result;
  if (!isObject(result.data)) return undefined;
  const withoutNull = withoutNulls(result.data);
  const data = expects.normalize(withoutNull);
  const drifts: Drift[] = findDrift(expects.validator, withoutNull);
  const violations = data === withoutNull ? drifts : validate(expects.validator, data);
  if (violations.some((violation) => isFatal(violation, expects.required))) return undefined;
  const fingerprint = fingerprintDrift(headers);
  if (fingerprint !== undefined) drifts.push(fingerprint);
  return { response, data, status, headers, requestId, drifts: firstOf(drifts) };
}

/** Drifts of one response that are reported. */
const MAX_DRIFTS = 20;

/** Returns the first drifts, and how many more are known. */
function firstOf(drifts: readonly Drift[]): readonly Drift[] {
  const more = drifts.length - MAX_DRIFTS;
  if (more <= 0) return drifts;
  return [
    ...drifts.slice(0, MAX_DRIFTS),
    { pointer: "", keyword: "more", value: undefined, message: `and ${more} more` },
  ];
}

/** Returns whether a body is unusable: a required member is missing or has another type. */
function isFatal({ keyword, pointer }: Drift, required: readonly string[]): boolean {
  return (keyword === "type" || keyword === "required") && ["", ...required].includes(pointer.slice(1));
}

function fingerprintDrift(headers: Headers): Drift | undefined {
  const value = headers.get("x-contract-fingerprint");
  if (value === null || value.startsWith(contractFingerprintStart)) return undefined;
  return {
    pointer: "",
    keyword: "fingerprint",
    value,
    message: "the server implements another contract (fingerprint)",
  };
}

/** Accepts `task_id` without a usable `id`, and synonyms of statuses. */
function normalizeTask(body: JsonObject): JsonObject {
  const id = isTaskId(body.id) || !isTaskId(body.task_id) ? body.id : body.task_id;
  const status = knownStatus(body.status);
  return id === body.id && status === body.status ? body : { ...body, id, status };
}

function isTaskId(value: unknown): boolean {
  return validateTaskId(value);
}

/** Returns the contract's name of a status in other letters, or of a synonym that other APIs use. */
function knownStatus(status: unknown): unknown {
  if (typeof status !== "string" || Object.hasOwn(taskStatusSynonyms, status)) return status;
  const name = status.toLowerCase();
  const known = Object.entries(taskStatusSynonyms).find(
    ([known, synonyms]: [string, readonly string[]]) => known === name || synonyms.includes(name),
  );
  return known?.[0] ?? status;
}
