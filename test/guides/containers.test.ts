// Protects the guide for containers: the services of its compose file, their result links and callbacks work with the
// service's name as the host.
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { guideFor } from "./guide.ts";
import { freePort } from "./serve.ts";

interface Compose {
  readonly services: {
    readonly mock: { readonly command: string };
    readonly app: { readonly environment: { readonly EVOLINK_BASE_URL: string } };
  };
}

/** Starts the mock like the compose file, with additional options. Resolves to its port. */
async function startMock(guide: ReturnType<typeof guideFor>, more = ""): Promise<number> {
  const { services } = parse(guide.code("compose.yaml")) as Compose;
  const port = await freePort();
  const command = services.mock.command.replace("npx --yes evolink-video", "evolink-video");
  guide.shell(`exec ${command} --port ${port} ${more}`);
  await expect
    .poll(() => fetch(`http://127.0.0.1:${port}/`).then(({ status }) => status, String), { timeout: 20_000 })
    .toBe(200);
  return port;
}

/** Starts a proxy to the mock that sets the Host header, like the name of a service in a container network. */
async function named(port: number, host: string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const passed = request({ port, host: "127.0.0.1", method, path, headers: { ...headers, host } }, (response) => {
      outgoing.writeHead(response.statusCode ?? 0, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("a test in another container advances the clock, and gets a result link with the service's name", async () => {
  const guide = guideFor("docs/guides/containers.md");
  const { services } = parse(guide.code("compose.yaml")) as Compose;
  const { host } = new URL(services.app.environment.EVOLINK_BASE_URL);
  const url = await named(await startMock(guide, "--speed 0 --allow-host mock"), host);

  const { code, stdout } = await guide.node(["advance.ts"], { EVOLINK_BASE_URL: url }).ended;

  expect(code).toBe(0);
  expect(stdout).toMatch(/^http:\/\/mock:4010\/results\/task-unified-/);
});

test("without --allow-host the clock is not advanced, and the error says what to do", async () => {
  const guide = guideFor("docs/guides/containers.md");
  const url = await named(await startMock(guide, "--speed 0"), "mock:4010");

  const { code, stderr } = await guide.node(["advance.ts"], { EVOLINK_BASE_URL: url }).ended;

  expect(code).toBe(1);
  expect(stderr).toContain("--allow-host mock");
});

test("callbacks may go to the service in the compose file over http", async () => {
  const guide = guideFor("docs/guides/containers.md");
  const port = await startMock(guide);
  const create = (callback_url: string): Promise<number> =>
    fetch(`http://127.0.0.1:${port}/v1/videos/generations`, {
      method: "POST",
      headers: { authorization: "Bearer any", "content-type": "application/json" },
      body: JSON.stringify({ model: "kling-o3-reference-to-video", prompt: "A fox", callback_url }),
    }).then(({ status }) => status);

  expect([await create("http://app:3000/hooks/video"), await create("http://other:3000/hooks/video")]).toEqual([
    200, 400,
  ]);
});
