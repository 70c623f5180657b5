import type { ContractCase, RequestPlan, SendableRequest } from "../case.ts";

/** Something that did not go as the document says. */
export interface Finding {
  /** Operation, location, parameter and constraint; or the operation and what was tried. */
  readonly where: string;
  /** What the document says, such as `2xx`, `4xx` or `a documented response`. */
  readonly expected: string;
  /** The status, or `no response`. */
  readonly got: string;
  /** What went wrong, in one sentence. */
  readonly message: string;
  /** A command that repeats the request exactly; secrets are read from variables of the shell. */
  readonly curl: string;
  /** Method and path, as in `ConstraintRef`. */
  readonly operation: string;
  /** What kind of finding it is. */
  readonly kind: FindingKind;
  /** How many exchanges showed the same. */
  readonly times: number;
}

/**
 * What kind of finding it is: `control` the plain request of an operation fails, `accepted` an invalid value was
 * accepted, `refused` a valid one rejected, `error` the service failed, `response` a response is not as documented,
 * `authentication` a request without credentials was not rejected.
 */
export type FindingKind = "control" | "accepted" | "refused" | "error" | "response" | "authentication";

/** Cases about which nothing can be said, and why. */
export interface Undecided {
  /** Method and path, as in `ConstraintRef`. */
  readonly operation: string;
  /** Why nothing can be said. */
  readonly reason: string;
  /** How many cases. */
  readonly cases: number;
}

/** What a run found, and how much it saw. */
export interface RunReport {
  /** What did not go as the document says. */
  readonly findings: readonly Finding[];
  /** What could not be decided. */
  readonly undecided: readonly Undecided[];
  /** Numbers of cases: `sent` were sent, `decided` of them have a verdict; `unsendable` have no form in HTTP. */
  readonly cases: {
    readonly total: number;
    readonly sent: number;
    readonly decided: number;
    readonly unsendable: number;
  };
  /** Sides of constraints that a decided case showed. */
  readonly sides: { readonly shown: number; readonly total: number };
  /** Whether any response came. */
  readonly reached: boolean;
  /** What was seen of each operation. */
  readonly operations: readonly OperationReport[];
}

/** What a run saw of one operation. */
export interface OperationReport {
  /** Method and path, as in `ConstraintRef`. */
  readonly operation: string;
  /** The status of the plain request, or why it was not sent. */
  readonly control: string;
  /** How many of its cases have a verdict. */
  readonly decided: number;
  /** How many of its cases have none. */
  readonly undecided: number;
  /** How many findings it has. */
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
