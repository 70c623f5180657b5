// Protects the faults and forced responses that a request can ask for, and their effect on tasks.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults, startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { parsePrefer } from "../../src/sandbox/preferences.ts";
import { responses, violationsOf } from "../contract/schema-validators.ts";
import { body, create, headers, read } from "./caller.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ speed: 0, seed: 1 });
});
afterEach(() => sandbox.close());

const POST = "/v1/videos/generations";
const asking = (prefer: string): RequestInit => ({
  method: "POST",
  headers: { ...headers, Prefer: prefer },
  body: JSON.stringify(body),
});

describe.each([
  { by: "a socket", send: (path: string, init?: RequestInit) => fetch(sandbox.url + path, init) },
  { by: "the in-process fetch", send: (path: string, init?: RequestInit) => sandbox.fetch(path, init) },
])("over $by", ({ send }) => {
  it.each([
    ["reset_before", 0],
    ["reset_after", 1],
  ])("%s breaks the connection and leaves %i task", async (fault, left) => {
    const outcome = send(POST, asking(`fault=${fault}`));

    await expect(outcome).rejects.toMatchObject({
      name: "TypeError",
      message: "fetch failed",
      cause: { code: "ECONNRESET" },
    });
    expect([sandbox.tasks.length, sandbox.charges.length]).toEqual([left, left]);
  });

  it("cut_json responds 200 with half of the JSON, and the task exists", async () => {
    const response = await send(POST, asking("fault=cut_json"));

    const text = await response.text();
    expect([response.status, sandbox.tasks.length]).toEqual([200, 1]);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(JSON.stringify(sandbox.tasks[0]?.answer).startsWith(text)).toBe(true);
  });

  it("html_502 responds with a proxy's page, and the task exists", async () => {
    const response = await send(POST, asking("fault=html_502"));

    expect([response.status, response.headers.get("content-type"), sandbox.tasks.length]).toEqual([
      502,
      "text/html; charset=utf-8",
      1,
    ]);
    expect(await response.text()).toContain("<h1>502 Bad Gateway</h1>");
  });

  it("slow responds late, the caller can abort, and the task exists", async () => {
    const outcome = send(POST, { ...asking("fault=slow"), signal: AbortSignal.timeout(80) });

    await expect(outcome).rejects.toMatchObject({ name: "TimeoutError" });
    await vi.waitFor(() => expect(sandbox.tasks).toHaveLength(1));
  });

  it("a fault of a read does not change the task", async () => {
    const { body: task } = await create(sandbox);

    const outcome = send(`/v1/tasks/${task.id}`, { headers: { ...headers, Prefer: "fault=reset_after" } });

    await expect(outcome).rejects.toThrow("fetch failed");
    expect((await read(sandbox, `/v1/tasks/${task.id}`)).body).toEqual(task);
  });
});

it("a slow response is sent at the latest when the sandbox closes", async () => {
  const other = await startSandbox({ speed: 0 });
  const outcome = fetch(other.url + POST, asking("fault=slow"));
  await vi.waitFor(() => expect(other.tasks).toHaveLength(1));

  await other.close();

  expect((await outcome).status).toBe(200);
});

it("an invalid request is rejected, whatever fault it asks for", async () => {
  const names = Object.keys(faults).filter((name) => name !== "reset_before");

  const rejected = await Promise.all(
    names.map((name) => create(sandbox, { duration: 99 }, { Prefer: `fault=${name}` })),
  );

  expect(rejected.map(({ status }) => status)).toEqual(names.map(() => 400));
});

describe("the Prefer header, as in Prism", () => {
  const documented = responses()
    .filter(({ status }) => status !== "default")
    .map(({ operation, status, schema, examples }) => ({
      id: operation.operationId,
      code: Number(status),
      schema,
      examples,
    }));
  const paths = {
    createVideoGeneration: POST,
    getTask: "/v1/tasks/task-unified-1-aaaaaaaa",
    getCredits: "/v1/credits",
  };
  const ask = (id: string, prefer: string) => {
    const init = id === "createVideoGeneration" ? asking(prefer) : { headers: { ...headers, Prefer: prefer } };
    return sandbox.fetch(paths[id as keyof typeof paths], init);
  };

  it.each(documented)(
    "code=$code makes $id respond with a valid example, and has no other effect",
    async ({ id, code, schema }) => {
      const response = await ask(id, `code=${String(code)}`);

      expect(response.status).toBe(code);
      expect(violationsOf(schema, await response.json())).toEqual([]);
      expect(response.headers.has("retry-after")).toBe(code === 429);
      expect(sandbox.tasks).toEqual([]);
    },
  );

  it("example=NAME responds with the named example", async () => {
    for (const { id, code, examples } of documented) {
      for (const [name, value] of examples) {
        const response = await ask(id, `code=${String(code)}, example=${name}`);

        expect([response.status, await response.json()]).toEqual([code, value]);
      }
    }
  });

  it("an undocumented status has the error of the default response", async () => {
    const response = await ask("getCredits", "code=503");

    expect([response.status, await response.json()]).toMatchObject([503, { error: { code: "service_unavailable" } }]);
  });

  it("is parsed by RFC 7240: any case, quotes, several preferences, and registered ones have no effect", async () => {
    const found = parsePrefer('Return=minimal, wait=10 ; SCENARIO="stalled" , fault = slow, scenario=completed');

    const response = await create(sandbox, {}, { Prefer: "return=minimal, respond-async" });

    expect(Object.fromEntries(found)).toEqual({ return: "minimal", wait: "10", scenario: "stalled", fault: "slow" });
    expect(response.status).toBe(200);
  });
});

describe("Idempotency-Key", () => {
  const key = { "Idempotency-Key": "0f8fad5b-d9cb-469f-a165-70867728950e" };

  it("replays the first response, even if it was lost, and charges once", async () => {
    await expect(create(sandbox, {}, { ...key, Prefer: "fault=reset_after" })).rejects.toThrow("fetch failed");
    await sandbox.advance(150_000);

    const response = await create(sandbox, {}, key);

    expect([response.status, response.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
    expect(response.body).toEqual(sandbox.tasks[0]?.answer);
    expect(sandbox.charges).toHaveLength(1);
  });

  it("rejects another body, but not the same members in another order", async () => {
    await create(sandbox, {}, key);

    const other = await create(sandbox, { prompt: "something else" }, key);
    const reordered = await sandbox.fetch(POST, {
      method: "POST",
      headers: { ...headers, ...key },
      body: JSON.stringify({ prompt: body.prompt, model: body.model }),
    });

    expect([other.status, reordered.status, sandbox.tasks.length]).toEqual([400, 200, 1]);
    expect(other.body).toMatchObject({ error: { code: "invalid_request", param: "Idempotency-Key" } });
  });

  it("may be used again after a rejected request", async () => {
    const refused = await create(sandbox, { duration: 99 }, key);

    const accepted = await create(sandbox, {}, key);

    expect([refused.status, accepted.status, accepted.headers.get("idempotency-replayed")]).toEqual([400, 200, null]);
  });
});
