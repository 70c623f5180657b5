import { readFileSync, readlinkSync } from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { BatchError } from "../error.ts";

/**
 * The scope of a process id: a PID namespace during one run of a machine. Containers have their own namespaces.
 */
interface PidNamespace {
  readonly host: string;
  /** Id of the current boot of the machine. */
  readonly boot: string;
  readonly namespace: string;
}

/** The claim of a process on a file. */
interface Claim extends PidNamespace {
  /** The claim's own path. */
  readonly path: string;
  /** Name of the opened file, with links resolved. */
  readonly name: string;
  /** Device and inode of the file, which are the same for all its names. */
  readonly inode: string;
  readonly pid: number;
  /** When the process started, in units of the system; 0 if unknown. */
  readonly started: number;
}

/**
 * Locks a file for this process, and returns a function that releases the lock. The file must exist, and `path` must
 * have no symbolic links.
 *
 * A claim is an empty file beside it whose name holds all data, so it is never incomplete. Each process first creates
 * its claim and then searches for others on the same name or inode. Of two processes, the later sees the claim of the
 * earlier, so they never both continue; at worst both give up. The claim of a dead process is removed if it is in the
 * same scope: it is unknown whether a process of another host, PID namespace or boot is alive. Throws a `BatchError`
 * (`locked`) that names the other process.
 */
export async function lock(path: string): Promise<() => Promise<void>> {
  const inode = await inodeOf(path);
  await rejectOtherFolders(path, inode);
  const ownClaim = nameOf({
    name: basename(path),
    inode,
    ...OWN_NAMESPACE,
    pid: process.pid,
    started: startOf(process.pid),
  });
  const claimed = join(dirname(path), ownClaim);
  await (await open(claimed, "wx").catch((cause: unknown) => rejectClaim(claimed, cause))).close();
  try {
    for (const claim of await claimsIn(dirname(path))) {
      const concerns = claim.name === basename(path) || claim.inode === inode;
      if (claim.path !== claimed && concerns) await clear(claim, path);
    }
  } catch (error) {
    await rm(claimed, { force: true });
    throw error;
  }
  return () => rm(claimed, { force: true });
}

const OWN_NAMESPACE: PidNamespace = {
  host: hostname().replaceAll(/[^\w.]/g, "_"),
  boot: (readOr("/proc/sys/kernel/random/boot_id") ?? "0").replaceAll(/[^0-9a-f]/g, "").slice(0, 12),
  namespace: namespaceOf(),
};

function namespaceOf(): string {
  try {
    // "pid:[4026531836]", see pid_namespaces(7).
    return readlinkSync("/proc/self/ns/pid").replaceAll(/\D/g, "");
  } catch {
    return "0";
  }
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

async function inodeOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev}.${ino}`;
}

/** Rejects a file with hard links: claims beside it are not visible from another folder. */
async function rejectOtherFolders(path: string, inode: string): Promise<void> {
  const { nlink } = await stat(path);
  if (nlink === 1) return;
  const names = await readdir(dirname(path));
  const inodes = await Promise.all(names.map((name) => inodeOf(join(dirname(path), name)).catch(() => undefined)));
  if (inodes.filter((one) => one === inode).length >= nlink) return;
  throw new BatchError(
    "locked",
    `${path} has another name (a hard link) in another folder, where a process could work with it unseen. Remove that link, or copy the journal.`,
  );
}

/** Removes the claim of a dead process. Throws a `BatchError` (`locked`) when the process is or may be alive. */
async function clear(claim: Claim, path: string): Promise<void> {
  const { host, boot, namespace, pid } = claim;
  if (host !== OWN_NAMESPACE.host || boot !== OWN_NAMESPACE.boot || namespace !== OWN_NAMESPACE.namespace) {
    throw new BatchError(
      "locked",
      `Process ${pid} on ${host} (${whereabouts(claim)}) works with ${path}, or has ended. From here it cannot be seen which: two processes on one journal would pay twice. Make sure that it has ended, then delete the file ${claim.path}`,
    );
  }
  if (isAlive(claim)) {
    throw new BatchError(
      "locked",
      `Process ${pid} works with ${path}. Wait for its end; if it is something else, delete ${claim.path}.`,
    );
  }
  await rm(claim.path, { force: true });
}

function whereabouts({ host, boot }: Claim): string {
  if (host !== OWN_NAMESPACE.host) return "another machine";
  return boot === OWN_NAMESPACE.boot
    ? "in another container"
    : "before its last start, or another machine of this name";
}

function rejectClaim(claimed: string, cause: unknown): never {
  if ((cause as NodeJS.ErrnoException).code !== "EEXIST")
    throw new BatchError("journal", `${claimed} could not be created: ${String(cause)}`, cause);
  throw new BatchError("locked", `This process works with it already. If it does not, delete ${claimed}.`);
}

function nameOf({ name, host, boot, namespace, pid, started, inode }: Omit<Claim, "path">): string {
  return `${name}.lock-${host}-${boot}-${namespace}-${pid}-${started}-${inode}`;
}

const CLAIM =
  /^(?<name>.+)\.lock-(?<host>[\w.]+)-(?<boot>[0-9a-f]+)-(?<namespace>\d+)-(?<pid>\d+)-(?<started>\d+)-(?<inode>\d+\.\d+)$/;

async function claimsIn(folder: string): Promise<Claim[]> {
  const matches = (await readdir(folder)).map((name) => CLAIM.exec(name)).filter((match) => match !== null);
  return matches.map(({ 0: file, groups = {} }) => ({
    path: join(folder, file),
    ...{ name: String(groups.name), inode: String(groups.inode) },
    ...{ host: String(groups.host), boot: String(groups.boot), namespace: String(groups.namespace) },
    ...{ pid: Number(groups.pid), started: Number(groups.started) },
  }));
}

/**
 * Returns whether the process of a claim still runs. A reused process id does not count.
 */
function isAlive({ pid, started }: Claim): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const status = statusOf(pid);
  return status === undefined || (!status.ended && status.started === started);
}

const startOf = (pid: number): number => statusOf(pid)?.started ?? 0;

/**
 * Returns the start time and state of a process from Linux's proc(5), fields 22 and 3; undefined without such a file.
 */
function statusOf(pid: number): { readonly started: number; readonly ended: boolean } | undefined {
  const fields = readOr(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, "")
    .split(" ");
  return fields === undefined
    ? undefined
    : { started: Number(fields[19]), ended: ["Z", "X"].includes(String(fields[0])) };
}
