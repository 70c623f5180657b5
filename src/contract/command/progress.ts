import { stderr } from "node:process";

const WIDTH = 24;
const INTERVAL = 100;

/** Creates a progress bar on the error stream, or one that shows nothing without a terminal. */
export function progressBar(label: string): {
  readonly show: (done: number, total: number) => void;
  readonly clear: () => void;
} {
  if (!stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  let shown = 0;
  return {
    show(done, total) {
      const now = performance.now();
      if (now - shown < INTERVAL) return;
      shown = now;
      const filled = total === 0 ? WIDTH : Math.round((WIDTH * done) / total);
      stderr.write(`\r${label} ${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${done}/${total}\u001b[K`);
    },
    clear() {
      stderr.write("\r\u001b[K");
    },
  };
}
