// Protects the results of a run: what each status means, which cases are not sent, and the checks of responses and
// credentials.
import { describe, expect, it } from "vitest";
import { deriveCases, runContract, type RunOptions, type RunReport } from "../../src/contract/index.ts";

const parameter = { name: "q", in: "query", schema: { type: "integer", maximum: 3 } };

function documentWith(operation: object, path = "/t", more: object = {}): object {
  return { openapi: "3.1.0", info: { title: "t", version: "1" }, paths: { [path]: { get: operation } }, ...more };
}

type Respond = (url: URL, headers: Headers) => Response;

function runWith(document: object, respond: Respond, options: Partial<RunOptions> = {}): Promise<RunReport> {
  const fetch = ((input: string, init: RequestInit) =>
    Promise.resolve(respond(new URL(input), new Headers(init.headers)))) as typeof globalThis.fetch;
  return runContract(deriveCases(document).cases, { baseUrl: "http://service.test", document, fetch, ...options });
}

const isValid = (url: URL): boolean => {
  const text = url.searchParams.get("q");
  return text === null || (/^-?\d+$/.test(text) && Number(text) <= 3);
};
const ok = { 200: { description: "ok" }, 400: { description: "bad" } };

describe("an invalid value whose response is", () => {
  it.each([
    { status: 400, findings: 0 },
    { status: 422, findings: 1 },
    { status: 200, findings: 1 },
    { status: 500, findings: 1 },
    { status: 401, findings: 0 },
    { status: 403, findings: 0 },
    { status: 404, findings: 0 },
    { status: 405, findings: 0 },
  ])("$status gives $findings kinds of findings", async ({ status, findings }) => {
    const report = await runWith(documentWith({ parameters: [parameter], responses: ok }), (url) =>
      isValid(url) ? new Response() : new Response(null, { status }),
    );

    const kinds = new Set(
      report.findings.filter(({ message }) => !message.includes("is not documented")).map(({ kind }) => kind),
    );
    expect(kinds.size).toBe(status === 422 ? 0 : findings);
    if ([401, 403, 404, 405].includes(status))
      expect(report.undecided.some(({ reason }) => reason.startsWith(String(status)))).toBe(true);
  });
});

it("sends nothing more to an operation whose first request is unauthorized, and says why", async () => {
  const report = await runWith(
    documentWith({ parameters: [parameter], responses: { ...ok, 401: {} } }),
    () => new Response(null, { status: 401 }),
  );

  expect([report.findings, report.cases.sent]).toEqual([[], 0]);
  expect(report.undecided.map(({ reason }) => reason).join("\n")).toContain("the plain request got 401");
});

it("does not send values that HTTP cannot distinguish, nor requests with unknown path parameters", async () => {
  const requested: string[] = [];
  const nullable = { name: "q", in: "query", schema: { type: ["integer", "null"] } };
  const text = { name: "s", in: "query", schema: { type: "string" } };

  await runWith(documentWith({ parameters: [nullable, text], responses: ok }), (url) => {
    requested.push(url.search);
    return new Response();
  });
  await runWith(documentWith({ parameters: [parameter], responses: ok }, "/t/{id}"), (url) => {
    requested.push(url.pathname);
    return new Response();
  });

  expect(requested.filter((one) => /null|undefined|[{}]|%7B/.test(one))).toEqual([]);
});

it("uses path parameters from the options and from another operation's response", async () => {
  const id = { name: "id", in: "path", required: true, schema: { type: "string", pattern: "^t-[0-9]+$" } };
  const links = { Thing: { operationId: "getThing", parameters: { id: "$response.body#/id" } } };
  const body = { "application/json": { schema: { type: "object" } } };
  const document = {
    openapi: "3.1.0",
    paths: {
      "/t/{id}": { get: { operationId: "getThing", parameters: [id, parameter], responses: ok } },
      "/t": { get: { parameters: [parameter], responses: { 200: { content: body, links }, 400: {} } } },
    },
  };
  const paths = new Set<string>();
  const respond: Respond = (url) => {
    if (url.pathname !== "/t") paths.add(url.pathname);
    return isValid(url) ? Response.json({ id: "t-77" }) : new Response(null, { status: 400 });
  };

  const linked = await runWith(document, respond);
  await runWith(document, respond, { params: { id: "t-88" } });

  expect([paths.has("/t/t-77"), paths.has("/t/t-88")]).toEqual([true, true]);
  expect(linked.findings.filter(({ kind }) => kind === "control")).toEqual([]);
});

