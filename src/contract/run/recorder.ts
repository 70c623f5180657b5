import type { ContractCase, SendableRequest } from "../case.ts";
import { curlOf } from "../request/curl.ts";
import { isSendable, type Finding, type OperationReport, type RunReport } from "./finding.ts";

import type { SendOptions } from "./send.ts";

/** Called after every case. */
export type OnProgress = (progress: {
  readonly done: number;
  readonly total: number;
  readonly findings: number;
}) => void;

/** A finding before it is counted. */
export type NewFinding = Pick<Finding, "where" | "expected" | "got" | "message" | "operation" | "kind"> & {
  readonly request: SendableRequest;
  /** Further headers of the request. @default those of the run */
  readonly headers?: Readonly<Record<string, string>>;
};

/** Collects the results of a run. */
export class Recorder {
  readonly #sending: SendOptions;
  readonly #onProgress: OnProgress | undefined;
  readonly #cases: readonly ContractCase[];
  readonly #findings = new Map<string, Finding>();
  readonly #undecided = new Map<string, { operation: string; reason: string; cases: number }>();
  readonly #operations = new Map<string, { control: string; decided: number }>();
  readonly #shown = new Set<string>();
  #sent = 0;
  #decided = 0;
  #done = 0;
  #reached = false;

  constructor(cases: readonly ContractCase[], sending: SendOptions, onProgress: OnProgress | undefined) {
    this.#cases = cases.filter(({ request }) => request !== undefined);
    this.#sending = sending;
    this.#onProgress = onProgress;
  }

  /** Records the result of an operation's plain request. */
  control(operation: string, control: string): void {
    this.#operations.set(operation, { control, decided: 0 });
  }

  /** Records that the service responded. */
  reached(): void {
    this.#reached = true;
  }

  /** Records that a case was sent. */
  sent(): void {
    this.#sent += 1;
  }

  /** Records that a case was decided. */
  decided(one: ContractCase): void {
    this.#decided += 1;
    this.#shown.add(sideOf(one));
    const operation = this.#operations.get(one.operation);
    if (operation) operation.decided += 1;
    this.#step();
  }

  /** Records that a case is undecided. */
  undecided(operation: string, reason: string): void {
    const key = `${operation}\n${reason}`;
    const known = this.#undecided.get(key) ?? { operation, reason, cases: 0 };
    known.cases += 1;
    this.#undecided.set(key, known);
    this.#step();
  }

  /** Records a finding; counts duplicates. */
  finding(
    { request, headers, ...finding }: NewFinding,
    key = `${finding.where} ${finding.got} ${finding.message}`,
  ): void {
    const known = this.#findings.get(key);
    const curl = known?.curl ?? curlOf(this.#sending.baseUrl, request, headers ?? this.#sending.headers);
    this.#findings.set(key, known ? { ...known, times: known.times + 1 } : { ...finding, curl, times: 1 });
  }

  /** Returns the results of the run. */
  report(): RunReport {
    const findings = [...this.#findings.values()];
    const undecided = [...this.#undecided.values()];
    const unsendable = this.#cases.filter(({ request }) => !isSendable(request)).length;
    return {
      findings,
      undecided,
      cases: { total: this.#cases.length, sent: this.#sent, decided: this.#decided, unsendable },
      sides: { shown: this.#shown.size, total: new Set(this.#cases.map(sideOf)).size },
      reached: this.#reached,
      operations: [...this.#operations].map(([operation, { control, decided }]): OperationReport => ({
        operation,
        control,
        decided,
        undecided: undecided.filter((one) => one.operation === operation).reduce((sum, { cases }) => sum + cases, 0),
        findings: findings.filter((one) => one.operation === operation).length,
      })),
    };
  }

  #step(): void {
    this.#done += 1;
    this.#onProgress?.({ done: this.#done, total: this.#cases.length, findings: this.#findings.size });
  }
}

function sideOf({ operation, location, pointer, keyword, valid }: ContractCase): string {
  return `${operation} ${location} ${pointer} ${keyword} ${String(valid)}`;
}
