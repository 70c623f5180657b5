import { readFileSync } from "node:fs";
import { open, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { BatchError } from "../error.ts";

/** A process that says it works with a file. */
interface Claim {
  readonly path: string;
  readonly host: string;
  readonly pid: number;
  /** When the process started, by the system's own count; 0 where the system does not tell. */
  readonly started: number;
}

/**
 * Makes sure that this process is the only one to work with a file, and returns a function that ends that.
 *
 * A claim is an empty file whose name says all, so it is never half written: `PATH.lock-HOST-PID-START`. Each process first makes its own
 * claim and then looks for others. Of two processes the later one to claim sees the earlier one's, so never do both go
 * on; at worst both step back. A claim of a process that has died is removed, so a crash leaves nothing to clean up by hand.
 * Throws a `BatchError` (`locked`) that names the other process.
 */
export async function lock(path: string): Promise<() => Promise<void>> {
  const mine = `${path}.lock-${HOST}-${process.pid}-${statusOf(process.pid)?.started ?? 0}`;
  await (await open(mine, "wx").catch((cause: unknown) => refuse(mine, cause))).close();
  try {
    for (const claim of await claimsOn(path)) {
      if (claim.path === mine) continue;
      if (claim.host !== HOST)
        throw new BatchError(
          "locked",
          `A process on ${claim.host} works with ${path}. If that machine is gone for good, delete ${claim.path}.`,
        );
      if (isAlive(claim))
        throw new BatchError(
          "locked",
          `Process ${claim.pid} works with ${path}. Wait for its end; if it is something else, delete ${claim.path}.`,
        );
      await rm(claim.path, { force: true });
    }
  } catch (error) {
    await rm(mine, { force: true });
    throw error;
  }
  return () => rm(mine, { force: true });
}

const HOST = hostname().replaceAll(/[^\w.]/g, "_");

function refuse(mine: string, cause: unknown): never {
  if ((cause as NodeJS.ErrnoException).code !== "EEXIST")
    throw new BatchError("journal", `${mine} could not be created: ${String(cause)}`, cause);
  throw new BatchError("locked", `This process works with it already. If it does not, delete ${mine}.`);
}

async function claimsOn(path: string): Promise<Claim[]> {
  const folder = dirname(path);
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${basename(path)}.lock-`));
  return names.flatMap((name) => {
    const [, host, pid, started] = /\.lock-([\w.]+)-(\d+)-(\d+)$/.exec(name) ?? [];
    return host === undefined ? [] : [{ path: join(folder, name), host, pid: Number(pid), started: Number(started) }];
  });
}

/** Whether the very process that made a claim still runs: a number that another process has got meanwhile does not count. */
function isAlive({ pid, started }: Claim): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const status = statusOf(pid);
  return status === undefined || (!status.ended && status.started === started);
}

/** Start time and state of a process by Linux's proc(5), fields 22 and 3; undefined where there is no such file. */
function statusOf(pid: number): { readonly started: number; readonly ended: boolean } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return { started: Number(fields[19]), ended: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return undefined;
  }
}
