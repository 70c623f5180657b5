import { writeFileSync } from "node:fs";
import { styleText } from "node:util";
import { deriveParts, type DerivedPart } from "../derive.ts";
import { mergeDerivations } from "../derive/rows.ts";
import type { Derivation } from "../case.ts";
import { runContract } from "../run/run.ts";
import { DocumentError } from "../schema/problems.ts";
import { readContractDocument } from "./document.ts";
import { partsNamed } from "./only.ts";
import { asJson, asTable, caseLine, printable, type Paint } from "./output.ts";
import { progressBar } from "./progress.ts";
import { runHtml } from "./run-html.ts";
import { runJunit, runTable } from "./run-output.ts";

/** Thrown when a report cannot be written to its file. */
class ReportError extends Error {}

/** An output of a command. */
export type Output = Readonly<{ isTTY?: boolean | undefined; write(text: string): unknown }>;

/** The streams of a command. */
export interface Streams {
  readonly out: Output;
  readonly err: Output;
}

/** Options of both commands. */
export interface DeriveCommand {
  readonly seed?: string;
  readonly only?: readonly string[];
  /** Seconds. */
  readonly timeLimit?: number;
  readonly json?: boolean;
}

/** Further options of `contract run`. */
export interface RunCommand extends DeriveCommand {
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly concurrency?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly junit?: string;
  readonly html?: string;
  readonly signal?: AbortSignal;
}

/**
 * Derives the cases of a document and prints them as a table, as JSON, or with `jsonl` as a line for each case as soon
 * as it is found. Resolves to 0, or to 2 when the document or a part of it cannot be read.
 */
export async function printCases(
  file: string,
  options: DeriveCommand & { readonly jsonl?: boolean },
  { out, err }: Streams,
): Promise<number> {
  return reported(err, async () => {
    const document = await readContractDocument(file);
    if (options.jsonl === true) return printLines(document, options, { out, err });
    const derivation = derived(document, options);
    out.write(options.json === true ? asJson(derivation) : asTable(derivation, paintFor(out)));
    return problemsOf(derivation, err) ? 2 : 0;
  });
}

/**
 * Derives the cases of a document, sends them to a service and prints the findings.
 * Resolves to 0 without findings, to 1 with findings, and to 2 when the document cannot be read or the service does not
 * respond.
 */
export async function runCommand(file: string, options: RunCommand, { out, err }: Streams): Promise<number> {
  return reported(err, async () => {
    const document = await readContractDocument(file);
    const derivation = derived(document, options);
    problemsOf(derivation, err);
    const bar = progressBar("sending ");
    const { headers, params, concurrency, signal, timeLimit, timeout } = options;
    const report = await runContract(derivation.cases, {
      baseUrl: options.target,
      document,
      ...(headers ? { headers } : {}),
      ...(params ? { params } : {}),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(signal ? { signal } : {}),
      ...(timeLimit === undefined ? {} : { timeLimit: timeLimit * 1000 }),
      ...(timeout === undefined ? {} : { timeout: timeout * 1000 }),
      onProgress: ({ done, total }) => bar.show(done, total),
    });
    bar.clear();
    out.write(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : runTable(report, paintFor(out)));
    if (options.junit !== undefined) writeReport(options.junit, runJunit(report));
    if (options.html !== undefined) writeReport(options.html, runHtml(report, file));
    if (!report.reached) {
      err.write(`error: ${options.target} gave no response. Check the address and that the service runs.\n`);
      return 2;
    }
    if (report.findings.length > 0) return 1;
    if (report.cases.total === 0 || report.cases.decided > 0) return 0;
    const [reason] = [...report.undecided].sort((left, right) => right.cases - left.cases);
    err.write(`error: nothing was tested: ${printable(reason?.reason ?? "no case was sent")}.\n`);
    return 2;
  });
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, open .*/, "") : String(error);
    throw new ReportError(`${file} could not be written: ${reason}.`);
  }
}

function derived(document: unknown, options: DeriveCommand): Derivation {
  const bar = progressBar("deriving");
  const parts: DerivedPart[] = [];
  for (const part of deriveParts(document, deriveOptions(options))) {
    parts.push(part);
    bar.show(part.done, part.total);
  }
  bar.clear();
  return mergeDerivations(parts);
}

function printLines(document: unknown, options: DeriveCommand, { out, err }: Streams): number {
  let isUnread = false;
  for (const part of deriveParts(document, deriveOptions(options))) {
    for (const one of part.cases) out.write(caseLine(one));
    isUnread = problemsOf(part, err) || isUnread;
  }
  return isUnread ? 2 : 0;
}

function deriveOptions({ seed, only = [], timeLimit }: DeriveCommand): Parameters<typeof deriveParts>[1] {
  return {
    only: partsNamed(only),
    ...(seed === undefined ? {} : { seed }),
    ...(timeLimit === undefined ? {} : { timeLimit: timeLimit * 1000 }),
  };
}

/** Prints each problem as a line; returns whether there are any. */
function problemsOf({ problems }: Pick<Derivation, "problems">, err: Output): boolean {
  for (const { pointer, reason } of problems) err.write(`error: ${printable(`#${pointer}: ${reason}`)}\n`);
  return problems.length > 0;
}

async function reported(err: Output, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DocumentError || error instanceof ReportError)) throw error;
    err.write(`error: ${printable(error.message)}\n`);
    return 2;
  }
}

function paintFor(out: Output): Paint {
  const isColoured = out.isTTY === true && (process.env.NO_COLOR ?? "") === "";
  return (style, text) => (isColoured ? styleText(style, text) : text);
}
