import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { run } from "../runtimes/packed.ts";

/**
 * Starts the installed `evolink-video mock` and runs the SDK line that it prints. Resolves to the output of that line.
 */
export async function pastedLine(folder: string): Promise<string> {
  const mock = spawn("node_modules/.bin/evolink-video", ["mock", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    for await (const line of createInterface({ input: mock.stdout }))
      if (line.startsWith("node ")) return await run("sh", ["-c", line], { cwd: folder });
    throw new Error("the mock ended without printing a line that begins with node");
  } finally {
    mock.kill();
  }
}
