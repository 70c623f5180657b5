import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readItems } from "../../src/batch/index.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { ExpectedUnknown } from "./expected-unknown.ts";
import { InDatabase, InFile, type JournalOfTrial } from "./journals.ts";
import { runProcess, type ProcessRun } from "./process.ts";

/** A batch that is killed repeatedly until it completes. */
export interface Trial {
  readonly name: string;
  readonly child: string;
  readonly items: number;
  readonly flags: readonly string[];
  /** Returns how to kill the next process; undefined to let it complete. */
  readonly death: (
    starts: number,
  ) => { readonly at?: number; readonly after?: number; readonly power?: boolean } | undefined;
  /** URL of a PostgreSQL database that keeps the journal; undefined for a file. */
  readonly database?: string | undefined;
  /** Faults of the POST requests of a process, in order. */
  readonly faults?: (starts: number) => readonly string[];
}

/** The result of a trial. */
export interface Result {
  readonly kills: number;
  readonly starts: number;
  readonly items: number;
  /** Tasks that the sandbox accepted. */
  readonly accepted: number;
  /** Charges in the sandbox's ledger. */
  readonly charged: number;
  /** Items of unknown outcome that the person settled. */
  readonly setAside: number;
  /** The steps at which it was killed. */
  readonly deaths: readonly string[];
  /** Steps of the first process that completed. */
  readonly steps: number | undefined;
  readonly violations: readonly string[];
}

const EXIT = { completed: 0, unknown: 3 };
const MAX_STARTS = 200;

/** Runs a trial to its end, settles unknown items as a person would, and compares the result with the sandbox. */
export async function tryBatch(trial: Trial): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "evolink-crash-"));
  const prompts = Array.from({ length: trial.items }, (_, index) => `video ${index}`);
  const file = join(folder, "items.jsonl");
  // Half of the items have a key.
  const bodies = prompts.map((prompt) => ({
    model: "kling-o3-reference-to-video",
    prompt,
    video_url: "https://example.com/reference.mp4",
    duration: 3,
  }));
  await writeFile(
    file,
    bodies.map((body, index) => JSON.stringify(index % 2 === 0 ? { key: `video-${index}`, body } : body)).join("\n"),
  );
  const sandbox = await startSandbox({ speed: 20_000, credits: 1e6 });
  try {
    return await new TrialRun(trial, sandbox, file, prompts).run();
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class TrialRun {
  readonly #trial: Trial;
  readonly #sandbox: Sandbox;
  readonly #file: string;
  readonly #prompts: readonly string[];
  readonly #journal: JournalOfTrial;
  readonly #expected = new ExpectedUnknown();
  readonly #violations: string[] = [];
  readonly #deaths: string[] = [];
  #starts = 0;
  #kills = 0;

  constructor(trial: Trial, sandbox: Sandbox, file: string, prompts: readonly string[]) {
    this.#trial = trial;
    this.#sandbox = sandbox;
    this.#file = file;
    this.#prompts = prompts;
    this.#journal = trial.database === undefined ? new InFile(file) : new InDatabase(trial.database, file);
  }

  async run(): Promise<Result> {
    let processRun = await this.#untilEnd();
    const { steps } = processRun;
    const unknown = unknownOf(processRun);
    if (!this.#trial.flags.includes("--idempotent")) this.#violations.push(...this.#expected.faultsOf(unknown));
    if (unknown.length > 0) processRun = await this.#runProcess({}, await this.#findings(unknown));
    if (processRun.code !== EXIT.completed)
      this.#violations.push(`ended with ${String(processRun.code)}: ${processRun.messages.slice(-400)}`);
    await this.#compare();
    const { tasks, charges } = this.#sandbox;
    const charged = charges.filter(({ state }) => state === "charged").length;
    if (charged !== this.#prompts.length) this.#violations.push(`${charged} charges for ${this.#prompts.length} items`);
    const violations = this.#violations.map((text) => `${this.#trial.name}: ${text}`);
    return {
      kills: this.#kills,
      starts: this.#starts,
      items: this.#prompts.length,
      accepted: tasks.length,
      charged,
      setAside: unknown.length,
      deaths: this.#deaths,
      steps,
      violations,
    };
  }

  /** Runs one process after the other until one completes. */
  async #untilEnd(): Promise<ProcessRun> {
    for (;;) {
      const death = this.#starts < MAX_STARTS ? this.#trial.death(this.#starts) : undefined;
      const environment: Record<string, string> = {
        EVOLINK_CRASH_FAULTS: (this.#trial.faults?.(this.#starts) ?? []).join(","),
      };
      if (death?.at !== undefined) environment.EVOLINK_CRASH_AT = String(death.at);
      if (death?.power === true) environment.EVOLINK_CRASH_POWER = "1";
      const processRun = await this.#runProcess(environment, [], death?.after);
      this.#expected.learn(processRun);
      this.#refuseDoubles();
      if (processRun.killed) {
        await this.#journal.outliveDeath();
        this.#kills += 1;
        this.#deaths.push(processRun.diedAt ?? "at a random time");
      } else if (processRun.code === EXIT.completed || processRun.code === EXIT.unknown) {
        return processRun;
      } else {
        throw new Error(
          `${this.#trial.name}: a process ended with ${String(processRun.code)}: ${processRun.messages.slice(-400)}`,
        );
      }
    }
  }

  #runProcess(
    environment: Readonly<Record<string, string>>,
    args: readonly string[],
    killAfter?: number,
  ): Promise<ProcessRun> {
    this.#starts += 1;
    const { child, flags } = this.#trial;
    const common = ["--base-url", this.#sandbox.url, "--json", "--interval", "0.005"];
    return runProcess({
      child,
      args: [this.#file, ...common, ...this.#journal.flags, ...flags, ...args],
      environment: { EVOLINK_API_KEY: "key-of-a-trial", ...environment },
      killAfter,
    });
  }

  #refuseDoubles(): void {
    const seen = this.#sandbox.tasks.map(({ request }) => request.prompt);
    const doubled = seen.filter((prompt, index) => seen.indexOf(prompt) !== index);
    for (const prompt of doubled) this.#violations.push(`accepted twice: ${String(prompt)}`);
  }

  /** Finds the outcome of unknown items by their prompts, as a person would in the dashboard. */
  async #findings(unknown: readonly string[]): Promise<string[]> {
    const keys = await this.#keys();
    return unknown.flatMap((key) => {
      const task = this.#sandbox.tasks.find(({ request }) => keys.get(key) === request.prompt);
      return ["--settle", `${key}=${task === undefined ? "not-accepted" : task.id}`];
    });
  }

  /** Returns the prompts of the items by their keys, matched by the hashes in the journal. */
  async #keys(): Promise<Map<string, string>> {
    return new Map(readItems(await readFile(this.#file, "utf8")).map(({ key, body }) => [key, String(body.prompt)]));
  }

  /** Checks that the journal has the sandbox's task id for each item. */
  async #compare(): Promise<void> {
    const ids = await this.#journal.ids();
    const tasks = new Map(this.#sandbox.tasks.map(({ request, id }) => [request.prompt, id]));
    for (const [key, prompt] of await this.#keys()) {
      if (ids.get(key) !== tasks.get(prompt))
        this.#violations.push(
          `lost: ${key} is ${String(ids.get(key))} in the journal and ${String(tasks.get(prompt))} in the sandbox`,
        );
    }
  }
}

function unknownOf({ events }: ProcessRun): string[] {
  const end = events.find(({ event }) => event === "end") as { unknown?: { key: string }[] } | undefined;
  return (end?.unknown ?? []).map(({ key }) => key);
}
