import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { diffDocuments } from "./diff/documents.ts";
import { byLevel, CannotCompare, joinEqual, type Finding, type Level } from "./finding.ts";
import { checkGenerated } from "./generated.ts";
import { objectAt, type JsonObject } from "../openapi/json.ts";
import { withLifecycle } from "./lifecycle/lifecycle.ts";
import { applyConfig } from "./config/apply.ts";
import { readConfig } from "./config/read.ts";
import { readHar } from "./live/har.ts";
import { LiveJudge } from "./live/judge.ts";
import { startProxy } from "./live/proxy.ts";
import { checkRelease } from "./release/release.ts";
import { place, type Locate, type Outcome } from "./report/text.ts";
import { readDocument, readSource } from "./sources/document.ts";
import { placesIn, type FilePlace } from "../openapi/places.ts";
import { parseDocument } from "../openapi/parse.ts";
import { compareWithVendor } from "./vendor/compare.ts";
import { readKnown } from "./vendor/known.ts";
import { readVendor, VENDOR_PAGES } from "./vendor/page.ts";
import { compareProse, pageName, proseOf, readLock, writeLock } from "./vendor/prose.ts";

/** What a command is given. */
export interface CommandInput {
  readonly arguments: readonly string[];
  readonly directory: string;
  /** The contract to use instead of `openapi/openapi.yaml`. */
  readonly contract: string | undefined;
  /** The known differences to use instead of `openapi/known-differences.yaml`. */
  readonly known: string | undefined;
  /** The locked descriptions of the vendor's pages to use instead of `openapi/vendor-page.lock.json`. */
  readonly lock?: string | undefined;
  /** Whether to lock the descriptions of the vendor's pages as they are now. @default false */
  readonly update?: boolean | undefined;
  /** The configuration file to use instead of `drift.config.yaml`. */
  readonly config?: string | undefined;
  /** The time against which dates are held. @default now */
  readonly today?: Date | undefined;
  /** Seconds to record; until interrupted when undefined. */
  readonly seconds: number | undefined;
  /** Port of the recording proxy; a free one when undefined. */
  readonly port: number | undefined;
  /** Takes lines for people while a command runs. */
  readonly say: (line: string) => void;
}

/** One command: how it is called, what it does, and from which level on its findings fail. */
export interface Command {
  readonly usage: string;
  readonly help: string;
  readonly arguments: readonly [least: number, most: number];
  readonly failOn: Level;
  readonly run: (input: CommandInput) => Promise<Outcome>;
}

const CONTRACT = "openapi/openapi.yaml";
const KNOWN = "openapi/known-differences.yaml";
const LOCK = "openapi/vendor-page.lock.json";
const SOURCES =
  "OLD and NEW are each a file, a URL, git:REV:path or npm:evolink-video@VERSION, holding OpenAPI 3.0 or 3.1 as YAML or JSON.";

/** All commands by name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  diff: {
    usage: "diff OLD NEW",
    arguments: [2, 2],
    failOn: "unproven",
    run: diff,
    help: `Compares two OpenAPI documents and tells whom each difference breaks, with a body as proof.\n${SOURCES}`,
  },
  generated: {
    usage: "generated",
    arguments: [0, 0],
    failOn: "unproven",
    run: generated,
    help: "Compares the generated files with the contract.",
  },
  vendor: {
    usage: "vendor [URL|FILE...]",
    arguments: [0, 20],
    failOn: "compatible",
    run: vendor,
    help: `Compares the contract with the vendor's page.\nThe pages are ${VENDOR_PAGES.join(" and ")} unless given: their Markdown twins or plain OpenAPI files.\nDifferences made on purpose stand in ${KNOWN}; the descriptions are locked in ${LOCK}, which --update rewrites.`,
  },
  release: {
    usage: "release",
    arguments: [0, 0],
    failOn: "unproven",
    run: release,
    help: "Tells which version bump the change of the contract since the last release needs, and whether the pending changeset says it.",
  },
  live: {
    usage: "live HAR|URL",
    arguments: [1, 1],
    failOn: "unproven",
    run: live,
    help: "Compares recorded traffic with the contract; with a URL, starts a recording proxy for it on loopback.\nTexts that could be keys or prompts are replaced by their length; nothing is written.",
  },
};

async function diff(input: CommandInput): Promise<Outcome> {
  const { arguments: sources, directory, today = new Date() } = input;
  const [old = "", next = ""] = sources;
  const [config, before, after] = await Promise.all([
    readConfig(input.config, directory),
    readDocument(old, { directory }),
    readDocument(next, { directory }),
  ]);
  const findings = withLifecycle(diffDocuments(before, after), { before, after }, today);
  const { version: was } = objectAt(before, "info");
  const { version: is } = objectAt(after, "info");
  const version = typeof is === "string" && is !== was ? is : undefined;
  const locate = placesIn(next, directory);
  if (config === undefined) return { findings, notes: [], version, locate };
  const inConfig = placesIn(config.file, directory);
  return {
    ...applyConfig(findings, config, today),
    version,
    locate: (where, { rule }) => (rule?.startsWith("ignore-") === true ? inConfig?.(where) : locate?.(where)),
  };
}

async function generated({ directory }: CommandInput): Promise<Outcome> {
  return {
    findings: await checkGenerated(directory),
    notes: [],
    none: "The generated files match the contract.",
    locate: (file) => ({ file, line: 1 }),
  };
}

async function vendor(input: CommandInput): Promise<Outcome> {
  const sources = input.arguments.length > 0 ? input.arguments : VENDOR_PAGES;
  const known = input.known ?? KNOWN;
  const [contract, list, ...pages] = await Promise.all([
    contractOf(input),
    readSource(known, input),
    ...sources.map((source) => readVendor(source, input)),
  ]);
  const entries = readKnown(parseDocument(list, known), known);
  const compared = pages.map((page) => compareWithVendor(contract, page, entries));
  const prose = await comparedProse(contract, pages, input);
  const explained = compared.flatMap((one) => one.explained);
  const paths = compared.flatMap((one) => one.paths);
  const reasons = [...new Set(explained.map(({ by }) => by))].filter((entry) => entry !== undefined);
  const notes = [
    `Compared ${paths.join(", ")} with ${sources.join(", ")}.`,
    ...(reasons.length === 0
      ? []
      : [
          `Known differences:\n${reasons.map(({ where, reason, since }) => `  ${place(where)} (since ${since}): ${reason}`).join("\n")}`,
        ]),
    ...prose.notes,
  ];
  const [inContract, inList] = [contractPlaces(input), placesIn(known, input.directory)];
  const locate: Locate = (where, { audience }) => {
    const entry = audience === "readers" ? entries.findIndex((one) => one.where === where) : -1;
    return entry < 0 ? inContract?.(where) : inList?.(`/differences/${entry}`);
  };
  return {
    findings: byLevel([...distinct(compared.flatMap((one) => one.unexplained)), ...prose.findings]),
    notes,
    none: "No difference that is not known.",
    sides: ["contract", "page"],
    locate,
  };
}

/** The findings that several pages share, once. */
function distinct(findings: readonly Finding[]): Finding[] {
  return joinEqual(findings, ({ where, message }) => `${where} ${message}`).map(({ first }) => first);
}

