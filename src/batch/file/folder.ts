import { open } from "node:fs/promises";

/**
 * Makes the names in a folder durable: a file that was created or renamed survives a loss of power only when its folder
 * was written through too (fsync(2)). Windows has no such call for folders and keeps names in its own journal.
 */
export async function syncFolder(path: string, opened: typeof open = open): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await opened(path, "r");
  await folder.sync().finally(() => folder.close());
}
