import type { FindingKind } from "./finding.ts";

/** The result of a case by its status: as expected, a finding, or undecided with the reason. */
export type StatusResult =
  | { readonly kind: "fine" }
  | { readonly kind: "undecided"; readonly reason: string }
  | { readonly kind: FindingKind; readonly message: string };

/** Statuses with which a service rejects a value. */
export const REJECTION_STATUSES: readonly number[] = [400, 415, 422];

// Rejections if the document declares them: size and length limits, a missing length.
const DECLARED_REJECTIONS: readonly number[] = [411, 413, 414, 416, 417, 431];
const UNRELATED: Readonly<Record<number, string>> = {
  401: "the service requires other credentials",
  403: "the credentials do not allow it",
  404: "the resource does not exist",
  405: "the service does not support the method",
  407: "a proxy requires credentials",
  408: "the service timed out",
  429: "the service limits the rate of requests",
  503: "the service is not available",
};

/** Input for classifying a status. */
export interface StatusCase {
  readonly valid: boolean;
  readonly status: number;
  /** Whether the operation documents the status. */
  readonly isDocumented: boolean;
  /** Statuses that count as a rejection, besides those that the document declares. */
  readonly refused: readonly number[];
  readonly why: string;
}

/** Classifies the status of a case. */
export function classifyStatus({ valid, status, isDocumented, refused, why }: StatusCase): StatusResult {
  const refuses = refused.includes(status) || (isDocumented && DECLARED_REJECTIONS.includes(status));
  const unrelated = UNRELATED[status];
  if (unrelated !== undefined && (status !== 503 || isDocumented))
    return { kind: "undecided", reason: `${status}: ${unrelated}` };
  if (status >= 500) return { kind: "error", message: `the service failed with ${status}: ${why}` };
  const accepts = status >= 200 && status < 400;
  if (accepts && (status < 300 || isDocumented))
    return valid
      ? { kind: "fine" }
      : { kind: "accepted", message: `an invalid value was accepted with ${status}: ${why}` };
  if (refuses)
    return valid ? { kind: "refused", message: `a valid value was rejected with ${status}: ${why}` } : { kind: "fine" };
  if (isDocumented) return { kind: "undecided", reason: `${status} is documented, and does not depend on the value` };
  return valid
    ? { kind: "refused", message: `a valid value got the status ${status}, which is not documented: ${why}` }
    : { kind: "response", message: `an invalid value got the status ${status}, which is not documented: ${why}` };
}
