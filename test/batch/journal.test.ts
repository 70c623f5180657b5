// Protects the journal's file: what a crash, another process or another file of items may have done to it.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { appendFile, link, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openFileJournal, type Journal } from "../../src/batch/index.ts";
import { begun, containing, eventsIn, folderFor, items, leave, matching } from "./fixtures.ts";

const TASK = "task-unified-1757169743-7cvnl5zw";
const [a, b] = items(2);
const accepted = { type: "accepted", key: "a", attempt: 1, taskId: TASK, credits: 24 };

let path: string;

beforeEach(async () => {
  path = join(await folderFor(), "items.jsonl.journal");
});

async function opened(): Promise<Journal> {
  const journal = await openFileJournal(path);
  onTestFinished(() => journal.close());
  return journal;
}

const stateOf = async (journal: Journal, key: string): Promise<string | undefined> =>
  (await journal.entries()).find((entry) => entry.key === key)?.state;

describe("replay", () => {
  test("sets an item aside whose request was begun and has no end", async () => {
    await leave(path, [begun(a), accepted, begun(b)]);

    const journal = await opened();

    expect(await stateOf(journal, "a")).toBe("accepted");
    expect(await stateOf(journal, "b")).toBe("unknown");
    expect((await eventsIn(path)).at(-1)).toMatchObject({ type: "unknown", key: "b", attempt: 1 });
  });

  test("lets an item be begun again whose request never left", async () => {
    await leave(path, [begun(a), { type: "unsent", key: "a", attempt: 1, message: "refused" }]);

    const journal = await opened();

    expect(await stateOf(journal, "a")).toBe("waiting");
  });

  test("never gives out an item of unknown outcome without an idempotency key", async () => {
    await leave(path, [begun(a)]);
    const journal = await opened();
    await journal.admit(items(1), { allowChanged: false });

    const taken = await journal.take({ create: true, save: true, idempotent: true });

    expect(taken).toBeUndefined();
  });

  test("gives out an item that carried a key, but not for longer than a day", async () => {
    const sent = (at: number) => ({
      ...begun(a),
      idempotencyKey: "batch-0123456789abcdef",
      at: new Date(at).toISOString(),
    });
    const capabilities = { create: true, save: true, idempotent: true };
    await leave(path, [sent(Date.now() - 1000)]);
    const fresh = await openFileJournal(path);
    await fresh.admit(items(1), { allowChanged: false });

    const soon = await fresh.take(capabilities);
    const unasked = await fresh.release("a", "retry").then(() => fresh.take({ ...capabilities, idempotent: false }));
    await fresh.close();
    await leave(path, [sent(Date.now() - 25 * 3600 * 1000)]);
    const late = await opened();
    await late.admit(items(1), { allowChanged: false });

    expect(soon).toMatchObject({ key: "a", state: "unknown" });
    expect(unasked).toBeUndefined();
    expect(await late.take(capabilities)).toBeUndefined();
  });

  test("rejects what cannot follow", async () => {
    await leave(path, [accepted]);

    await expect(openFileJournal(path)).rejects.toMatchObject({
      reason: "damaged",
      message: matching(/a: "accepted" of attempt 1 cannot follow "waiting"/),
    });
  });
});

describe("a second request of an item whose first one has no known end", () => {
  const keyed = (attempt: number, idempotencyKey: string): object => ({ ...begun(a, attempt), idempotencyKey });

  test.each([
    ["without idempotency keys", [begun(a), begun(a, 2)]],
    ["under another key", [keyed(1, "batch-0123456789abcdef"), keyed(2, "batch-fedcba9876543210")]],
    ["under a key that the first one lacked", [begun(a), keyed(2, "batch-0123456789abcdef")]],
  ])("%s cannot be", async (_, events) => {
    await leave(path, events);

    await expect(openFileJournal(path)).rejects.toMatchObject({
      reason: "damaged",
      message: matching(/"begun" of attempt 2 cannot follow "begun"/),
    });
  });

  test("under the same key is legal, and the key counts from its first use", async () => {
    await leave(path, [
      keyed(1, "batch-0123456789abcdef"),
      { ...keyed(2, "batch-0123456789abcdef"), at: "2026-11-22T17:00:00.000Z" },
    ]);

    const [entry] = await (await opened()).entries();

    expect(entry).toMatchObject({ state: "unknown", attempt: 2, begunAt: "2026-11-22T16:00:00.000Z" });
  });
});

