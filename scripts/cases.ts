import { styleText } from "node:util";
import { deriveCases, DocumentError, type Derivation } from "../src/contract/index.ts";
import { readDocument } from "./cases/document.ts";
import { asJson, asTable } from "./cases/output.ts";

const HELP = `Derives contract cases from an OpenAPI 3.1 document.

  npm run --silent cases -- FILE [--json] [--seed N]

  FILE      the document, YAML or JSON
  --json    print { cases, coverage } instead of a summary
  --seed N  another choice of values (default 1); the same seed gives the same cases
  --help    print this

Exit codes: 0 derived, 2 the command, the document or a part of it cannot be read. NO_COLOR is honoured.
`;

interface Command {
  readonly file: string | undefined;
  readonly json: boolean;
  readonly seed: string;
  readonly help: boolean;
}

class UsageError extends Error {}

function commandOf(args: readonly string[]): Command {
  const command = { file: undefined as string | undefined, json: false, seed: "1", help: false };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "--json") command.json = true;
    else if (arg === "--help" || arg === "-h") command.help = true;
    else if (arg === "--seed" || arg.startsWith("--seed=")) {
      const seed = arg === "--seed" ? args[(index += 1)] : arg.slice("--seed=".length);
      if (seed === undefined || seed === "") throw new UsageError("--seed needs a value");
      command.seed = seed;
    } else if (arg.startsWith("-")) throw new UsageError(`unknown option ${arg}; see --help`);
    else if (command.file === undefined) command.file = arg;
    else throw new UsageError(`one file at a time: ${command.file} or ${arg}?`);
  }
  return command;
}

type Output = Readonly<{ isTTY?: boolean; write(text: string): unknown }>;

/** Runs the command; returns its exit code. Errors are one line each on the error stream; what can be read is derived in spite of them. */
export function main(args: readonly string[], out: Output, err: Output): number {
  try {
    const command = commandOf(args);
    if (command.help) {
      out.write(HELP);
      return 0;
    }
    if (command.file === undefined) throw new UsageError("which document? See --help");
    const derivation: Derivation = deriveCases(readDocument(command.file), { seed: command.seed });
    const isColoured = out.isTTY === true && (process.env.NO_COLOR ?? "") === "";
    out.write(
      command.json
        ? asJson(derivation)
        : asTable(derivation, (style, text) => (isColoured ? styleText(style, text) : text)),
    );
    const unread = unreadOf(derivation);
    for (const reason of unread) err.write(`cases: ${reason}\n`);
    return unread.size > 0 ? 2 : 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof DocumentError)) throw error;
    err.write(`cases: ${error.message.replaceAll("\n", " ")}\n`);
    return 2;
  }
}

// A part that cannot be read has coverage without a keyword.
function unreadOf({ coverage }: Derivation): ReadonlySet<string> {
  return new Set(coverage.filter(({ keyword }) => keyword === "").map(({ reason }) => reason.replaceAll("\n", " ")));
}

if (process.argv[1] === import.meta.filename) {
  // A reader that has seen enough, such as `head`, is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  process.exitCode = main(process.argv.slice(2), process.stdout, process.stderr);
}
