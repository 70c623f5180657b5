import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { diffDocuments } from "./diff/documents.ts";
import { CannotCompare, type Level } from "./finding.ts";
import { checkGenerated } from "./generated.ts";
import { objectAt } from "../openapi/json.ts";
import { withLifecycle } from "./lifecycle/lifecycle.ts";
import { applyConfig } from "./config/apply.ts";
import { readConfig } from "./config/read.ts";
import { readHar } from "./live/har.ts";
import { TrafficValidator } from "./live/traffic-validator.ts";
import { startProxy } from "./live/proxy.ts";
import { checkRelease } from "./release/release.ts";
import type { Outcome } from "./report/text.ts";
import { readDocument, readSource } from "./sources/document.ts";
import { placesIn } from "../openapi/places.ts";
import { parseDocument } from "../openapi/parse.ts";
import { VENDOR_PAGES } from "./vendor/page.ts";
import { contractOf, contractPlaces, type CommandInput } from "./command-input.ts";
import { compareVendor, KNOWN, LOCK } from "./vendor/command.ts";

/** A command: its usage, its help, and the level from which findings make it fail. */
export interface Command {
  readonly usage: string;
  readonly help: string;
  readonly arguments: readonly [least: number, most: number];
  readonly failOn: Level;
  readonly run: (input: CommandInput) => Promise<Outcome>;
}

const SOURCES =
  "OLD and NEW are each a file, a URL, git:REV:path or npm:evolink-video@VERSION, holding OpenAPI 3.0 or 3.1 as YAML or JSON.";

/** All commands by name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  diff: {
    usage: "diff OLD NEW",
    arguments: [2, 2],
    failOn: "unproven",
    run: diff,
    help: `Compares two OpenAPI documents and shows whom each difference breaks, with a body as proof.\n${SOURCES}`,
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
    run: compareVendor,
    help: `Compares the contract with the vendor's page.\nThe pages are ${VENDOR_PAGES.join(", ")} unless given: their Markdown twins or plain OpenAPI files.\nDifferences made on purpose stand in ${KNOWN}; the descriptions are locked in ${LOCK}, which --update rewrites.`,
  },
  release: {
    usage: "release",
    arguments: [0, 0],
    failOn: "unproven",
    run: release,
    help: "Prints the version bump that the contract's changes since the last release need, and whether the pending changeset is large enough.",
  },
  live: {
    usage: "live HAR|URL",
    arguments: [1, 1],
    failOn: "unproven",
    run: live,
    help: "Compares recorded traffic with the contract; with a URL, starts a recording proxy for it on loopback.\nReplaces texts that could be keys or prompts by their length; writes no file.",
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

async function release(input: CommandInput): Promise<Outcome> {
  const { findings, note, none } = await checkRelease(await contractOf(input), input.directory);
  return { findings, notes: [note], none, locate: contractPlaces(input) };
}

async function live(input: CommandInput): Promise<Outcome> {
  const [source = ""] = input.arguments;
  const validator = new TrafficValidator(await contractOf(input));
  if (/^https?:\/\//i.test(source)) await record(source, validator, input);
  else
    for (const exchange of readHar(parseDocument(await readSource(source, input), source), source))
      validator.add(exchange);
  if (validator.exchangeCount === 0) throw new CannotCompare("No exchange was recorded.");
  return {
    findings: validator.findings(),
    notes: [`${validator.exchangeCount} exchanges compared.`],
    none: "All of it is described.",
    locate: contractPlaces(input),
  };
}

async function record(
  target: string,
  validator: TrafficValidator,
  { port = 0, seconds, say }: CommandInput,
): Promise<void> {
  const proxy = await startProxy({
    target,
    port,
    onExchange: (exchange) => {
      validator.add(exchange);
    },
  });
  say(
    `Recording: use ${proxy.url} as base URL. ${seconds === undefined ? "Stop with Ctrl+C." : `Stops after ${seconds} s.`}`,
  );
  const interrupted = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await (seconds === undefined ? interrupted : Promise.race([interrupted, pause(seconds * 1000)]));
  await proxy.close();
}