/** What changed in the descriptions of the pages since they were locked; with `update`, locks them as they are. */
async function comparedProse(
  contract: JsonObject,
  pages: readonly JsonObject[],
  { lock: file = LOCK, update = false, directory }: CommandInput,
): Promise<Pick<Outcome, "findings" | "notes">> {
  const path = join(directory, file);
  const lock = existsSync(path) ? readLock(parseDocument(await readFile(path, "utf8"), file), file) : undefined;
  if (update) {
    const current = Object.fromEntries(pages.map((page) => [pageName(page), proseOf(page)]));
    await writeFile(path, writeLock({ ...lock, ...current }));
    return { findings: [], notes: [`Wrote ${file}.`] };
  }
  if (lock === undefined)
    return {
      findings: [],
      notes: [`There is no ${file}, so changed descriptions are not seen: drift vendor --update writes it.`],
    };
  return { findings: pages.flatMap((page) => compareProse(contract, page, lock)), notes: [] };
}

async function release(input: CommandInput): Promise<Outcome> {
  const { findings, note, none } = await checkRelease(await contractOf(input), input.directory);
  return { findings, notes: [note], none, locate: contractPlaces(input) };
}

async function live(input: CommandInput): Promise<Outcome> {
  const [source = ""] = input.arguments;
  const judge = new LiveJudge(await contractOf(input));
  if (/^https?:\/\//i.test(source)) await record(source, judge, input);
  else
    for (const exchange of readHar(parseDocument(await readSource(source, input), source), source)) judge.add(exchange);
  if (judge.seen === 0) throw new CannotCompare("No exchange was recorded.");
  return {
    findings: judge.findings(),
    notes: [`${judge.seen} exchanges compared.`],
    none: "All of it is described.",
    locate: contractPlaces(input),
  };
}

function contractPlaces({
  contract = CONTRACT,
  directory,
}: CommandInput): ((pointer: string) => FilePlace) | undefined {
  return placesIn(contract, directory);
}

async function record(target: string, judge: LiveJudge, { port = 0, seconds, say }: CommandInput): Promise<void> {
  const proxy = await startProxy({
    target,
    port,
    onExchange: (exchange) => {
      judge.add(exchange);
    },
  });
  say(
    `Recording: use ${proxy.url} as base URL. ${seconds === undefined ? "Stop with Ctrl+C." : `Stops after ${seconds} s.`}`,
  );
  const interrupted = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await (seconds === undefined ? interrupted : Promise.race([interrupted, pause(seconds * 1000)]));
  await proxy.close();
}

/** The contract: the given one, that of the working directory, or that of the installed package. */
async function contractOf({ contract, directory }: CommandInput): Promise<JsonObject> {
  if (contract !== undefined) return readDocument(contract, { directory });
  if (existsSync(join(directory, CONTRACT))) return readDocument(CONTRACT, { directory });
  const installed = fileURLToPath(import.meta.resolve("evolink-video/openapi.json"));
  return parseDocument(await readFile(installed, "utf8"), installed);
}
