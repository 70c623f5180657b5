import { validateHeaderName, validateHeaderValue } from "node:http";
import { EvoLink, EvoLinkError, type ClientOptions, type Fetch } from "../sdk/index.ts";
import { readApiKey } from "./api-key.ts";
import { KEY_PLACES, UsageError } from "./cli-error.ts";
import type { Interruption } from "./interruption.ts";
import type { Output } from "./output.ts";
import { fetchThrough } from "./proxy.ts";
import type { ConnectionOptions } from "./shared-options.ts";

/** A client, and the signal that ends its calls. */
export interface Connection {
  readonly client: EvoLink;
  /** Fetches results. */
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
}

/** The options of a client that come from the command line. */
export interface ConnectionSettings {
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
}

/** Headers that carry a key. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "proxy-authorization", "x-api-key", "api-key"]);

/** Reads the connection options. Throws a `UsageError`. */
export async function connectionSettings(
  options: ConnectionOptions,
  send: Fetch = (url, init) => fetch(url, init),
): Promise<ConnectionSettings> {
  return {
    apiKey: await readApiKey(options),
    baseUrl: options.baseUrl,
    headers: parseHeaders(options.header ?? []),
    fetch: options.proxy === undefined ? send : await fetchThrough(options.proxy),
  };
}

/**
 * Creates the client of the options, which reports warnings and retries. Throws a `UsageError` when key or base URL are
 * invalid.
 */
export async function connect(
  options: ConnectionOptions,
  output: Output,
  interruption: Interruption,
): Promise<Connection> {
  const settings = await connectionSettings(options);
  output.hide(settings.apiKey);
  for (const value of Object.values(settings.headers)) output.hide(value);
  const client = createEvoLink({
    ...settings,
    ...sayingRetries(output),
    fetch: interruption.watch(settings.fetch),
    onWarning: (warning) => output.warn(warning),
    onDrift: ({ message }) => output.warn(`The response does not match the contract: ${message}`),
  });
  return { client, fetch: settings.fetch, signal: interruption.signal };
}

function createEvoLink(options: ClientOptions): EvoLink {
  try {
    return new EvoLink(options);
  } catch (error) {
    if (!(error instanceof EvoLinkError)) throw error;
    throw new UsageError(error.message.replace(/^baseUrl/, "The base URL"));
  }
}

/** Parses `Name: value`. Throws a `UsageError` that does not show the value. */
function parseHeaders(texts: readonly string[]): Readonly<Record<string, string>> {
  const headers = new Headers();
  for (const text of texts) {
    const [name = "", ...rest] = text.split(":");
    const value = rest.join(":").trim();
    if (SECRET_HEADERS.has(name.toLowerCase()))
      throw new UsageError("A key in --header is rejected: it is visible in process lists.", KEY_PLACES);
    if (rest.length === 0 || !isHeader(name, value))
      throw new UsageError('--header must be "NAME: VALUE", in characters that HTTP allows.');
    headers.append(name, value);
  }
  return Object.fromEntries(headers);
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** Returns a logger that reports the 1st, 2nd, 4th, 8th … retry, so that a long outage does not fill the screen. */
function sayingRetries(output: Output): Pick<ClientOptions, "logger" | "logLevel"> {
  let retries = 0;
  const ignore = (): void => undefined;
  const info = (message: string): void => {
    retries += 1;
    if (Number.isInteger(Math.log2(retries))) output.note(message);
  };
  // The client logs retries at level info; the report shows errors that end the command.
  return { logger: { debug: ignore, info, warn: ignore, error: ignore }, logLevel: "info" };
}
