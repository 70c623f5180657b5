// Protects the guide of errors: it lists every error class, status, code and reason that there is, and says of each
// what really happens.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskErrorCodeRetryable } from "../../generated/constants.ts";
import contract from "../../generated/openapi.json" with { type: "json" };
import { PATHS } from "../../scripts/compile.ts";
import type { BatchReason } from "../../src/batch/index.ts";
import type { CallbackReason } from "../../src/sdk/callback/index.ts";
import type { DownloadReason } from "../../src/sdk/download/index.ts";
import { EvoLink } from "../../src/sdk/index.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { guideFor } from "./guide.ts";
import { ROOT } from "./page.ts";
import { freePort, passOn, serve, type Served } from "./serve.ts";

const PAGE = "docs/guides/errors.md";
const TASK = "task-unified-1757169743-7cvnl5zw";
const BODY = { model: "kling-o3-reference-to-video", prompt: "A fox", video_url: "https://example.com/a.mp4" } as const;

/** Returns the table of a page whose first column has this head: for each row, the cells. */
function table(page: string, head: string): string[][] {
  const [, rows = ""] = readFileSync(join(ROOT, page), "utf8").split(
    new RegExp(`^\\| ${head} +\\|.*\\n\\|[-| ]+\\|\\n`, "m"),
  );
  return (/^(?:\|.*\n)*/.exec(rows)?.[0] ?? "")
    .trimEnd()
    .split("\n")
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What stands in backquotes. */
const quoted = (cells: readonly (string | undefined)[]): string[] =>
  cells.flatMap((cell) => [...(cell ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => String(name)));

/** Returns the codes in the examples of an answer, apart from the integers of the older form. */
function codesOf(answer: string): string[] {
  const at = (pointer: string): unknown =>
    pointer
      .split("/")
      .slice(1)
      .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], contract);
  const { content } = at(answer) as { content: Record<string, { examples: Record<string, { $ref: string }> }> };
  const examples = Object.values(content).flatMap(({ examples: all }) => Object.values(all));
  const codes = examples.map(({ $ref }) => (at($ref) as { value: { error: { code: unknown } } }).value.error.code);
  return codes.filter((code) => typeof code === "string");
}

const errors = table(PAGE, "error");
const statuses = table(PAGE, "status").map(([status = "", codes = "", creation = "", read = ""]) => ({
  statuses: (status.match(/\b\d{3}\b/g) ?? []).map(Number),
  codes: quoted([codes]),
  creation: quoted([creation])[0],
  read: quoted([read])[0],
}));

describe("the table of errors", () => {
  test("has every error class of every module that is published, and no other", async () => {
    const modules = Object.values(PATHS)
      .flat()
      .filter((file) => file.endsWith(".ts"));
    const exported = await Promise.all(
      modules.map(async (file) => Object.entries((await import(pathToFileURL(file).href)) as Record<string, unknown>)),
    );

    const classes = exported
      .flat()
      .filter(
        ([, value]) => typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof Error,
      );
    expect(quoted(errors.map(([name]) => name)).sort()).toEqual(classes.map(([name]) => name).sort());
  });

  test("knows every module that the package exports", () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { exports: object };

    expect(
      Object.keys(PATHS)
        .map((name) => name.replace("evolink-video", "."))
        .sort(),
    ).toEqual(
      Object.keys(exports)
        .filter((name) => name !== "./package.json")
        .sort(),
    );
  });

  test("says of every error what to do", () => {
    expect(
      errors.filter(
        ([name = "", when = "", , money = "", todo = ""]) =>
          when === "" || money === "" || (todo === "" && name !== "`StatusError`"),
      ),
    ).toEqual([]);
  });
});

describe("the table of statuses", () => {
  let sandbox: Sandbox;
  let front: Served;
  beforeAll(async () => {
    sandbox = await startSandbox({ speed: 0 });
    // What asks for patience beyond the deadline is not tried again, so that nobody has to wait.
    front = await serve(async (request) => {
      const { status, body } = await passOn(request, sandbox.url);
      return new Response(body, { status, headers: { "retry-after": "60" } });
    });
  });
  afterAll(async () => {
    await front.close();
    await sandbox.close();
  });

  const refusals = Object.values(contract.paths)
    .flatMap((path) => Object.values(path) as { responses: Record<string, { $ref?: string }> }[])
    .flatMap(({ responses }) => Object.entries(responses))
    .flatMap(([status, { $ref }]) => ($ref === undefined ? [] : codesOf($ref).map((code) => ({ status, code }))));

  test("has every status that the contract documents, with its codes", () => {
    const lacking = refusals.filter(
      ({ status, code }) =>
        !statuses.some(
          (row) => (status === "default" || row.statuses.includes(Number(status))) && row.codes.includes(code),
        ),
    );

    expect(lacking).toEqual([]);
  });

  test("has no code that the contract does not show", () => {
    const shown = refusals.map(({ code }) => code);

    expect(statuses.flatMap(({ codes }) => codes).filter((code) => !shown.includes(code))).toEqual([]);
  });

  const rows = statuses.flatMap(({ statuses: numbers, ...row }) => numbers.map((status) => ({ status, ...row })));

  test.each(rows)("$status: a creation throws $creation, a read $read", async ({ status, creation, read }) => {
    const evolink = new EvoLink({
      apiKey: "any",
      baseUrl: front.url,
      deadline: 20_000,
      headers: { prefer: `code=${status}` },
    });
    const caught = (call: Promise<unknown>) =>
      call.then(
        () => undefined,
        (error: unknown) => (error as Error).name,
      );

    const thrown = [await caught(evolink.videos.generate(BODY)), await caught(evolink.tasks.get(TASK))];

    expect(thrown).toEqual([creation, read]);
  });
});

