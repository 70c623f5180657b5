import createClient from "openapi-fetch";
import { serverUrl } from "../generated/constants.ts";
import type { paths } from "../generated/types.ts";
import { PlainRequest } from "./attempt.ts";
import type { Core } from "./core.ts";
import { EvoLinkError } from "./errors.ts";
import { isLoopback } from "./loopback.ts";
import { onceEach } from "./once-each.ts";
import { checkOptions, CLIENT } from "./option-names.ts";
import type { ClientOptions, Drift, Fetch, LogLevel } from "./options.ts";
import { redactor } from "./redact.ts";
import { sentOnce } from "./sent-once.ts";
import { gate, turns } from "./turns.ts";

/** So many looks take about a millisecond. */
const LOOKS_AT_ONCE = 10;

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Checks a client's options and makes what its parts share. Throws an `EvoLinkError` that says what to change. */
export function createCore(options: ClientOptions): Core {
  checkOptions(options, CLIENT);
  const { logger, logLevel = "warn", timeout = 60_000, deadline = 120_000, validate = true, headers } = options;
  const baseUrl = checkedBaseUrl(options.baseUrl ?? environment("EVOLINK_BASE_URL") ?? serverUrl);
  const isMock = isLoopback(baseUrl);
  const apiKey = checkedKey(options.apiKey ?? environment("EVOLINK_API_KEY"), isMock || options.dangerouslyAllowBrowser === true);
  const redact = redactor(apiKey);
  const log: Core["log"] = (level, message, details) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(logLevel)) return;
    logger?.[level](redact.text(message), ...(details === undefined ? [] : [redact.error(details)]));
  };
  const {
    onWarning = (warning: string) => log("warn", warning),
    onDrift = (drift: Drift) => log("warn", `The answer is not as the contract says: ${drift.message}`),
  } = options;
  return {
    openapi: createClient<paths>({ baseUrl, redirect: "manual", Request: PlainRequest as unknown as typeof Request }),
    fetch: authorized(options.fetch ?? sentOnce(globalThis.fetch), apiKey),
    baseUrl,
    isMock,
    timeout,
    deadline,
    validate,
    headers,
    redact,
    log,
    onDrift,
    warn: onceEach(onWarning, (warning) => warning),
    turn: turns(options.maxRequestsPerSecond),
    release: gate(LOOKS_AT_ONCE),
  };
}

/** Adds the key last, to the headers that openapi-fetch made for this request, so that nothing else ever holds it. */
function authorized(fetch: Fetch, apiKey: string): Fetch {
  return (url, init) => {
    (init.headers as Headers).set("authorization", `Bearer ${apiKey}`);
    return fetch(url, init);
  };
}

function checkedBaseUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new EvoLinkError("baseUrl is not a URL; give one like https://api.example.com");
  }
  if (url.username !== "" || url.password !== "") throw new EvoLinkError("baseUrl must not hold user information");
  if (url.search !== "" || url.hash !== "") throw new EvoLinkError("baseUrl must not have a query or a fragment");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(text))) {
    throw new EvoLinkError("baseUrl must be https, unless it is loopback: the API key would go over the wire in the clear");
  }
  return url.href.replace(/\/+$/, "");
}

function environment(name: string): string | undefined {
  return typeof process === "undefined" ? undefined : process.env[name];
}

function checkedKey(key: string | undefined, allowBrowser: boolean): string {
  if (key === undefined || key === "") {
    throw new EvoLinkError("There is no API key: give { apiKey }, or set EVOLINK_API_KEY. Keys are made at https://evolink.ai/dashboard/keys");
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new EvoLinkError("The API key holds a space, a line break or another character that a header cannot carry; check how it was copied");
  }
  if (!allowBrowser && isBrowser()) {
    throw new EvoLinkError("An API key in a browser is a key given away: call from a server, or set dangerouslyAllowBrowser");
  }
  return key;
}

/** Whether this is a page or one of its workers: both have a browser's user agent (HTML standard), servers have not. */
function isBrowser(): boolean {
  const page = typeof window !== "undefined" && typeof window.document !== "undefined";
  const worker = "importScripts" in globalThis && typeof navigator !== "undefined" && navigator.userAgent.startsWith("Mozilla/");
  return page || worker;
}
