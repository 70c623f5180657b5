import type { ContractCase, RequestPlan, SendableRequest } from "../case.ts";

/** A difference between the service and the document. */
export interface Finding {
  /** Operation, location, parameter and constraint; or the operation and what was tried. */
  readonly where: string;
  /** The expected result, such as `2xx`, `4xx` or `a documented response`. */
  readonly expected: string;
  /** The status, or `no response`. */
  readonly got: string;
  /** What went wrong, in one sentence. */
  readonly message: string;
  /** A command that sends the same request; it reads secrets from shell variables. */
  readonly curl: string;
  /** Method and path, as in `ConstraintRef`. */
  readonly operation: string;
  /** What kind of finding it is. */
  readonly kind: FindingKind;
  /** Number of exchanges with the same finding. */
  readonly times: number;
}

/**
 * The kind of a finding: `control` the plain request of an operation fails, `accepted` an invalid value was
 * accepted, `refused` a valid one rejected, `error` the service failed, `response` a response is not as documented,
 * `authentication` a request without credentials was not rejected.
 */
export type FindingKind = "control" | "accepted" | "refused" | "error" | "response" | "authentication";

/** Undecided cases, with the reason. */
export interface Undecided {
  /** Method and path, as in `ConstraintRef`. */
  readonly operation: string;
  /** Why the cases are undecided. */
  readonly reason: string;
  /** How many cases. */
  readonly cases: number;
}

/** The result of a run. */
export interface RunReport {
  /** Differences between the service and the document. */
  readonly findings: readonly Finding[];
  /** Undecided cases. */
  readonly undecided: readonly Undecided[];
  /** Numbers of cases: `sent` were sent, `decided` of them have a result; HTTP cannot carry `unsendable` ones. */
  readonly cases: {
    readonly total: number;
    readonly sent: number;
    readonly decided: number;
    readonly unsendable: number;
  };
  /** Sides of constraints with a decided case. */
  readonly sides: { readonly shown: number; readonly total: number };
  /** Whether the service responded at all. */
  readonly reached: boolean;
  /** Results by operation. */
  readonly operations: readonly OperationReport[];
}

/** The result of a run for an operation. */
export interface OperationReport {
  /** Method and path, as in `ConstraintRef`. */
  readonly operation: string;
  /** The status of the plain request, or why it was not sent. */
  readonly control: string;
  /** Number of decided cases. */
  readonly decided: number;
  /** Number of undecided cases. */
  readonly undecided: number;
  /** Number of findings. */
  readonly findings: number;
}

/** A case with the request that carries it. */
export type SendableCase = ContractCase & { readonly request: SendableRequest };

/** Returns whether HTTP can carry a plan. */
export function isSendable(plan: RequestPlan | undefined): plan is SendableRequest {
  return plan !== undefined && !("unsendable" in plan);
}

/** Names a case by operation, location, parameter and constraint. */
export function whereOf({ operation, location, parameter, pointer, keyword }: ContractCase): string {
  return `${operation} ${location}${parameter === undefined ? "" : ` ${parameter}`} ${pointer} ${keyword}`;
}
