// Protects the files around a download: each run writes its own partial file, no link is followed, and no other file is
// touched.
import { execFileSync } from "node:child_process";
import { chmod, link, lstat, mkdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assertWritable, download } from "../../../src/sdk/download/index.ts";
import { bytes, file, folder, keepPart, site, stall, taskWith, writeNote } from "./fixtures.ts";

const A = bytes(400_000);
const B = bytes(300_000, 7);
const taskOf = (id: string, url: string) => ({ ...taskWith(url), id: `task-unified-${id}` });

describe("downloads to one path", () => {
  it("at the same time: one saves the video, and the others fail with reason exists", async () => {
    const { url } = await site(file(A));
    const { path, names } = await folder();

    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => download(taskWith(url), path)));

    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ reason: "exists" });
    expect(A.equals(await readFile(path))).toBe(true);
    expect(await names()).toEqual(["video.mp4"]);
  });

  it.each([{ overwrite: false }, { overwrite: true }])(
    "of two tasks never mix: exactly one succeeds and finds its own bytes (%o)",
    async (options) => {
      const a = await site(file(A));
      const b = await site(file(B, { etag: '"v2"' }));
      const { dir, names } = await folder();

      for (let round = 0; round < 15; round++) {
        const path = join(dir, `${round}.mp4`);
        const matches = (content: Buffer) => async () => content.equals(await readFile(path));
        const outcomes = await Promise.allSettled([
          download(taskOf("a", a.url), path, options).then(matches(A)),
          download(taskOf("b", b.url), path, options).then(matches(B)),
        ]);

        expect(outcomes.filter((outcome) => outcome.status === "fulfilled" && outcome.value)).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome.status === "fulfilled" && !outcome.value)).toEqual([]);
      }
      expect((await names()).filter((name) => name.includes("part"))).toEqual([]);
    },
  );

  it("do not disturb each other: the earlier one finishes while the later one is running", async () => {
    let finish: (() => void) | undefined;
    const slow = await site((_req, res) => {
      res.writeHead(200, { "content-length": A.length, etag: '"v1"' }).write(A.subarray(0, 200_000));
      finish = () => res.end(A.subarray(200_000));
    });
    const stuck = await site(stall(B, 100_000, { etag: '"v2"', "content-length": String(B.length) }));
    const { path, names } = await folder();
    const abort = new AbortController();
    const begun = (run: (onProgress: () => void) => Promise<unknown>) =>
      new Promise<{ readonly ended: Promise<unknown> }>((resolve) => {
        const ended = run(() => resolve({ ended })).catch((error: unknown) => error);
      });
    const earlier = await begun((onProgress) => download(taskOf("a", slow.url), path, { onProgress }));
    const later = await begun((onProgress) =>
      download(taskOf("b", stuck.url), path, { onProgress, signal: abort.signal }),
    );

    finish?.();
    expect(await earlier.ended).toMatchObject({ bytes: A.length });
    abort.abort();
    expect(await later.ended).toMatchObject({ reason: "aborted" });

    expect(A.equals(await readFile(path))).toBe(true);
    expect(await names()).toEqual(["video.mp4"]);
  });

  it("with overwrite replace the existing file, but not one that appeared during the download", async () => {
    const { url } = await site(file(A));
    const { path } = await folder();
    await writeFile(path, "old");
    let written: Promise<void> | undefined;

    const failure = download(taskWith(url), path, {
      overwrite: true,
      onProgress: () => void (written ??= writeFile(path, "another video")),
    });

    await expect(failure).rejects.toMatchObject({ reason: "superseded" });
    expect(await readFile(path, "utf8")).toBe("another video");
  });

  it("that resume at the same time: one takes the partial file, the other starts from the beginning", async () => {
    const { url, requests } = await site(file(A));
    const { path } = await folder();
    await keepPart(path, A.subarray(0, 200_000));

    await Promise.allSettled([download(taskWith(url), path), download(taskWith(url), path)]);

    expect(requests.filter(({ headers }) => headers.range !== undefined)).toHaveLength(1);
    expect(A.equals(await readFile(path))).toBe(true);
  });
});

describe("a file-system link", () => {
  const victimIn = async (dir: string): Promise<string> => {
    const victim = join(dir, "victim");
    await writeFile(victim, A.subarray(0, 200_000));
    return victim;
  };

  it.each([
    { name: "symbolic, at the path", make: symlink, suffix: "", overwrite: true },
    { name: "hard, at the path", make: link, suffix: "", overwrite: true },
    { name: "symbolic, at the partial file", make: symlink, suffix: ".part", overwrite: false },
    { name: "hard, at the partial file", make: link, suffix: ".part", overwrite: false },
    { name: "symbolic, at the resume state", make: symlink, suffix: ".part.json", overwrite: false },
    { name: "hard, at the resume state", make: link, suffix: ".part.json", overwrite: false },
  ])("is not written through: $name", async ({ make, suffix, overwrite }) => {
    const { url } = await site(file(A));
    const { path, dir } = await folder();
    const victim = await victimIn(dir);
    if (suffix === ".part") await writeNote(path, A.subarray(0, 200_000));
    await make(victim, `${path}${suffix}`);

    await download(taskWith(url), path, { overwrite });

    expect(A.subarray(0, 200_000).equals(await readFile(victim))).toBe(true);
    expect(A.equals(await readFile(path))).toBe(true);
    expect((await lstat(path)).isFile()).toBe(true);
  });

  it.each(["victim", "nowhere"])("at the path counts as an existing file without overwrite: to %s", async (target) => {
    const { url, requests } = await site(file(A));
    const { path, dir } = await folder();
    await victimIn(dir);
    await symlink(join(dir, target), path);

    await expect(download(taskWith(url), path)).rejects.toMatchObject({ reason: "exists" });
    expect(requests).toEqual([]);
  });
});

