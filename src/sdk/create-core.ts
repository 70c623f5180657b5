import { serverUrl } from "../../generated/constants.ts";
import type { Core } from "./core.ts";
import { EvoLinkError } from "./errors.ts";
import { isLoopback } from "../shared/loopback.ts";
import { onceEach } from "../shared/dedupe.ts";
import { checkOptions, CLIENT } from "./option-names.ts";
import type { ClientOptions, Drift, LogLevel } from "./options.ts";
import { redactor } from "./http/redact.ts";
import { sentOnce } from "./http/without-transport-retry.ts";
import { gate, turns } from "./http/rate-limiter.ts";

/** So many looks take about a millisecond. */
const LOOKS_AT_ONCE = 10;

/** Where the client runs: not everything is everywhere. */
const RUNTIME: Partial<typeof globalThis> = globalThis;

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Checks a client's options and makes what its parts share. Throws an `EvoLinkError` that says what to change. */
export function createCore(options: ClientOptions): Core {
  checkOptions(options, CLIENT);
  const {
    logger,
    logLevel = "warn",
    timeout = 60_000,
    deadline = 120_000,
    validate = true,
    headers,
    fetch = sentOnce(globalThis.fetch),
  } = options;
  const { EVOLINK_API_KEY, EVOLINK_BASE_URL } = RUNTIME.process?.env ?? {};
  const baseUrl = checkedBaseUrl(options.baseUrl ?? EVOLINK_BASE_URL ?? serverUrl);
  const isMock = isLoopback(baseUrl);
  const apiKey = checkedKey(options.apiKey ?? EVOLINK_API_KEY, isMock || options.dangerouslyAllowBrowser);
  const redact = redactor(apiKey);
  const log: Core["log"] = (level, message) => {
    try {
      if (LEVELS.indexOf(level) >= LEVELS.indexOf(logLevel)) logger?.[level](redact(message));
    } catch {
      // There is nobody else to tell.
    }
  };
  const guard: Core["guard"] = (name, run) => {
    try {
      run();
    } catch (error) {
      log("error", `${name} threw: ${String(error)}`);
    }
  };
  const {
    onWarning = (warning: string) => log("warn", warning),
    onDrift = ({ message }: Drift) => log("warn", `drift: ${message}`),
  } = options;
  return {
    baseUrl,
    isMock,
    timeout,
    deadline,
    validate,
    headers,
    redact,
    log,
    guard,
    onDrift,
    // The key comes last, to the headers that were made for this request, so that nothing else ever holds it.
    fetch: (url, init) => {
      (init.headers as Headers).set("authorization", `Bearer ${apiKey}`);
      return fetch(url, init);
    },
    warn: onceEach(onWarning, String),
    turn: turns(options.maxRequestsPerSecond),
    release: gate(LOOKS_AT_ONCE),
  };
}

function checkedBaseUrl(text: string): string {
  const href = URL.canParse(text) ? new URL(text).href : "";
  // The key would go over the wire in the clear, and nothing but the path of an operation comes behind the base.
  if (!/^https?:\/\/[^/@]+\/[^?#]*$/.test(href) || !(href.startsWith("https") || isLoopback(text))) {
    throw new EvoLinkError("baseUrl must be https (http on loopback), without user information, query or fragment");
  }
  return href.replace(/\/+$/, "");
}

function checkedKey(key: string | undefined, allowBrowser?: boolean): string {
  if (!key) throw new EvoLinkError("There is no API key: give apiKey or set EVOLINK_API_KEY");
  if (!/^[!-~]+$/.test(key)) throw new EvoLinkError("apiKey holds a character that no header can carry");
  // A page and its workers have a browser's user agent (HTML standard); servers have another, or none.
  if (!allowBrowser && String(RUNTIME.navigator?.userAgent).startsWith("Mozilla"))
    throw new EvoLinkError("A browser gives the API key away: use a server or set dangerouslyAllowBrowser");
  return key;
}
