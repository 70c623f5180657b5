import type { FindingKind } from "./finding.ts";

/** What a status says about a case: that all is well, that something is wrong, or that nothing can be said, and why. */
export type StatusResult =
  | { readonly kind: "fine" }
  | { readonly kind: "undecided"; readonly reason: string }
  | { readonly kind: FindingKind; readonly message: string };

/** Statuses by which a service rejects a value. */
export const REFUSED_STATUSES: readonly number[] = [400, 415, 422];

// Of these a document may declare that they reject: too much, too long, a length that is needed.
const DECLARED_REFUSALS: readonly number[] = [411, 413, 414, 416, 417, 431];
const UNRELATED: Readonly<Record<number, string>> = {
  401: "the service wants other credentials",
  403: "the credentials do not allow it",
  404: "what the path names does not exist",
  405: "the service does not know the method",
  407: "a proxy wants credentials",
  408: "the service gave up waiting",
  429: "the service wants fewer requests",
  503: "the service is not available",
};

/** What the verdict on a status depends on. */
export interface StatusCase {
  readonly valid: boolean;
  readonly status: number;
  /** Whether the operation documents the status. */
  readonly isDocumented: boolean;
  /** Statuses that reject a value, besides those that the document declares for it. */
  readonly refused: readonly number[];
  readonly why: string;
}

/** Returns the verdict on the status of a case. */
export function classifyStatus({ valid, status, isDocumented, refused, why }: StatusCase): StatusResult {
  const refuses = refused.includes(status) || (isDocumented && DECLARED_REFUSALS.includes(status));
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
    return valid ? { kind: "refused", message: `a valid value was refused with ${status}: ${why}` } : { kind: "fine" };
  if (isDocumented) return { kind: "undecided", reason: `${status} is documented, and says nothing about the value` };
  return valid
    ? { kind: "refused", message: `a valid value was answered with ${status}, which is not documented: ${why}` }
    : { kind: "response", message: `an invalid value was answered with ${status}, which is not documented: ${why}` };
}
