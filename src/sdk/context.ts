import { serverUrl } from "../../generated/constants.ts";
import { createEvoLinkClient, type EvoLinkClient } from "../../generated/client.ts";
import { callSafely } from "../shared/call-safely.ts";
import { isLoopback } from "../shared/loopback.ts";
import { dedupe } from "../shared/dedupe.ts";
import { assertOptions, CLIENT_OPTIONS } from "./assert-options.ts";
import { readEnvironment, type Environment } from "./environment.ts";
import { EvoLinkError } from "./errors/errors.ts";
import { createRateLimiter, type RateLimiter } from "./http/rate-limiter.ts";
import { createRedactor, type Redactor } from "./http/redact.ts";
import { withoutTransportRetry } from "./http/without-transport-retry.ts";
import type { ClientOptions, Drift, Fetch, Logger, LogLevel } from "./options.ts";
import { runtime } from "./runtime.ts";
import { createWakeUpQueue, type WakeUpQueue } from "./polling/wake-up-queue.ts";

/** Shared state of a client. Only the client holds it, in a closure, because it has access to the API key. */
export interface ClientContext {
  /** Base URL without a slash at its end. */
  readonly baseUrl: string;
  /** Whether the base URL is on loopback, which is a mock. */
  readonly isMock: boolean;
  /** Milliseconds for one attempt, and for all. */
  readonly timeout: number;
  readonly deadline: number;
  readonly maxRetries: number;
  readonly maxResponseBytes: number;
  readonly validate: boolean;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly fetch: Fetch;
  /** Whether `fetch` is the runtime's own, whose errors are known. */
  readonly usesBuiltInFetch: () => boolean;
  readonly redactor: Redactor;
  /** Writes a log line; never throws, whatever the logger does. */
  readonly log: (level: LogLevel, message: string) => void;
  /** Calls a function of the caller. Logs what it throws or its promise rejects with; the call continues. */
  readonly callSafely: (name: string, callback: () => unknown) => void;
  readonly onDrift: (drift: Drift) => unknown;
  readonly warn: (warning: string) => void;
  readonly rateLimiter: RateLimiter;
  /** Resumes the waits of this client, not too many at a time. */
  readonly wakeUpQueue: WakeUpQueue;
  /** Adds the API key to the headers of a request. */
  readonly authorize: (headers: Headers) => void;
}

/** Number of waits that resume in one turn of the event loop; they take about a millisecond. */
const WAKE_UPS_PER_TURN = 10;

const builtInFetch = globalThis.fetch;

/** Validates a client's options and creates what its parts share. Throws an `EvoLinkError` that says what to change. */
export function createContext(options: ClientOptions): ClientContext {
  assertClientOptions(options);
  const environment = readEnvironment(options);
  const apiKey = options.apiKey ?? environment.apiKey ?? "";
  const redactor = createRedactor(apiKey);
  try {
    const baseUrl = checkedBaseUrl(options, environment);
    const isMock = isLoopback(baseUrl);
    assertApiKey(apiKey, isMock || options.dangerouslyAllowBrowser === true);
    return contextOf(options, { baseUrl, isMock, apiKey, redactor, log: createLog(options, environment, redactor) });
  } catch (error) {
    throw new EvoLinkError(redactor.text(error instanceof Error ? error.message : String(error)));
  }
}

/** Throws an `EvoLinkError` for an invalid option, which does not show the API key, wherever it was passed. */
function assertClientOptions(options: ClientOptions): void {
  try {
    assertOptions(options, CLIENT_OPTIONS);
  } catch (error) {
    throw new EvoLinkError(createRedactor(apiKeyOf(options)).text((error as EvoLinkError).message));
  }
}

/** Returns the API key of options that may be invalid; empty if there is none. */
function apiKeyOf(options: ClientOptions): string {
  try {
    const apiKey: unknown = options.apiKey ?? readEnvironment(options).apiKey;
    return typeof apiKey === "string" ? apiKey : "";
  } catch {
    return "";
  }
}

interface Checked extends Pick<ClientContext, "baseUrl" | "isMock" | "redactor" | "log"> {
  readonly apiKey: string;
}

