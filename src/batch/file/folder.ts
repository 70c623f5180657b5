import { open } from "node:fs/promises";

/**
 * Makes the names in a folder durable: a created or renamed file survives a power failure only after an fsync(2) of its
 * folder. Windows has no such call for folders and keeps names in its own journal.
 */
export async function syncFolder(path: string, opened: typeof open = open): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await opened(path, "r");
  await folder.sync().finally(() => folder.close());
}
