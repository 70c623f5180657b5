// Protects the guide for Next.js: polls are never served from the cache of the global fetch in Next.js.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../src/sandbox/index.ts";
import { guideFor } from "./guide.ts";
import { passOn, serve } from "./serve.ts";

/** Replaces the global `fetch` like Next.js: a GET is cached unless its `cache` option says otherwise. */
const NEXT_FETCH = `
  const original = globalThis.fetch;
  const cache = new Map();
  globalThis.fetch = async (input, init) => {
    const { method, url, cache: mode } = new Request(input, init);
    if (method !== "GET" || mode === "no-store" || mode === "no-cache") return original(input, init);
    if (!cache.has(url)) cache.set(url, await original(input, init));
    return cache.get(url).clone();
  };`;

/** Creates a video and polls it until it is completed, like pages in a browser, then renders the page of the server. */
const PROGRAM = `
  import { createElement } from "react";
  import { renderToReadableStream, renderToStaticMarkup } from "react-dom/server";
  import { GET } from "./app/api/videos/[id]/route.ts";
  import { POST } from "./app/api/videos/route.ts";
  import Page from "./app/videos/[id]/page.tsx";
  const create = (prompt) => POST(new Request("http://shop.example/api/videos", { method: "POST", body: JSON.stringify({ prompt }) }));
  const read = (id) => GET(new Request("http://shop.example"), { params: Promise.resolve({ id }) });
  const pageOf = (id) => createElement(Page, { params: Promise.resolve({ id }) });
  const render = async (id) => {
    const stream = await renderToReadableStream(pageOf(id));
    await stream.allReady;
    return (await new Response(stream).text()).replaceAll(/<!--.*?-->/g, "");
  };
  const refused = await create("x".repeat(2501));
  const created = await create("A fox");
  const { id } = await created.json();
  const before = await render(id);
  let task = {};
  for (let polls = 0; task.status !== "completed" && polls < 200; polls++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    task = await (await read(id)).json();
  }
  const page = await render(id);
  const first = renderToStaticMarkup(pageOf(id)); // does not wait for the API
  const unknown = await read("task-unified-1-unknown");
  const malformed = await read("..");
  const statuses = [refused, created, unknown, malformed].map(({ status }) => status);
  console.log(JSON.stringify({ statuses, before, status: task.status, page, first }));`;

interface Printed {
  readonly statuses: readonly number[];
  readonly before: string;
  readonly status: string;
  readonly page: string;
  /** The page before the API has responded. */
  readonly first: string;
}

/** Runs the program with the `fetch` of Next.js and counts its polls. */
async function run(): Promise<Printed & { readonly reads: number }> {
  const sandbox = await startSandbox({ speed: 500 });
  let reads = 0;
  const front = await serve((request) => {
    if (request.method === "GET") reads += 1;
    return passOn(request, sandbox.url);
  });
  onTestFinished(async () => {
    await front.close();
    await sandbox.close();
  });
  const guide = guideFor("docs/guides/nextjs.md");
  writeFileSync(join(guide.folder, "next-fetch.mjs"), NEXT_FETCH);
  writeFileSync(join(guide.folder, "program.mts"), PROGRAM);
  const { stdout, stderr } = await guide.node(["--import", "./next-fetch.mjs", "program.mts"], {
    EVOLINK_BASE_URL: front.url,
  }).ended;
  expect(stderr).toBe("");
  return { ...(JSON.parse(stdout) as Printed), reads };
}

test("route handlers create a video, poll it without the cache and reject invalid requests; the page shows it", async () => {
  const { statuses, before, status, page, first, reads } = await run();

  expect(statuses).toEqual([400, 202, 404, 404]);
  expect(before).toMatch(/^<p>(pending|processing): \d+ %<\/p>$/);
  expect(status).toBe("completed");
  expect(page).toMatch(/^<video src="http[^"]+\.mp4"/);
  expect(first).toBe("<p>Loading…</p>");
  expect(reads).toBeGreaterThan(3);
});

test("the environment file of the guide uses the default address of the mock", async () => {
  const guide = guideFor("docs/guides/nextjs.md");
  const { stdout } = await guide.shell("npx evolink-video mock --help").ended;
  const [, port] = /--port[^]*?Default:\s+(\d+)/.exec(stdout) ?? [];

  expect(parseEnv(guide.code(".env.local"))).toEqual({
    EVOLINK_API_KEY: "any",
    EVOLINK_BASE_URL: `http://127.0.0.1:${String(port)}`,
  });
});

test("the imitated fetch serves a GET from its cache, except with no-store", async () => {
  let requests = 0;
  const server = await serve(() => new Response(String((requests += 1))));
  onTestFinished(() => server.close());
  const guide = guideFor("docs/guides/nextjs.md");
  writeFileSync(join(guide.folder, "next-fetch.mjs"), NEXT_FETCH);
  writeFileSync(
    join(guide.folder, "program.mjs"),
    `const read = async (init) => (await fetch(process.env.URL_OF_SERVER, init)).text();
     console.log(await read(), await read(), await read({ cache: "no-store" }));`,
  );

  const { stdout } = await guide.node(["--import", "./next-fetch.mjs", "program.mjs"], { URL_OF_SERVER: server.url })
    .ended;

  expect(stdout.trim()).toBe("1 1 2");
});
