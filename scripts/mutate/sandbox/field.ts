import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import ts from "typescript";
import type { Scope } from "../code/edits.ts";
import { mutantsOf, type CodeMutant } from "../code/mutants.ts";
import type { NumberedEdit } from "../code/switchable.ts";
import { sharesOf, type Field } from "../field.ts";
import { nameOf, type MutantResult } from "../result.ts";
import type { News, Run } from "./tests.ts";

const FILES = ["lifecycle", "ledger", "scenarios", "tasks"].map((name) => `src/sandbox/${name}.ts`);
// Those that need neither another process nor much time.
const TESTS = [
  "core",
  "ledger",
  "scenarios",
  "lifecycle",
  "callbacks",
  "results",
  "faults",
  "invalid-requests",
  "credits",
].map((name) => `test/sandbox/${name}.test.ts`);
const LONGEST_SILENCE_MS = 30_000;
// A process first translates all sources, which takes long on a busy machine.
const LONGEST_START_MS = 180_000;

const SCOPE: Scope = {
  // What only people read, and what is let go of to save memory.
  isIgnored: (node) =>
    (ts.isPropertyAssignment(node) && ["summary", "message"].includes(node.name.getText())) ||
    (ts.isMethodDeclaration(node) && node.name.getText() === "note") ||
    (ts.isVariableDeclaration(node) && node.name.getText() === "LONGEST_HISTORY") ||
    (ts.isExpressionStatement(node) && /^this\.(note|#callOff\.delete)\(/.test(node.getText())),
  // A question whether there is something at all is there for the compiler, and has no other answer.
  isMutant: (node, { keyword, operator }) =>
    keyword !== "condition" || !(operator === "always" ? /!== undefined$/ : /=== undefined$/).test(node.getText()),
};

/**
 * The code that leads the sandbox's tasks through their lives and counts their credits, tested by tests of the sandbox.
 */
export function sandboxField(tests: readonly string[] = TESTS): Field {
  const mutants = FILES.flatMap((file) => mutantsOf(file, SCOPE));
  const numbers = new Map(mutants.map((mutant, index) => [nameOf(mutant), index + 1]));
  const edits = Object.fromEntries(
    FILES.map((file) => [
      file,
      mutants.flatMap((mutant, index): NumberedEdit[] => (mutant.file === file ? [[index + 1, mutant.edit]] : [])),
    ]),
  );
  return {
    name: "sandbox",
    names: [...numbers.keys()],
    subject: [...FILES, ...tests].map((file) => readFileSync(file, "utf8")).join(""),
    async run(names, onResult) {
      const wanted = names.flatMap((name) => numbers.get(name) ?? []);
      const tell = ({ number, failure }: News): void => {
        // Number 0 changes nothing: where the tests fail without a mutant, they prove nothing about any.
        if (number === 0 && failure) throw new Error(`the tests of the sandbox fail by themselves: ${failure}`);
        const mutant = mutants[number - 1];
        if (mutant) onResult(resultOf(mutant, failure ?? null, tests));
      };
      await Promise.all(
        sharesOf(wanted).map((share, worker) =>
          runAll(
            { folder: `.cache/mutate/sandbox-${process.pid}-${worker}`, tests, edits, numbers: [0, ...share] },
            tell,
          ),
        ),
      );
    },
  };
}

function resultOf(
  { pointer, keyword, operator }: CodeMutant,
  failure: string | null,
  tests: readonly string[],
): MutantResult {
  const about = { pointer, keyword, operator };
  return failure === null
    ? { ...about, outcome: "survived", reason: `all tests of ${tests.join(", ")} pass` }
    : { ...about, outcome: "noticed", reason: failure };
}

// A mutant whose tests never end takes its process with it; the next process goes on behind it.
async function runAll(run: Run, tell: (news: News) => void): Promise<void> {
  const left = new Set(run.numbers);
  while (left.size > 0) {
    const before = left.size;
    const hanging = await runOnce({ ...run, numbers: [...left] }, (news) => {
      left.delete(news.number);
      tell(news);
    });
    if (hanging !== undefined && left.delete(hanging)) tell({ number: hanging, failure: "the tests do not end" });
    if (left.size === before) throw new Error("the tests of the sandbox cannot be run");
  }
}

/** Runs one process to its end; resolves with the mutant at which it hung, if it did. */
function runOnce(run: Run, tell: (news: News) => void): Promise<number | undefined> {
  const child = fork(new URL("process.ts", import.meta.url), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let current: number | undefined;
  return new Promise((resolve, reject) => {
    const kill = (): boolean => child.kill("SIGKILL");
    let limit = setTimeout(kill, LONGEST_START_MS);
    child.on("message", (message) => {
      const news = message as News;
      clearTimeout(limit);
      limit = setTimeout(kill, LONGEST_SILENCE_MS);
      current = news.failure === undefined ? news.number : undefined;
      try {
        if (news.failure !== undefined) tell(news);
      } catch (error) {
        kill();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    child.once("error", reject);
    child.once("exit", () => {
      clearTimeout(limit);
      resolve(current);
    });
    child.send(run);
  });
}
