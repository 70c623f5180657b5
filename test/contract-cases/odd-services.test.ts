// Protects a run against a misbehaving service: it ends soon, reports each cause once, and does not succeed when nothing
// was tested.
import { createServer as createTcpServer } from "node:net";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommand, type RunCommand } from "../../src/contract/command/commands.ts";
import type { RunReport } from "../../src/contract/index.ts";

const statuses = ["200", "400", "401", "404", "429"];
const limited = { type: "integer", minimum: 1, maximum: 9, multipleOf: 3 };
const schema = { type: "object", required: ["a", "b"], properties: { a: limited, b: limited } };
const document = {
  openapi: "3.1.0",
  info: { title: "t", version: "1" },
  paths: {
    "/t": {
      post: {
        requestBody: {
          required: true,
          content: { "application/json": { schema } },
        },
        responses: Object.fromEntries(statuses.map((status) => [status, { description: status }])),
      },
    },
  },
};
const folder = mkdtempSync(join(tmpdir(), "odd-services-"));
const file = join(folder, "openapi.json");
writeFileSync(file, JSON.stringify(document));
const servers: { close(): unknown }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly err: string;
  readonly report: RunReport;
}

async function runAgainst(
  server: Pick<Server, "listen" | "address" | "close">,
  options: Partial<RunCommand> = {},
): Promise<Run> {
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const written = { out: "", err: "" };
  const streams = {
    out: { write: (text: string) => (written.out += text) },
    err: { write: (text: string) => (written.err += text) },
  };
  const code = await runCommand(file, { target, json: true, timeout: 0.5, ...options }, streams);
  return { code, err: written.err, report: JSON.parse(written.out) as RunReport };
}

const always =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end();

/** Responds 200 to the first request, and handles the others with `listener`. */
function afterwards(listener: RequestListener): RequestListener {
  let count = 0;
  return (request, response) => {
    count += 1;
    if (count === 1) response.writeHead(200).end();
    else listener(request, response);
  };
}

const endless: RequestListener = (_, response) => {
  const chunk = Buffer.alloc(1 << 20, "x");
  const write = (): void => {
    if (!response.destroyed) response.write(chunk, () => setImmediate(write));
  };
  write();
};

describe("a service that", () => {
  it.each([
    { does: "closes every connection", listener: (request) => request.destroy(), code: 2, err: "gave no response" },
    { does: "never responds", listener: () => undefined, code: 2, err: "gave no response" },
    { does: "sends an endless body", listener: endless, code: 2, err: "gave no response" },
    { does: "rejects the credentials", listener: always(401), code: 2, err: "nothing was tested: not sent: " },
    { does: "responds 404", listener: always(404), code: 2, err: "nothing was tested: 404: " },
    { does: "limits the rate for an hour", listener: always(429, { "retry-after": "3600" }), code: 2, err: "429" },
    { does: "redirects to a login", listener: always(302, { location: "/login" }), code: 1, err: "" },
    { does: "responds 500", listener: always(500), code: 1, err: "" },
    { does: "responds 418", listener: always(418), code: 1, err: "" },
  ] satisfies readonly { does: string; listener: RequestListener; code: number; err: string }[])(
    "$does: the run exits with $code",
    async ({ listener, code, err }) => {
      const started = performance.now();

      const run = await runAgainst(createServer(listener));

      expect(run.code).toBe(code);
      expect(run.err).toContain(err);
      expect(run.err.split("\n").length).toBeLessThanOrEqual(2);
      expect(run.report.findings.length).toBeLessThanOrEqual(1);
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );

  it.each([
    { does: "hangs", listener: () => undefined },
    { does: "closes connections", listener: (request) => request.destroy() },
  ] satisfies readonly { does: string; listener: RequestListener }[])(
    "$does after the first request: the run stops after ten failures in a row",
    async ({ listener }) => {
      const { report } = await runAgainst(createServer(afterwards(listener)));

      expect(report.undecided.map(({ reason }) => reason)).toContain("not sent: 10 requests in a row got no response");
      expect(report.cases.sent).toBeLessThan(report.cases.total / 2);
    },
  );

  it.each(["junit", "html"])(
    "does not matter when the %s report cannot be written: the result is still printed",
    async (report) => {
      const run = await runAgainst(createServer(always(200)), { [report]: folder });

      expect([run.code, run.report.reached]).toEqual([2, true]);
      expect(run.err).toBe(`error: ${folder} could not be written: EISDIR: illegal operation on a directory.\n`);
    },
  );

  it("sends malformed HTTP: it is reported, instead of an assertion of the HTTP parser", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined).once("data", () => socket.end("HTTP/1.1 099 x\r\ncontent-length: 0\r\n\r\n"));
    });

    const { report } = await runAgainst(server as unknown as Server);

    expect(report.findings.map(({ message }) => message)).toEqual(["the response is not valid HTTP"]);
  });
});
