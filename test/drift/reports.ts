// Shared by the tests of reports: findings, and a run of `drift diff` on two documents.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { main } from "../../src/cli/drift.ts";
import type { Finding } from "../../src/drift/finding.ts";

/** Returns a finding about a property of a request. */
export function finding(more: Partial<Finding> = {}): Finding {
  return {
    level: "breaking",
    audience: "callers",
    where: "#/paths/~1orders/post/requestBody/content/application~1json/schema/properties/count/maximum",
    before: 10,
    after: 5,
    message: "maximum changed: values that were accepted are now rejected",
    witness: undefined,
    ...more,
  };
}

/** Returns this many findings at different places. */
export function manyFindings(count: number, more: Partial<Finding> = {}): Finding[] {
  return Array.from({ length: count }, (_, index) => finding({ ...more, where: `#/paths/~1orders~1${index}/post` }));
}

/** Exit code and output of a run of `drift diff`. */
export interface DiffRun {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `drift diff old.yaml new.yaml` in a temporary folder with additional files. */
export async function diffOf(
  documents: { readonly before: unknown; readonly after: unknown },
  options: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Promise<DiffRun> {
  const folder = mkdtempSync(join(tmpdir(), "drift-reports-"));
  try {
    writeFileSync(join(folder, "old.yaml"), stringify(documents.before));
    writeFileSync(join(folder, "new.yaml"), stringify(documents.after));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const out: string[] = [];
    const err: string[] = [];
    const status = await main(
      ["diff", "old.yaml", "new.yaml", ...options],
      (text) => out.push(text),
      (text) => err.push(text),
      folder,
    );
    return { status, out: out.join("\n"), err: err.join("\n") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