it("validates status, content type, headers and body of a response", async () => {
  const headers = { "X-Left": { required: true, schema: { type: "integer" } } };
  const content = { "application/json": { schema: { type: "object", required: ["a"] } } };
  const document = documentWith({ parameters: [parameter], responses: { 200: { headers, content }, 400: {} } });
  const faults = async (response: () => Response): Promise<string> =>
    (await runWith(document, response)).findings.map(({ message }) => message).join("; ");

  expect(await faults(() => Response.json({}, { headers: { "x-left": "3" } }))).toContain(
    "must have required property 'a'",
  );
  expect(await faults(() => Response.json({ a: 1 }))).toContain("the header X-Left is missing");
  expect(await faults(() => Response.json({ a: 1 }, { headers: { "x-left": "many" } }))).toContain(
    "the header X-Left must be",
  );
  expect(
    await faults(() => new Response("<p>", { headers: { "content-type": "text/html", "x-left": "3" } })),
  ).toContain("text/html is not documented");
  expect(
    await faults(() => new Response("{", { headers: { "content-type": "application/json", "x-left": "3" } })),
  ).toContain("not JSON");
  expect(await faults(() => new Response(null, { status: 202 }))).toContain("the status 202 is not documented");
});

it("reports a service that requires no credentials or accepts wrong ones", async () => {
  const more = {
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
    security: [{ key: [] }],
  };
  const document = documentWith({ parameters: [parameter], responses: { ...ok, 401: {} } }, "/t", more);
  const allowing =
    (isAllowed: (header: string | null) => boolean): Respond =>
    (url, sent) => {
      if (!isAllowed(sent.get("authorization"))) return new Response(null, { status: 401 });
      return new Response(null, { status: isValid(url) ? 200 : 400 });
    };
  const headers = { Authorization: "Bearer right" };

  const strict = await runWith(
    document,
    allowing((header) => header === "Bearer right"),
    { headers },
  );
  const lax = await runWith(
    document,
    allowing((header) => header !== null),
    { headers },
  );
  const open = await runWith(
    document,
    allowing(() => true),
    { headers },
  );

  expect(strict.findings).toEqual([]);
  expect(lax.findings.map(({ kind, got }) => [kind, got])).toEqual([["authentication", "200"]]);
  expect(open.findings.map(({ kind }) => kind)).toEqual(["authentication", "authentication"]);
});

it("retries after a 429, and stops when it is aborted", async () => {
  let count = 0;
  const document = documentWith({ parameters: [parameter], responses: ok });
  const respond: Respond = (url) => {
    count += 1;
    if (count % 2 === 1) return new Response(null, { status: 429, headers: { "retry-after": "0" } });
    return new Response(null, { status: isValid(url) ? 200 : 400 });
  };

  const report = await runWith(document, respond, { concurrency: 1 });

  expect(report.findings).toEqual([]);
  await expect(runWith(document, respond, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
    "enough",
  );
});

it("reports a service that does not respond in time as unreached", async () => {
  const document = documentWith({ parameters: [parameter], responses: ok });
  const fetch = ((_input: string, { signal }: RequestInit) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("aborted")));
    })) as typeof globalThis.fetch;

  const report = await runContract(deriveCases(document).cases, { baseUrl: "http://service.test", fetch, timeout: 20 });

  expect([report.reached, report.findings[0]?.message]).toEqual([false, "timed out after 20 ms"]);
});

it("the curl command of a finding contains the cookie", async () => {
  const sid = { name: "sid", in: "cookie", required: true, schema: { type: "string", pattern: "^[a-f0-9]{4}$" } };

  const { findings } = await runWith(documentWith({ parameters: [sid], responses: ok }), () => new Response());

  const commands = findings
    .filter(({ kind, where }) => kind === "accepted" && where.includes("pattern"))
    .map(({ curl }) => curl);
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.every((curl) => /-H 'cookie: sid=[^']+'/.test(curl))).toBe(true);
});