describe("the other tables have every name that there is", () => {
  test("the codes of failed tasks, each beside what a new attempt can do", () => {
    const rows = table(PAGE, "`retryable`").map(([group, codes]) => [quoted([group])[0], quoted([codes])]);

    expect(Object.fromEntries(rows)).toEqual(taskErrorCodeRetryable);
  });

  // The compiler demands every reason here, and no other.
  const batch: Record<BatchReason, true> = {
    input: true,
    changed: true,
    damaged: true,
    locked: true,
    library: true,
    journal: true,
  };
  const callback: Record<CallbackReason, true> = {
    method: true,
    token: true,
    too_large: true,
    content_type: true,
    body: true,
    unknown_task: true,
    unconfirmed: true,
    not_finished: true,
    busy: true,
    too_slow: true,
    dedup_store: true,
    on_task: true,
  };
  const saving: Record<DownloadReason, true> = {
    aborted: true,
    exists: true,
    expired: true,
    file: true,
    incomplete: true,
    invalid_argument: true,
    network: true,
    no_result: true,
    refused: true,
    superseded: true,
    too_large: true,
    unsafe_link: true,
  };

  test.each([
    ["batches", PAGE, "`reason`", 0, batch],
    ["callbacks", "docs/callbacks.md", "delivery", 2, callback],
    ["downloads", "docs/downloads.md", "`reason`", 0, saving],
  ] as const)("the reasons of %s", (_what, page, head, column, reasons) => {
    expect(quoted(table(page, head).map((cells) => cells[column])).sort()).toEqual(Object.keys(reasons).sort());
  });
});

describe("what the program says of money", () => {
  /** Resolves to the page's `money`, with the package from its sources. */
  async function moneyOfPage(): Promise<(error: unknown) => string> {
    const guide = guideFor(PAGE);
    const sdk = JSON.stringify(PATHS["evolink-video"]?.[0]);
    writeFileSync(join(guide.folder, "money.ts"), guide.code("money.ts").replace('"evolink-video"', sdk));
    return ((await import(join(guide.folder, "money.ts"))) as { money: (error: unknown) => string }).money;
  }

  /** Creates under one difficulty, and returns what is thrown. */
  async function thrownBy(how: string, prefer: string, baseUrl: string): Promise<Error> {
    const signals = new Map([
      ["aborted", () => AbortSignal.abort()],
      ["late", () => AbortSignal.timeout(200)],
    ]);
    const body = how === "invalid" ? { ...BODY, prompt: 7 as never } : BODY;
    try {
      const evolink = new EvoLink({ apiKey: how === "keyless" ? "" : "any", deadline: 300, baseUrl });
      await evolink.videos.generateAndWait(body, {
        ...(how === "failing" ? { maxWait: 5000, interval: 20 } : { maxWait: 20 }),
        onCreated: () => {
          if (how === "throwing") throw new Error("the disk is full");
        },
        headers: prefer === "" ? {} : { prefer },
        signal: signals.get(how)?.(),
      });
    } catch (error) {
      return error as Error;
    }
    throw new Error("nothing was thrown");
  }

  test.each([
    ["EvoLinkError", "none", 0, "", "keyless"],
    ["EvoLinkError", "reserved", 1, "", "throwing"],
    ["InvalidRequestError", "none", 0, "", "invalid"],
    ["ConnectionError", "none", 0, "", "unreachable"],
    ["AbortError", "none", 0, "", "aborted"],
    ["AbortError", "perhaps", 1, "fault=slow", "late"],
    ["OutcomeUnknownError", "perhaps", 1, "fault=reset_after", ""],
    ["OutcomeUnknownError", "perhaps", 0, "fault=reset_before", ""],
    ["InsufficientCreditsError", "none", 0, "code=402", ""],
    ["RateLimitError", "none", 0, "code=429", ""],
    ["WaitTimeoutError", "reserved", 1, "", ""],
    ["TaskFailedError", "perhaps", 1, "scenario=failed_without_error", "failing"],
  ])("after %s: %s, with %i tasks created (%s %s)", async (name, said, created, prefer, how) => {
    const sandbox = await startSandbox({ speed: how === "failing" ? 1e6 : 0 });
    const money = await moneyOfPage();
    const unreachable = `http://127.0.0.1:${await freePort()}`;

    const error = await thrownBy(how, prefer, how === "unreachable" ? unreachable : sandbox.url);
    const tasks = sandbox.tasks.length;
    await sandbox.close();

    expect(`${error.name} ${money(error)}`).toBe(`${name} ${said}`);
    expect(tasks).toBe(created);
    expect(errors.find(([first]) => first === `\`${name}\``)?.[3]).toContain(said);
  });
});