describe("the end of the file after a crash", () => {
  test("a torn line is cut off and told of, and the next line is whole", async () => {
    await leave(path, [begun(a), accepted], '{"type":"begun","key":"b","att');

    const journal = await opened();
    await journal.record(begun(b) as never);

    expect(journal.notes).toEqual([expect.stringContaining("torn by a crash")]);
    expect((await eventsIn(path)).map(({ type }) => type)).toEqual(["batch", "begun", "accepted", "begun"]);
  });

  test("a line that lacks only its break is kept: the id of a task may stand in it", async () => {
    await leave(path, [begun(a)], JSON.stringify(accepted));

    const journal = await opened();

    expect(await stateOf(journal, "a")).toBe("accepted");
    expect(journal.notes).toEqual([]);
    expect(await readFile(path, "utf8")).toMatch(/\n$/);
  });

  test("a last block of zeros is cut off", async () => {
    await leave(path, [begun(a), accepted], "\0".repeat(100));

    const journal = await opened();

    expect(await stateOf(journal, "a")).toBe("accepted");
    expect(await readFile(path, "utf8")).not.toContain("\0");
  });

  test("a torn first line is begun anew", async () => {
    await writeFile(path, '{"type":"bat');

    await opened();

    expect(await eventsIn(path)).toMatchObject([{ type: "batch", version: 1 }]);
  });

  test("a torn line elsewhere is damage: nothing is changed", async () => {
    await leave(path, [begun(a)], '{"type":\n{"type":"accepted"}\n');
    const before = await readFile(path, "utf8");

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "damaged" });
    expect(await readFile(path, "utf8")).toBe(before);
  });

  test("a file that is no journal is left alone", async () => {
    await writeFile(path, '{"prompt":"a fox"}\n');

    await expect(openFileJournal(path)).rejects.toMatchObject({
      reason: "damaged",
      message: matching(/not the journal of a batch/),
    });
  });
});

describe("a disk that fails", () => {
  test("ends the work: nothing more is promised, even if the disk works again", async () => {
    const { open } = await import("node:fs/promises");
    let full = false;
    const failing = (async (...args: Parameters<typeof open>) => {
      const file = await open(...args);
      const sync = file.sync.bind(file);
      file.sync = () => (full ? Promise.reject(Object.assign(new Error("ENOSPC"), { code: "ENOSPC" })) : sync());
      return file;
    }) as typeof open;
    const journal = await openFileJournal(path, { open: failing });
    onTestFinished(() => journal.close());
    full = true;

    const first = journal.record(begun(a) as never);
    await expect(first).rejects.toMatchObject({ reason: "journal", message: matching(/ENOSPC/) });
    full = false;

    await expect(journal.record(begun(b) as never)).rejects.toMatchObject({ reason: "journal" });
  });
});

describe("a file of items that has changed", () => {
  test("may grow, and may mend what was never accepted", async () => {
    await leave(path, [begun(a), accepted, { type: "refused", key: "b", attempt: 0, message: "400" }]);
    const journal = await opened();
    const mended = items(3).map((item) => (item.key === "b" ? { ...item, hash: "other" } : item));

    await journal.admit(mended, { allowChanged: false });

    expect((await journal.entries()).map(({ key }) => key)).toEqual(["a", "b", "c"]);
  });

  test("is rejected when an item that was sent is gone, unless that is allowed", async () => {
    await leave(path, [begun(a), accepted]);
    const journal = await opened();
    const others = items(2).slice(1);

    const refused = journal.admit(others, { allowChanged: false });

    await expect(refused).rejects.toMatchObject({ reason: "changed", message: containing(`a (${TASK})`) });
    await journal.admit(others, { allowChanged: true });
    expect(await journal.take({ create: true, save: true, idempotent: false })).toMatchObject({
      key: "a",
      taskId: TASK,
    });
  });

  test("is rejected when a key that was sent has another body, allowed or not", async () => {
    await leave(path, [begun(a), accepted]);
    const journal = await opened();

    const admitted = journal.admit(
      items(1).map((item) => ({ ...item, hash: "other" })),
      { allowChanged: true },
    );

    await expect(admitted).rejects.toMatchObject({
      reason: "changed",
      message: matching(/sent before with another body: a/),
    });
  });
});

