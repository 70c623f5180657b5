import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exampleCreateRequest } from "../../sandbox/contract.ts";
import type { Sandbox, SandboxOptions } from "../../sandbox/index.ts";
import { isLoopbackHost } from "../../shared/loopback.ts";

/**
 * Returns the first output of the command: the URL of the sandbox, and a `curl` and an SDK command to paste into a
 * POSIX shell.
 */
export function greeting({ url }: Sandbox, options: SandboxOptions, bold: (text: string) => string): string {
  const { expectKey = "sandbox-key", speed = 60, host = "127.0.0.1" } = options;
  const body = JSON.stringify(exampleCreateRequest.body);
  const curl = `curl ${url}${exampleCreateRequest.path} -H ${quote(`Authorization: Bearer ${expectKey}`)} -H 'Content-Type: application/json' -d ${quote(body)}`;
  const sdk = sdkModule();
  const script = `import { EvoLink } from ${JSON.stringify(sdk.specifier)}; const evolink = new EvoLink({ apiKey: ${JSON.stringify(expectKey)}, baseUrl: "${url}" }); console.log(await evolink.videos.generate(${body}));`;
  const pace = speed === 0 ? "the clock is stopped until it is advanced" : `tasks run ${speed} times as fast`;
  const lines = [
    `${bold(url)}  (${pace}; open it in a browser to watch)`,
    ...exposure(host),
    "",
    curl,
    "",
    `node --input-type=module ${sdk.flags}-e ${quote(script)}`,
    "",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function exposure(host: string): string[] {
  if (isLoopbackHost(host) || host === "::1") return [];
  return [
    `Warning: at ${host}, other machines in your network can reach this sandbox. Use --host 127.0.0.1 unless another machine or container needs it.`,
  ];
}

/**
 * Returns how a script in the current folder imports the SDK: from the sources in a clone, else by its name, else by
 * its file.
 */
function sdkModule(): { readonly specifier: string; readonly flags: string } {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith(".ts")) return { specifier: "./src/sdk/index.ts", flags: "--import tsx " };
  try {
    createRequire(join(process.cwd(), "script.js")).resolve("evolink-video/package.json");
    return { specifier: "evolink-video", flags: "" };
  } catch {
    const file = join(here, "../../index.js");
    return { specifier: existsSync(file) ? pathToFileURL(file).href : "evolink-video", flags: "" };
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
