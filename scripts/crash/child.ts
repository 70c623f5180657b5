import { ftruncateSync, rmSync, writeSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { Fetch } from "../../src/index.ts";
import { run } from "../../src/cli/batch.ts";
import { Witness } from "./witness.ts";

// The batch command with a death built in: it counts its steps and kills itself at the one it is told. EVOLINK_CRASH_AT is the
// number of the step (0: none), EVOLINK_CRASH_POWER=1 also loses what was not written through to the disk, as a loss of power would,
// and EVOLINK_CRASH_FAULTS lists what goes wrong with the POSTs, in their order.
const crashAt = Number(process.env.EVOLINK_CRASH_AT ?? 0);
const losesPower = process.env.EVOLINK_CRASH_POWER === "1";
const faults = (process.env.EVOLINK_CRASH_FAULTS ?? "").split(",").filter((name) => name !== "");

const witness = new Witness((text) => writeSync(2, `@${text}\n`));
const losses: (() => void)[] = [];
let steps = 0;

witness.say("alive", String(process.pid));

/** One step of the process; perhaps its last. */
function step(name: string): void {
  steps += 1;
  if (steps !== crashAt) return;
  witness.say("died", name);
  if (losesPower) for (const lose of losses) lose();
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way; nothing more may be done.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** What a journal's file has and what of it would survive a loss of power. */
interface Disk {
  length: number;
  durable: number;
  named: boolean;
}

function watched(file: FileHandle, disk: Disk): FileHandle {
  const watch = {
    async write(bytes: Uint8Array, offset: number, length: number) {
      const lines = Buffer.from(bytes).toString();
      witness.writing(lines);
      step(`write ${witness.kind}: before`);
      const half = await file.write(bytes, offset, Math.ceil(length / 2));
      disk.length += half.bytesWritten;
      step(`write ${witness.kind}: half`);
      const rest = await file.write(bytes, offset + half.bytesWritten, length - half.bytesWritten);
      disk.length += rest.bytesWritten;
      step(`write ${witness.kind}: done`);
      return { bytesWritten: half.bytesWritten + rest.bytesWritten };
    },
    async truncate(length: number) {
      step("truncate: before");
      await file.truncate(length);
      disk.length = length;
      disk.durable = Math.min(disk.durable, length);
      step("truncate: done");
    },
    async sync() {
      step(`sync ${witness.kind}: before`);
      await file.sync();
      disk.durable = disk.length;
      witness.synced();
      step(`sync ${witness.kind}: done`);
    },
  };
  return withMembers(file, watch);
}

/** The file with some of its methods replaced. */
function withMembers(file: FileHandle, members: object): FileHandle {
  return new Proxy(file, {
    get(target, name) {
      const value: unknown = Reflect.get(members, name) ?? Reflect.get(target, name);
      return typeof value === "function" ? (value as () => unknown).bind(target) : value;
    },
  });
}

async function openWatched(path: string, flags?: string | number, mode?: number): Promise<FileHandle> {
  if (flags === "r") return watchedFolder(await open(path, flags));
  step("open: before");
  const file = await open(path, flags, mode);
  const { size } = await file.stat();
  // What an earlier process left in the cache may be lost as well; that it is found here says that the power has held since.
  const disk: Disk = { length: size, durable: size, named: size > 0 };
  named.push(disk);
  losses.push(() => (disk.named ? ftruncateSync(file.fd, disk.durable) : rmSync(path, { force: true })));
  step("open: done");
  return watched(file, disk);
}

const named: Disk[] = [];

function watchedFolder(folder: FileHandle): FileHandle {
  return withMembers(folder, {
    async sync() {
      step("sync folder: before");
      await folder.sync();
      for (const disk of named) disk.named = true;
      step("sync folder: done");
    },
  });
}

const send: Fetch = async (url, init) => {
  const method = init.method ?? "GET";
  step(`${method}: before`);
  const headers = new Headers(init.headers);
  const fault = method === "POST" ? faults.shift() : undefined;
  if (fault !== undefined && fault !== "none") headers.set("prefer", `fault=${fault}`);
  const sent = fetch(url, { ...init, headers });
  step(`${method}: sent`);
  const answer = await sent;
  step(`${method}: answered`);
  return answer;
};

const code = await run(process.argv.slice(2), { fetch: send, open: openWatched as typeof open });
witness.say("steps", String(steps));
process.exit(code);
