import { Refusal } from "./answer.ts";
import { documents, examplesOf, type Operation } from "./contract.ts";
import { faults, type Fault } from "./faults.ts";
import { scenarios, usualScenario, type Scenario } from "./scenarios.ts";

/** What a request asks of the sandbox in its `Prefer` header (RFC 7240). */
export interface Wishes {
  /** Answer an example of this status instead of doing anything. */
  readonly code: number | undefined;
  /** Answer this named example instead of doing anything. */
  readonly example: string | undefined;
  readonly scenario: Scenario;
  readonly scenarioName: string;
  readonly fault: Fault | undefined;
}

/** A preference: a token, then perhaps a token or a quoted string. Commas and semicolons separate them. */
const PREFERENCE = /\s*([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,;"]*)))?\s*(?:[,;]|$)/y;

/** The sandbox's own preferences. */
const OWN = ["code", "example", "scenario", "fault"];

/** Registered by RFC 7240, section 4: a server may ignore them, and proxies and libraries send them. */
const REGISTERED: ReadonlySet<string> = new Set(["respond-async", "return", "wait", "handling"]);

/** The preferences of a header, the first of each name. Throws a `Refusal` with status 400 when a part of it is not written as one. */
export function parsePrefer(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < text.length; at = PREFERENCE.lastIndex) {
    PREFERENCE.lastIndex = at;
    const match = PREFERENCE.exec(text);
    if (match === null) throw refusal(`cannot read ${JSON.stringify(text.slice(at).trim())}; write NAME=VALUE`);
    const name = (match[1] ?? "").toLowerCase();
    if (!found.has(name)) found.set(name, match[2] ?? match[3] ?? "");
  }
  return found;
}

/** Reads the `Prefer` header of a request. Throws a `Refusal` with status 400 that lists the names when one is unknown. */
export function readWishes(text: string | undefined, operation: Operation): Wishes {
  const preferences = parsePrefer(text ?? "");
  for (const name of preferences.keys()) if (!REGISTERED.has(name)) known("preference", name, OWN);
  const code = codeOf(preferences.get("code"), operation);
  const scenarioName = preferences.get("scenario");
  return {
    code,
    example: known("example", preferences.get("example"), examplesOf(operation, code ?? 200).keys()),
    scenario: scenarios.get(known("scenario", scenarioName, scenarios.keys()) ?? "") ?? usualScenario,
    scenarioName: scenarioName ?? "completed",
    // `known` has made sure that it is one.
    fault: known("fault", preferences.get("fault"), Object.keys(faults).values()) as Fault | undefined,
  };
}

function codeOf(text: string | undefined, operation: Operation): number | undefined {
  if (text === undefined) return undefined;
  const code = /^[1-5]\d\d$/.test(text) ? Number(text) : 0;
  if (documents(operation, code) || (code >= 400 && examplesOf(operation, code).size > 0)) return code;
  const documented = Object.keys(operation.responses).filter((status) => status !== "default");
  throw unknown("code", text, [...documented, "any other from 400 to 599"]);
}

function known(kind: string, name: string | undefined, names: Iterable<string>): string | undefined {
  if (name === undefined) return undefined;
  const all = [...names];
  if (!all.includes(name)) throw unknown(kind, name, all);
  return name;
}

function unknown(kind: string, name: string, names: readonly string[]): Refusal {
  return refusal(`there is no ${kind} ${JSON.stringify(name)}; there are: ${names.join(", ")}`);
}

function refusal(message: string): Refusal {
  return new Refusal(400, `Prefer: ${message}`, { param: "Prefer" });
}
