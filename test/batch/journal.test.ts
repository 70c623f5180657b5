// Protects the journal file after a crash, with another process, and with a changed file of items.
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
  test("sets an item to unknown whose request was begun without an outcome", async () => {
    await leave(path, [begun(a), accepted, begun(b)]);

    const journal = await opened();

    expect(await stateOf(journal, "a")).toBe("accepted");
    expect(await stateOf(journal, "b")).toBe("unknown");
    expect((await eventsIn(path)).at(-1)).toMatchObject({ type: "unknown", key: "b", attempt: 1 });
  });

  test("lets an item wait again whose request was not sent", async () => {
    await leave(path, [begun(a), { type: "unsent", key: "a", attempt: 1, message: "refused" }]);

    const journal = await opened();

    expect(await stateOf(journal, "a")).toBe("waiting");
  });

  test("does not retry an item with an unknown outcome that had no idempotency key", async () => {
    await leave(path, [begun(a)]);
    const journal = await opened();
    await journal.admit(items(1), { allowChanged: false });

    const taken = await journal.take({ create: true, save: true, idempotent: true });

    expect(taken).toBeUndefined();
  });

  test("retries an item that had an idempotency key, for one day", async () => {
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
    const withoutKeys = await fresh
      .release("a", "retry")
      .then(() => fresh.take({ ...capabilities, idempotent: false }));
    await fresh.close();
    await leave(path, [sent(Date.now() - 25 * 3600 * 1000)]);
    const late = await opened();
    await late.admit(items(1), { allowChanged: false });

    expect(soon).toMatchObject({ key: "a", state: "unknown" });
    expect(withoutKeys).toBeUndefined();
    expect(await late.take(capabilities)).toBeUndefined();
  });

  test("rejects an event that cannot follow the previous one", async () => {
    await leave(path, [accepted]);

    await expect(openFileJournal(path)).rejects.toMatchObject({
      reason: "damaged",
      message: matching(/a: "accepted" of attempt 1 cannot follow "waiting"/),
    });
  });
});

describe("a second request of an item whose first one has no outcome", () => {
  const keyed = (attempt: number, idempotencyKey: string): object => ({ ...begun(a, attempt), idempotencyKey });

  test.each([
    ["without idempotency keys", [begun(a), begun(a, 2)]],
    ["with another idempotency key", [keyed(1, "batch-0123456789abcdef"), keyed(2, "batch-fedcba9876543210")]],
    ["with an idempotency key that the first one did not have", [begun(a), keyed(2, "batch-0123456789abcdef")]],
  ])("%s is rejected", async (_, events) => {
    await leave(path, events);

    await expect(openFileJournal(path)).rejects.toMatchObject({
      reason: "damaged",
      message: matching(/"begun" of attempt 2 cannot follow "begun"/),
    });
  });

  test("with the same idempotency key is allowed, and the key's age counts from its first use", async () => {
    await leave(path, [
      keyed(1, "batch-0123456789abcdef"),
      { ...keyed(2, "batch-0123456789abcdef"), at: "2026-11-22T17:00:00.000Z" },
    ]);

    const [entry] = await (await opened()).entries();

    expect(entry).toMatchObject({ state: "unknown", attempt: 2, begunAt: "2026-11-22T16:00:00.000Z" });
  });
});

