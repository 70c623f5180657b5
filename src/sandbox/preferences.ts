import { documents, examplesOf, type Operation } from "./contract.ts";
import { callbackFaults, faults, type CallbackFault, type Fault } from "./faults.ts";
import { HttpError } from "./http-error.ts";
import { splitHeader } from "./request.ts";
import { scenarios, usualScenario, type Scenario } from "./scenarios.ts";

/** The sandbox preferences in a `Prefer` header (RFC 7240). */
export interface Preferences {
  /** Responds with an example of this status, without further effect. */
  readonly code: number | undefined;
  /** Responds with this named example, without further effect. */
  readonly example: string | undefined;
  readonly scenario: Scenario;
  readonly scenarioName: string;
  /** The fault of the response. */
  readonly fault: Fault | undefined;
  /** The fault of the callback. */
  readonly callbackFault: CallbackFault | undefined;
}

/** The sandbox's own preferences. */
const OWN = ["code", "example", "scenario", "fault"];

/** Preferences of RFC 7240, section 4. Servers may ignore them, and proxies and libraries send them. */
const REGISTERED: ReadonlySet<string> = new Set(["respond-async", "return", "wait", "handling"]);

/**
 * Returns the preferences in a header, the first of each name. Throws an `HttpError` with status 400 when one is
 * malformed.
 */
export function parsePrefer(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(",").flatMap((list) => splitHeader(list, ";"))) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    const value = equals < 0 ? "" : unquote(part.slice(equals + 1).trim());
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || value === undefined)
      throw preferError(`cannot read ${JSON.stringify(part)}; write NAME=VALUE`);
    if (!found.has(name)) found.set(name, value);
  }
  return found;
}

/** Returns the text of a quoted string or of a token; undefined when it is neither. */
function unquote(text: string): string | undefined {
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  const value = isQuoted ? text.slice(1, -1) : text;
  return value.includes('"') || (!isQuoted && /\s/.test(value)) ? undefined : value;
}

/**
 * Reads the `Prefer` header of an operation's request. Throws an `HttpError` with status 400 when a name is unknown or
 * does not apply.
 */
export function readPreferences(text: string | undefined, operation: Operation): Preferences {
  const preferences = ownPreferences(text);
  const code = codeOf(preferences.get("code"), operation);
  const example = known("example", preferences.get("example"), examplesOf(operation, code ?? 200).keys());
  const scenarioName = known("scenario", preferences.get("scenario"), scenarios.keys());
  // `known` has validated it.
  const fault = known("fault", preferences.get("fault"), Object.keys(faults).values()) as Fault | undefined;
  const callbackFault = callbackFaults.find((name) => name === fault);
  const ofTask = scenarioName === undefined ? undefined : `scenario=${scenarioName}`;
  const wanted = ofTask ?? (callbackFault === undefined ? undefined : `fault=${callbackFault}`);
  if (wanted !== undefined) assertCreatesTask(wanted, code !== undefined || example !== undefined, operation);
  return {
    code,
    example,
    scenario: scenarios.get(scenarioName ?? "") ?? usualScenario,
    scenarioName: scenarioName ?? "completed",
    fault: callbackFault === undefined ? fault : undefined,
    callbackFault,
  };
}

/** Throws an `HttpError` with status 400 when a request outside of the operations has a sandbox preference. */
export function assertNoPreferences(text: string | undefined, path: string): void {
  const [name] = ownPreferences(text).keys();
  if (name !== undefined) throw preferError(`${name} does not apply to ${path}, only to requests of the API`);
}

/** Throws an `HttpError` with status 400 for a callback fault without a `callback_url`. */
export function assertHasCallback({ callbackFault }: Preferences, callbackUrl: string | undefined): void {
  if (callbackFault !== undefined && callbackUrl === undefined)
    throw preferError(`fault=${callbackFault} does not apply to a request without callback_url`);
}

/** Returns the sandbox's own preferences in a header. */
function ownPreferences(text: string | undefined): ReadonlyMap<string, string> {
  const found = [...parsePrefer(text ?? "")].filter(([name]) => !REGISTERED.has(name));
  for (const [name] of found) known("preference", name, OWN);
  return new Map(found);
}

function assertCreatesTask(wanted: string, hasExample: boolean, operation: Operation): void {
  if (operation.id !== "createVideoGeneration")
    throw preferError(`${wanted} does not apply to ${operation.id}: send it with the request that creates the task`);
  if (hasExample) throw preferError(`${wanted} does not apply beside code or example, which create no task`);
}

function codeOf(text: string | undefined, operation: Operation): number | undefined {
  if (text === undefined) return undefined;
  const code = /^[1-5]\d\d$/.test(text) ? Number(text) : 0;
  if (documents(operation, code) || (code >= 400 && examplesOf(operation, code).size > 0)) return code;
  const documented = Object.keys(operation.responses).filter((status) => status !== "default");
  throw unknownName("code", text, [...documented, "any other from 400 to 599"]);
}

function known(kind: string, name: string | undefined, names: Iterable<string>): string | undefined {
  if (name === undefined) return undefined;
  const all = [...names];
  if (!all.includes(name)) throw unknownName(kind, name, all);
  return name;
}

function unknownName(kind: string, name: string, names: readonly string[]): HttpError {
  return preferError(`there is no ${kind} ${JSON.stringify(name)}; there are: ${names.join(", ")}`);
}

function preferError(message: string): HttpError {
  return new HttpError(400, `Prefer: ${message}`, { param: "Prefer" });
}
