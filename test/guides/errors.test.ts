// Protects the guide about errors: it lists every error class, status, code and reason, and describes each correctly.
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

/** Returns the cells of each row of the table whose first column has this header. */
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

/** Returns the words in backquotes. */
const quoted = (cells: readonly (string | undefined)[]): string[] =>
  cells.flatMap((cell) => [...(cell ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => String(name)));

/** Returns the codes in the examples of a response, except the integers of the older error format. */
function codesOf(response: string): string[] {
  const at = (pointer: string): unknown =>
    pointer
      .split("/")
      .slice(1)
      .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], contract);
  const { content } = at(response) as { content: Record<string, { examples: Record<string, { $ref: string }> }> };
  const examples = Object.values(content).flatMap(({ examples: all }) => Object.values(all));
  const codes = examples.map(({ $ref }) => (at($ref) as { value: { error: { code: unknown } } }).value.error.code);
  return codes.filter((code) => typeof code === "string");
}

const errors = table(PAGE, "error");
const statuses = table(PAGE, "status").map(([status = "", codes = "", create = "", read = ""]) => ({
  statuses: (status.match(/\b\d{3}\b/g) ?? []).map(Number),
  codes: quoted([codes]),
  create: quoted([create])[0],
  read: quoted([read])[0],
}));

describe("the table of errors", () => {
  test("has exactly the error classes of the published modules", async () => {
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

  test("is tested with every module that the package exports", () => {
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

  test("says for every error what to do", () => {
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
    // A Retry-After beyond the deadline is not waited for, so that the test is fast.
    front = await serve(async (request) => {
      const { status, body } = await passOn(request, sandbox.url);
      return new Response(body, { status, headers: { "retry-after": "60" } });
    });
  });
  afterAll(async () => {
    await front.close();
    await sandbox.close();
  });

  const documentedErrors = Object.values(contract.paths)
    .flatMap((path) => Object.values(path) as { responses: Record<string, { $ref?: string }> }[])
    .flatMap(({ responses }) => Object.entries(responses))
    .flatMap(([status, { $ref }]) => ($ref === undefined ? [] : codesOf($ref).map((code) => ({ status, code }))));

  test("has every documented status with its codes", () => {
    const missing = documentedErrors.filter(
      ({ status, code }) =>
        !statuses.some(
          (row) => (status === "default" || row.statuses.includes(Number(status))) && row.codes.includes(code),
        ),
    );

    expect(missing).toEqual([]);
  });

  test("has only codes of the contract", () => {
    const shown = documentedErrors.map(({ code }) => code);

    expect(statuses.flatMap(({ codes }) => codes).filter((code) => !shown.includes(code))).toEqual([]);
  });

  const rows = statuses.flatMap(({ statuses: numbers, ...row }) => numbers.map((status) => ({ status, ...row })));

  test.each(rows)("$status: a create request throws $create, a read $read", async ({ status, create, read }) => {
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

    expect(thrown).toEqual([create, read]);
  });
});

describe("the other tables are complete", () => {
  test("the codes of failed tasks, with `retryable`", () => {
    const rows = table(PAGE, "`retryable`").map(([group, codes]) => [quoted([group])[0], quoted([codes])]);

    expect(Object.fromEntries(rows)).toEqual(taskErrorCodeRetryable);
  });

  // The compiler requires exactly the members of the type.
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

describe("the result of the program money.ts", () => {
  /** Imports the page's `money`, with the package from its sources. */
  async function moneyOfPage(): Promise<(error: unknown) => string> {
    const guide = guideFor(PAGE);
    const sdk = JSON.stringify(PATHS["evolink-video"]?.[0]);
    writeFileSync(join(guide.folder, "money.ts"), guide.code("money.ts").replace('"evolink-video"', sdk));
    return ((await import(join(guide.folder, "money.ts"))) as { money: (error: unknown) => string }).money;
  }

  /** Creates a video in a failing situation and returns the error. */
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
  ])("for %s is %s, with %i tasks created (%s %s)", async (name, expected, created, prefer, how) => {
    const sandbox = await startSandbox({ speed: how === "failing" ? 1e6 : 0 });
    const money = await moneyOfPage();
    const unreachable = `http://127.0.0.1:${await freePort()}`;

    const error = await thrownBy(how, prefer, how === "unreachable" ? unreachable : sandbox.url);
    const tasks = sandbox.tasks.length;
    await sandbox.close();

    expect(`${error.name} ${money(error)}`).toBe(`${name} ${expected}`);
    expect(tasks).toBe(created);
    expect(errors.find(([first]) => first === `\`${name}\``)?.[3]).toContain(expected);
  });
});
