// Protects the curl commands of findings: a shell that runs one sends the same request.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SendableRequest } from "../../src/contract/index.ts";
import { curlOf } from "../../src/contract/request/curl.ts";

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

let received: Received | undefined;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { method = "", url = "", headers } = request;
    received = { method, url, headers, body: Buffer.concat(chunks).toString() };
    response.writeHead(200, { "content-length": "5" }).end("hello");
  });
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

async function runInShell(command: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const shell = spawn("sh", { env: { ...process.env, ...variables }, stdio: ["pipe", "ignore", "ignore"] });
  shell.stdin.end(command);
  expect(await once(shell, "exit")).toEqual([0, null]);
}

const plain: SendableRequest = { method: "POST", path: "/t", query: [], headers: {} };
const json = { "content-type": "application/json" };

it.each([
  { name: "a body with quotes, `$` and a line break", request: { headers: json, body: `"it's $HOME \`id\`\n@x"` } },
  { name: "a body that starts with @", request: { headers: json, body: "@/etc/hostname" } },
  {
    name: "a body larger than a command-line argument may be",
    request: { headers: json, body: JSON.stringify("é".repeat(1e5)) },
  },
  { name: "an empty body", request: { headers: json, body: "" } },
  { name: "a HEAD request", request: { method: "HEAD" } },
  { name: "brackets and spaces in the query", request: { method: "GET", query: [["a[b]", "{1} &?"]] } },
  { name: "an empty header", request: { headers: { "x-empty": "" } } },
  { name: "a cookie", request: { method: "GET", headers: { cookie: "sid=it's" } } },
] satisfies readonly { name: string; request: Partial<SendableRequest> }[])("sends $name", async ({ request }) => {
  const wanted: SendableRequest = { ...plain, ...request };
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const command = curlOf(baseUrl, wanted, { Authorization: "Bearer secret" });

  await runInShell(command, { AUTHORIZATION: "Bearer secret" });

  expect(received).toMatchObject({ method: wanted.method, body: wanted.body ?? "" });
  expect(received?.headers).toMatchObject({ authorization: "Bearer secret", ...wanted.headers });
  expect([...new URL(received?.url ?? "", baseUrl).searchParams]).toEqual(wanted.query);
  expect(command).not.toContain("secret");
});
