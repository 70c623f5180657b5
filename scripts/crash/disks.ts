import { ftruncateSync, rmSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { Open } from "../../src/batch/file/lines.ts";
import { withMembers } from "./members.ts";
import type { Step, WriteObserver } from "./write-observer.ts";

/** Length of a journal file, and the length that would survive a power failure. */
interface Disk {
  length: number;
  durable: number;
  named: boolean;
}

/** The files of a process. Each call is a step of the process; `losePower` discards what was not synced. */
export class Disks {
  readonly #step: Step;
  readonly #observer: WriteObserver;
  readonly #named: Disk[] = [];
  readonly #losses: (() => void)[] = [];

  constructor(step: Step, observer: WriteObserver) {
    this.#step = step;
    this.#observer = observer;
  }

  /** Discards what was not synced to disk. */
  losePower(): void {
    for (const lose of this.#losses) lose();
  }

  /** Like `open` of `node:fs/promises`. */
  readonly open = (async (path: string, flags?: string | number, mode?: number): Promise<FileHandle> => {
    if (flags === "r") return this.#watchedFolder(await open(path, flags));
    this.#step("open: before");
    const file = await open(path, flags, mode);
    const { size } = await file.stat();
    // The content counts as durable: it survived the end of the process that wrote it.
    const disk: Disk = { length: size, durable: size, named: size > 0 };
    this.#named.push(disk);
    this.#losses.push(() => (disk.named ? ftruncateSync(file.fd, disk.durable) : rmSync(path, { force: true })));
    this.#step("open: done");
    return this.#watched(file, disk);
  }) as Open;

  #watched(file: FileHandle, disk: Disk): FileHandle {
    const [step, observer] = [this.#step, this.#observer];
    return withMembers(file, {
      async write(bytes: Uint8Array, offset: number, length: number) {
        observer.writing(Buffer.from(bytes).toString());
        step(`write ${observer.kind}: before`);
        const half = await file.write(bytes, offset, Math.ceil(length / 2));
        disk.length += half.bytesWritten;
        step(`write ${observer.kind}: half`);
        const rest = await file.write(bytes, offset + half.bytesWritten, length - half.bytesWritten);
        disk.length += rest.bytesWritten;
        step(`write ${observer.kind}: done`);
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
        step(`sync ${observer.kind}: before`);
        await file.sync();
        disk.durable = disk.length;
        observer.synced();
        step(`sync ${observer.kind}: done`);
      },
    });
  }

  #watchedFolder(folder: FileHandle): FileHandle {
    const [step, named] = [this.#step, this.#named];
    return withMembers(folder, {
      async sync() {
        step("sync folder: before");
        await folder.sync();
        for (const disk of named) disk.named = true;
        step("sync folder: done");
      },
    });
  }
}