describe("a journal file after a crash", () => {
  test("an incomplete last line is removed and reported, and the next line is complete", async () => {
    await leave(path, [begun(a), accepted], '{"type":"begun","key":"b","att');

    const journal = await opened();
    await journal.record(begun(b) as never);

    expect(journal.notes).toEqual([expect.stringContaining("torn by a crash")]);
    expect((await eventsIn(path)).map(({ type }) => type)).toEqual(["batch", "begun", "accepted", "begun"]);
  });

  test("a last line without a line break is kept, because it may have the id of a task", async () => {
    await leave(path, [begun(a)], JSON.stringify(accepted));

    const journal = await opened();

    expect(await stateOf(journal, "a")).toBe("accepted");
    expect(journal.notes).toEqual([]);
    expect(await readFile(path, "utf8")).toMatch(/\n$/);
  });

  test("zeros at the end are removed", async () => {
    await leave(path, [begun(a), accepted], "\0".repeat(100));

    const journal = await opened();

    expect(await stateOf(journal, "a")).toBe("accepted");
    expect(await readFile(path, "utf8")).not.toContain("\0");
  });

  test("an incomplete first line is replaced", async () => {
    await writeFile(path, '{"type":"bat');

    await opened();

    expect(await eventsIn(path)).toMatchObject([{ type: "batch", version: 1 }]);
  });

  test("an incomplete line elsewhere is rejected as damaged, and the file is not changed", async () => {
    await leave(path, [begun(a)], '{"type":\n{"type":"accepted"}\n');
    const before = await readFile(path, "utf8");

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "damaged" });
    expect(await readFile(path, "utf8")).toBe(before);
  });

  test("a file that is not a journal is not changed", async () => {
    await writeFile(path, '{"prompt":"a fox"}\n');

    await expect(openFileJournal(path)).rejects.toMatchObject({
      reason: "damaged",
      message: matching(/not the journal of a batch/),
    });
  });
});

describe("a failed write", () => {
  test("makes every later write fail, even if the disk works again", async () => {
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

describe("a changed file of items", () => {
  test("may have new items and other bodies of items that were never accepted", async () => {
    await leave(path, [begun(a), accepted, { type: "refused", key: "b", attempt: 0, message: "400" }]);
    const journal = await opened();
    const corrected = items(3).map((item) => (item.key === "b" ? { ...item, hash: "other" } : item));

    await journal.admit(corrected, { allowChanged: false });

    expect((await journal.entries()).map(({ key }) => key)).toEqual(["a", "b", "c"]);
  });

  test("is rejected when an item that was sent is missing, unless allowChanged is set", async () => {
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

  test("is rejected when a key that was sent has another body, even with allowChanged", async () => {
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

  /** Creates the lock file of another process: this one's, with some parts replaced. */
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

  test("prevents opening the journal a second time until it is closed", async () => {
    const first = await openFileJournal(path);

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "locked" });
    await first.close();

    await expect(openFileJournal(path).then((journal) => journal.close())).resolves.toBeUndefined();
    expect(await claims()).toEqual([]);
  });

  test.runIf(process.platform === "linux")("of a running process is respected", async () => {
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
    "of a process that has died is ignored, even if another one has its pid now",
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
    { where: "an earlier boot of the machine", parts: { boot: "0123456789ab" }, message: /before its last start/ },
  ])("of a process of $where is respected, because the process cannot be checked", async ({ parts, message }) => {
    await claimAs({ ...parts, pid: String(2 ** 22 + 1), started: "5" });

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "locked", message: matching(message) });
    expect(await claims()).toHaveLength(1);
  });

  test.each([
    { link: "a symbolic link to a journal that does not exist yet", make: (other: string) => symlink(path, other) },
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
  ])("applies to both names of $link, in both orders", async ({ make }) => {
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

  test("rejects a journal with a hard link in another folder, where its lock file would not be seen", async () => {
    await writeFile(path, "");
    await link(path, join(await folderFor(), "other.journal"));

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "locked", message: matching(/hard link/) });
  });

  test("still applies after the journal was renamed", async () => {
    const journal = await openFileJournal(path);
    onTestFinished(() => journal.close());
    await rename(path, `${path}.new`);

    await expect(openFileJournal(`${path}.new`)).rejects.toMatchObject({ reason: "locked" });
  });

  test("ignores files that are not lock files", async () => {
    for (const end of [".lock-", ".lock-x", ".lock-vm-abc-1", ".lock-other-5-5x"]) await writeFile(path + end, "");

    await expect(opened()).resolves.toBeDefined();
  });

  test("is released when the journal cannot be opened", async () => {
    await appendFile(path, '{"type":"other"}\n');

    await expect(openFileJournal(path)).rejects.toMatchObject({ reason: "damaged" });

    expect(await claims()).toEqual([]);
  });
});