function contextOf(options: ClientOptions, checked: Checked): ClientContext {
  const { apiKey, log, ...shared } = checked;
  const callUser = createCallSafely(log);
  const onWarning = options.onWarning ?? ((warning: string) => log("warn", warning));
  return {
    ...shared,
    log,
    callSafely: callUser,
    timeout: options.timeout ?? 60_000,
    deadline: options.deadline ?? 120_000,
    maxRetries: options.maxRetries ?? Infinity,
    maxResponseBytes: options.maxResponseBytes ?? 10_000_000,
    validate: options.validate ?? true,
    headers: options.headers,
    fetch: options.fetch ?? withoutTransportRetry,
    usesBuiltInFetch: () => options.fetch === undefined && globalThis.fetch === builtInFetch,
    onDrift: options.onDrift ?? (({ message }) => log("warn", `drift: ${message}`)),
    warn: dedupe<string>((warning) => callUser("onWarning", () => onWarning(warning)), String),
    rateLimiter: createRateLimiter(options.maxRequestsPerSecond),
    wakeUpQueue: createWakeUpQueue(WAKE_UPS_PER_TURN),
    authorize: (headers) => headers.set("Authorization", `Bearer ${apiKey}`),
  };
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

function createLog(options: ClientOptions, environment: Environment, redactor: Redactor): ClientContext["log"] {
  const { logLevel = environment.logLevel ?? "warn" } = options;
  if (!LEVELS.includes(logLevel)) {
    const name = options.logLevel === undefined ? "EVOLINK_LOG" : "logLevel";
    throw new EvoLinkError(`${name} must be one of ${LEVELS.join(", ")}, got ${JSON.stringify(logLevel)}`);
  }
  const logger: Logger | undefined = options.logger ?? (environment.logLevel === undefined ? undefined : console);
  return (level, message) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(logLevel)) return;
    // Logging must never throw.
    callSafely(() => logger?.[level](redactor.text(message)), ignore);
  };
}

function createCallSafely(log: ClientContext["log"]): ClientContext["callSafely"] {
  return (name, callback) => callSafely(callback, (error) => log("error", `${name} threw: ${String(error)}`));
}

function ignore(): void {
  // The error cannot be reported anywhere.
}

function checkedBaseUrl(options: ClientOptions, environment: Environment): string {
  const { baseUrl = environment.baseUrl ?? serverUrl, allowInsecureHttp = false } = options;
  const name = options.baseUrl === undefined && environment.baseUrl !== undefined ? "EVOLINK_BASE_URL" : "baseUrl";
  if (!URL.canParse(baseUrl)) throw new EvoLinkError(`${name} must be an absolute URL such as ${serverUrl}`);
  const { protocol, username, password, href } = new URL(baseUrl);
  if (protocol !== "https:" && protocol !== "http:") throw new EvoLinkError(`${name} must begin with https://`);
  if (protocol === "http:" && !allowInsecureHttp && !isLoopback(baseUrl))
    throw new EvoLinkError(
      `${name} must be https (http on loopback): the API key would cross the network unencrypted. ` +
        "Set allowInsecureHttp for a mock on another host",
    );
  if (username !== "" || password !== "" || /[?#]/.test(href))
    throw new EvoLinkError(`${name} must have no user information, query or fragment`);
  return href.replace(/\/+$/, "");
}

function assertApiKey(apiKey: string, allowBrowser: boolean): void {
  if (apiKey === "") throw new EvoLinkError("There is no API key: pass apiKey or set EVOLINK_API_KEY");
  if (!/^[!-~]+$/.test(apiKey)) throw new EvoLinkError("apiKey has a character that no header can carry");
  // A page and its workers have a browser's user agent (HTML standard); servers have another, or none.
  if (!allowBrowser && runtime.navigator?.userAgent?.startsWith("Mozilla") === true)
    throw new EvoLinkError(
      "A browser gives the API key away: call the API from a server, or set dangerouslyAllowBrowser",
    );
}

/** Creates the fetch client that sends through `fetch`. */
export function createFetchClient(
  context: ClientContext,
  fetch: (request: Request) => Promise<Response>,
): EvoLinkClient {
  return createEvoLinkClient({
    baseUrl: context.baseUrl,
    headers: context.headers ?? {},
    redirect: "manual",
    fetch,
  });
}
