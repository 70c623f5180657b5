/** A command: its line in the help, and what runs it, which is loaded only when it is called. */
export interface Command {
  readonly summary: string;
  /** Returns the exit code. */
  readonly run: (args: string[]) => Promise<number>;
}

const toStdout = (text: string): void => void process.stdout.write(`${text.trimEnd()}\n`);
const toStderr = (text: string): void => void process.stderr.write(`${text.trimEnd()}\n`);

/** Every command by its name, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  generate: {
    summary: "create a video (paid), wait for it, save it",
    run: async (args) => (await import("./generate.ts")).run(args),
  },
  wait: {
    summary: "wait for a task that exists, save its video",
    run: async (args) => (await import("./wait.ts")).run(args),
  },
  task: { summary: "read a task once", run: async (args) => (await import("./task.ts")).run(args) },
  credits: { summary: "read what is left to spend", run: async (args) => (await import("./credits.ts")).run(args) },
  batch: {
    summary: "create many videos (paid), crash-safe and resumable",
    run: async (args) => (await import("./batch.ts")).run(args),
  },
  drift: {
    summary: "find where contract, documents and traffic disagree",
    run: async (args) => (await import("./drift.ts")).main(args, toStdout, toStderr),
  },
  mock: {
    summary: "serve a sandbox that behaves like the API",
    run: async (args) => (await import("./mock.ts")).run(args),
  },
};
