import { afterEach } from "vitest";

/** Returns a list whose items are closed after each test of the file, the last one first. */
export function closeAfterEach(): { close(): Promise<void> }[] {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });
  return open;
}