describe("other files beside the path", () => {
  it("are kept: a file with the name of a partial file, but without resume state", async () => {
    const { url } = await site(file(A, { cut: 200_000 }), file(A));
    const { path, names } = await folder();
    await writeFile(`${path}.part`, "a browser's");

    await expect(download(taskWith(url), path, { retries: 0 })).rejects.toMatchObject({ reason: "network" });
    await download(taskWith(url), path);

    expect(await readFile(`${path}.part`, "utf8")).toBe("a browser's");
    expect(await names()).toEqual(["video.mp4", "video.mp4.part"]);
  });

  it("are kept: a folder with the name of a partial file, and the video is saved", async () => {
    const { url } = await site(file(A));
    const { path, names } = await folder();
    await mkdir(`${path}.part`);

    await download(taskWith(url), path);

    expect(await names()).toEqual(["video.mp4", "video.mp4.part"]);
  });

  it("are deleted only if a crashed run left them more than a day ago", async () => {
    const { url } = await site(file(A));
    const { path, names } = await folder();
    const dayAgo = Date.now() / 1000 - 25 * 3600;
    for (const name of [`${path}.01234567.part`, `${path}.01234567.part.json`, `${path}.old.part`, `${path}.bak`]) {
      await writeFile(name, "left");
      await utimes(name, dayAgo, dayAgo);
    }
    await writeFile(`${path}.89abcdef.part`, "another run's");

    await download(taskWith(url), path);

    expect(await names()).toEqual(["video.mp4", "video.mp4.89abcdef.part", "video.mp4.bak", "video.mp4.old.part"]);
  });
});

describe("assertWritable", () => {
  it("accepts a path that can be written to, and leaves no file", async () => {
    const { path, names } = await folder();

    await expect(assertWritable(path)).resolves.toBeUndefined();
    expect(await names()).toEqual([]);
  });

  it.each([
    { name: "a name of 300 characters", path: "n".repeat(300), reason: "file", message: /too long/ },
    {
      name: "a name whose partial file is too long",
      path: `${"n".repeat(246)}.mp4`,
      reason: "file",
      message: /too long/,
    },
    { name: "a name of many bytes", path: "ü".repeat(125), reason: "file", message: /too long/ },
    {
      name: "a folder that does not exist",
      path: "missing/video.mp4",
      reason: "file",
      message: /folder does not exist/,
    },
    {
      name: "a path that ends in a slash, of a folder that does not exist",
      path: "missing/",
      reason: "file",
      message: /folder does not exist/,
    },
    { name: "a file in place of the folder", path: "taken/video.mp4", reason: "file", message: /not a folder/ },
    { name: "a folder", path: "sub", reason: "exists", message: /is a folder/ },
    { name: "a folder with a slash", path: "sub/", reason: "exists", message: /is a folder/ },
    { name: "a file", path: "taken", reason: "exists", message: /overwrite/ },
    { name: "a NUL character", path: "a\0b", reason: "invalid_argument", message: /NUL/ },
  ])("rejects $name, as the download does", async ({ path, reason, message }) => {
    const { dir } = await folder();
    const { url, requests } = await site(file(A));
    await mkdir(join(dir, "sub"));
    await writeFile(join(dir, "taken"), "");
    const refusal = { name: "DownloadError", reason, message: expect.stringMatching(message) as string };

    await expect(assertWritable(`${dir}/${path}`)).rejects.toMatchObject(refusal);
    await expect(download(taskWith(url), `${dir}/${path}`)).rejects.toMatchObject(refusal);
    expect(requests).toEqual([]);
  });

  it("accepts a file that may be overwritten", async () => {
    const { path } = await folder();
    await writeFile(path, "old");

    await expect(assertWritable(path, { overwrite: true })).resolves.toBeUndefined();
    expect(await readFile(path, "utf8")).toBe("old");
  });

  it("rejects a pipe, even with overwrite", async () => {
    const { path } = await folder();
    const { url, requests } = await site(file(A));
    execFileSync("mkfifo", [path]);
    const refusal = { reason: "exists", message: expect.stringContaining("a device, a pipe or a socket") as string };

    await expect(assertWritable(path, { overwrite: true })).rejects.toMatchObject(refusal);
    await expect(download(taskWith(url), path, { overwrite: true })).rejects.toMatchObject(refusal);
    expect([(await lstat(path)).isFIFO(), requests]).toEqual([true, []]);
  });

  it.skipIf(process.getuid?.() === 0)("rejects a folder that cannot be written to", async () => {
    const { path, dir } = await folder();
    await chmod(dir, 0o500);

    await expect(assertWritable(path)).rejects.toMatchObject({ reason: "file" });
    await chmod(dir, 0o700);
  });
});
