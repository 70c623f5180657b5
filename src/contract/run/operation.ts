import type { ContractCase, SendableRequest } from "../case.ts";
import type { RunContract } from "./contract.ts";
import { isSendable, whereOf, type SendableCase } from "./finding.ts";
import type { Parameters } from "./parameters.ts";
import type { Recorder } from "./recorder.ts";
import { responseFaults } from "./response.ts";
import { send, type Exchange, type SendOptions } from "./send.ts";
import { classifyStatus, type StatusResult } from "./classify-status.ts";
import { testAuthentication } from "./authentication.ts";

/** Input of the run of an operation. */
export interface OperationRunOptions {
  readonly name: string;
  readonly cases: readonly ContractCase[];
  /** The request of an operation without variable parts. */
  readonly bare?: SendableRequest;
  readonly contract: RunContract | undefined;
  readonly recorder: Recorder;
  readonly parameters: Parameters;
  readonly sending: SendOptions;
  readonly concurrency: number;
  /** Whether to send the plain request first. */
  readonly sendsControl: boolean;
  readonly refused: readonly number[];
  readonly isLate: () => boolean;
}

// A service that hangs costs a timeout for each case.
const MAX_FAILURES_IN_A_ROW = 10;

type Response = Extract<Exchange, { readonly status: number }>;

/** Sends the plain request of an operation, and its cases only if that request succeeds. */
export class OperationRun {
  readonly #options: OperationRunOptions;
  /** Responses by request, which several cases may share. */
  readonly #exchanges = new Map<string, Promise<Exchange>>();
  /** Number of consecutive requests without a response. */
  #failuresInARow = 0;

  constructor(options: OperationRunOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { cases, contract, recorder, name, sending } = this.#options;
    const sendable = cases.filter((one): one is SendableCase => isSendable(one.request));
    for (const { request } of cases)
      if (request && "unsendable" in request) recorder.undecided(name, `not sent: ${request.unsendable}`);
    if (sendable.length === 0 && !this.#options.bare) {
      recorder.control(name, "not sent");
      return;
    }
    const obstacle = this.#obstacle() ?? (this.#options.sendsControl ? await this.#control(sendable) : undefined);
    if (obstacle !== undefined) {
      sendable.forEach(() => recorder.undecided(name, obstacle));
      return;
    }
    const control = this.#options.sendsControl ? (this.#options.bare ?? controlOf(sendable)) : undefined;
    if (contract && control)
      await testAuthentication({ name, contract, recorder, sending, request: this.#filled(control) });
    const queue = [...sendable];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) await this.#case(next);
    };
    await Promise.all(Array.from({ length: this.#options.concurrency }, work));
  }

  /** Sends the plain request; returns why the cases cannot be decided, or undefined. */
  async #control(cases: readonly SendableCase[]): Promise<string | undefined> {
    const { recorder, name, parameters, contract } = this.#options;
    const plain = this.#options.bare ?? controlOf(cases);
    if (!plain) return "not sent: no plain and valid request is known";
    const request = this.#filled(plain);
    const exchange = await this.#exchange(request);
    parameters.note(name, request, exchange);
    const about = {
      where: `${name} plain request`,
      expected: "2xx",
      operation: name,
      kind: "control",
      request,
    } as const;
    if ("failure" in exchange) {
      recorder.control(name, "no response");
      recorder.finding({ ...about, got: "no response", message: exchange.failure });
      return `not sent: the plain request got no response (${exchange.failure})`;
    }
    const { status } = exchange;
    recorder.control(name, String(status));
    recorder.reached();
    const isDocumented = contract?.documents(name, status) ?? false;
    const { refused } = this.#options;
    const result = classifyStatus({ valid: true, status, isDocumented, refused, why: "the plain request" });
    this.#validateResponse(request, exchange, result);
    if (result.kind === "fine") return undefined;
    if (result.kind !== "undecided") {
      recorder.finding({ ...about, got: String(status), message: result.message });
      return `not sent: the plain request got the status ${status}`;
    }
    // When only the resource does not exist, the service can still reject invalid values.
    return status === 404 || ![401, 403, 405, 407, 408, 429, 503].includes(status)
      ? undefined
      : `not sent: the plain request got ${result.reason}`;
  }

  async #case(one: SendableCase): Promise<void> {
    const { recorder, name, contract, refused } = this.#options;
    const obstacle = this.#obstacle();
    if (obstacle !== undefined) {
      recorder.undecided(name, obstacle);
      return;
    }
    const request = this.#filled(one.request, one.location === "path" ? one.parameter : undefined);
    recorder.sent();
    const exchange = await this.#exchange(request);
    const about = { where: whereOf(one), expected: one.valid ? "2xx" : "4xx", operation: name, request };
    if ("failure" in exchange) {
      recorder.finding({ ...about, kind: "error", got: "no response", message: `${exchange.failure}: ${one.why}` });
      recorder.decided(one);
      return;
    }
    const { status } = exchange;
    recorder.reached();
    const isDocumented = contract?.documents(name, status) ?? false;
    const result = classifyStatus({ valid: one.valid, status, isDocumented, refused, why: one.why });
    this.#validateResponse(request, exchange, result);
    if (result.kind === "undecided") {
      recorder.undecided(name, result.reason);
      return;
    }
    if (result.kind !== "fine")
      recorder.finding({ ...about, kind: result.kind, got: String(status), message: result.message });
    recorder.decided(one);
  }

  /** Returns why no further case of the operation is sent, or undefined. */
  #obstacle(): string | undefined {
    if (this.#options.isLate()) return "not sent: the time limit was reached";
    return this.#failuresInARow >= MAX_FAILURES_IN_A_ROW
      ? `not sent: ${MAX_FAILURES_IN_A_ROW} requests in a row got no response`
      : undefined;
  }

  #validateResponse(request: SendableRequest, response: Response, result: StatusResult): void {
    const { contract, recorder, name } = this.#options;
    if (!contract) return;
    // An undocumented status is reported once.
    const isSaid = result.kind !== "fine" && result.kind !== "undecided";
    if (isSaid && !contract.response(name, response.status)) return;
    for (const message of responseFaults(contract, name, request.method, response)) {
      const finding = {
        where: `${name} response ${response.status}`,
        expected: "a documented response",
        message,
        request,
      };
      recorder.finding({ ...finding, got: String(response.status), operation: name, kind: "response" });
    }
  }

  #filled(request: SendableRequest, tested?: string): SendableRequest {
    return this.#options.parameters.fill(this.#options.name, request, tested);
  }

  #exchange(request: SendableRequest): Promise<Exchange> {
    const { method, path, query, headers, body } = request;
    const key = JSON.stringify([method, path, query, headers, body]);
    const known = this.#exchanges.get(key) ?? this.#send(request);
    this.#exchanges.set(key, known);
    return known;
  }

  async #send(request: SendableRequest): Promise<Exchange> {
    const exchange = await send(request, this.#options.sending);
    this.#failuresInARow = "failure" in exchange ? this.#failuresInARow + 1 : 0;
    return exchange;
  }
}

function controlOf(cases: readonly SendableCase[]): SendableRequest | undefined {
  const control = cases.find((one) => isSendable(one.control))?.control;
  return isSendable(control) ? control : cases.find(({ valid }) => valid)?.request;
}