describe("the lock", () => {
  const claims = async (): Promise<string[]> =>
    (await readdir(join(path, ".."))).filter((name) => name.includes(".lock-"));

  /** Makes the claim of another process: this one's, with some parts of it replaced. */
  async function claimAs(
    parts: Partial<Record<"host" | "boot" | "namespace" | "pid" | "started", string>>,
  ): Promise<void> {
    const journal = await openFileJournal(path);
    const [mine = ""] = await claims();
    await journal.close();
    const [name, rest = ""] = mine.split(".lock-");
    const [host, boot, namespace, pid, started, inode] = rest.split("-");
    const { host: h, boot: b, namespace: n, pid: p, started: s } = { host, boot, namespace, pid, started, ...parts };
    await writeFile(join(path, "..", `${name}.lock-${h}-${b}-${n}-${p}-${s}-${inode}`), "");
  }

  test("keeps a second journal out until the first is closed", async () => {
    const first = await openFileJournal(path);

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "locked" });
    await first.close();

    await expect(openFileJournal(path).then((journal) => journal.close())).resolves.toBeUndefined();
    expect(await claims()).toEqual([]);
  });

  test.runIf(process.platform === "linux")("respects a process that lives", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    onTestFinished(() => void other.kill());
    const pid = Number(other.pid);
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    await claimAs({ pid: String(pid), started: String(fields[19]) });

    await expect(openFileJournal(path)).rejects.toMatchObject({
      reason: "locked",
      message: containing(`Process ${pid}`),
    });
    expect(await claims()).toHaveLength(1);
  });

  test.runIf(process.platform === "linux")(
    "passes over a process that has died, and over another one that has its number now",
    async () => {
      await claimAs({ pid: String(2 ** 22 + 1), started: "5" });
      await claimAs({ pid: String(process.ppid), started: "1" });

      await opened();

      expect(await claims()).toEqual([expect.stringContaining(`-${process.pid}-`)]);
    },
  );

  test.each([
    { where: "another host", parts: { host: "elsewhere" }, message: /elsewhere \(another machine\)/ },
    { where: "another PID namespace", parts: { namespace: "4026539999" }, message: /in another container/ },
    { where: "another start of the machine", parts: { boot: "0123456789ab" }, message: /before its last start/ },
  ])("does not judge a process of $where", async ({ parts, message }) => {
    await claimAs({ ...parts, pid: String(2 ** 22 + 1), started: "5" });

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "locked", message: matching(message) });
    expect(await claims()).toHaveLength(1);
  });

  test.each([
    { link: "a symbolic link to a journal that is not there yet", make: (other: string) => symlink(path, other) },
    {
      link: "a symbolic link",
      make: async (other: string) => {
        await writeFile(path, "");
        await symlink(path, other);
      },
    },
    {
      link: "a hard link",
      make: async (other: string) => {
        await writeFile(path, "");
        await link(path, other);
      },
    },
  ])("holds under the two names of $link, in both orders", async ({ make }) => {
    const other = join(path, "..", "other.journal");
    await make(other);

    for (const [first, second] of [
      [other, path],
      [path, other],
    ] as const) {
      const journal = await openFileJournal(first);
      await expect(openFileJournal(second)).rejects.toMatchObject({ reason: "locked" });
      await journal.close();
    }
  });

  test("rejects a journal that has a name in another folder, where its claim would not be seen", async () => {
    await writeFile(path, "");
    await link(path, join(await folderFor(), "other.journal"));

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "locked", message: matching(/hard link/) });
  });

  test("holds for a journal that was renamed", async () => {
    const journal = await openFileJournal(path);
    onTestFinished(() => journal.close());
    await rename(path, `${path}.new`);

    await expect(openFileJournal(`${path}.new`)).rejects.toMatchObject({ reason: "locked" });
  });

  test("passes over names that are no claims", async () => {
    for (const end of [".lock-", ".lock-x", ".lock-vm-abc-1", ".lock-other-5-5x"]) await writeFile(path + end, "");

    await expect(opened()).resolves.toBeDefined();
  });

  test("is given back when the journal cannot be opened", async () => {
    await appendFile(path, '{"type":"other"}\n');

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "damaged" });

    expect(await claims()).toEqual([]);
  });
});
