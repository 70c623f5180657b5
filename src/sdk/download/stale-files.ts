import { lstat, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { taskResultsLifetimeSeconds } from "../../../generated/constants.ts";

/** What follows a path in the name of a run's own file. */
const OWN_SUFFIX = /^\.[0-9a-f]{8}\.part(\.json)?$/;

/**
 * Removes the partial files of crashed processes for a path. A file without a write for as long as links work belongs
 * to no run that can still succeed. Never fails.
 */
export async function removeStaleFiles(path: string): Promise<void> {
  const folder = dirname(path);
  const name = basename(path);
  const entries = await readdir(folder).catch(() => []);
  const own = entries.filter((entry) => entry.startsWith(name) && OWN_SUFFIX.test(entry.slice(name.length)));
  const oldest = Date.now() - taskResultsLifetimeSeconds * 1000;
  for (const entry of own) {
    const found = await lstat(join(folder, entry)).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < oldest)
      await rm(join(folder, entry), { force: true }).catch(() => undefined);
  }
}
