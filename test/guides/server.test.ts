// Protects the guide for servers: each server creates one video per form, in spite of double clicks and lost responses
// or callbacks.
import { describe, expect, onTestFinished, test } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { guideFor } from "./guide.ts";
import { freePort, passOn, serve } from "./serve.ts";

const HOST = new URL("host.ts", import.meta.url).pathname;
const SECRET = "a-secret-of-more-than-16-characters";

/** The arguments with which each server of the guide is started. */
const SERVERS: Readonly<Record<string, (port: string) => string[]>> = {
  "node.ts": () => ["node.ts"],
  "express.ts": () => ["express.ts"],
  "app/videos/route.ts": (port) => [HOST, port, "/videos=app/videos/route.ts", "/hooks/video=app/hooks/video/route.ts"],
  "worker.ts": (port) => [HOST, port, "/=worker.ts"],
};

interface FormResponse {
  readonly status: number;
  readonly body: { readonly state?: string; readonly results?: readonly string[] };
}

interface Shop {
  readonly sandbox: Sandbox;
  /** Sends the form of the page. */
  readonly order: (form: string, prompt?: string) => Promise<FormResponse>;
  /** Sends a POST to a path of the server. */
  readonly post: (path: string) => Promise<number>;
}

/** Starts a server of the guide. Its create requests have the Prefer header `prefer`. */
async function open(file: string, prefer?: string): Promise<Shop> {
  const sandbox = await startSandbox({ speed: 0 });
  const front = await serve((request) =>
    passOn(request, sandbox.url, prefer !== undefined && request.method === "POST" ? { headers: { prefer } } : {}),
  );
  onTestFinished(async () => {
    await front.close();
    await sandbox.close();
  });
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = { PORT: port, SITE_URL: url, CALLBACK_SECRET: SECRET, EVOLINK_BASE_URL: front.url };
  guideFor("docs/guides/server.md").node(SERVERS[file]?.(port) ?? [], env);
  const order = async (form: string, prompt = "A fox"): Promise<FormResponse> => {
    const response = await fetch(`${url}/videos`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ form, prompt }),
    });
    return { status: response.status, body: (await response.json()) as FormResponse["body"] };
  };
  const post = async (path: string): Promise<number> => (await fetch(url + path, { method: "POST" })).status;
  await expect.poll(() => post("/hooks/video").catch(String), { timeout: 10_000 }).toBe(415);
  return { sandbox, order, post };
}

describe.each(Object.keys(SERVERS))("%s", (file) => {
  test("creates one video for a double click, and receives its callback", async () => {
    const { sandbox, order } = await open(file);

    const clicks = await Promise.all([order("form-1"), order("form-1")]);
    await sandbox.advance(310_000);
    const end = await order("form-1");

    expect(clicks.map(({ status }) => status).sort()).toEqual([200, 202]);
    expect(sandbox.charges).toHaveLength(1);
    expect(end).toEqual({
      status: 200,
      body: { state: "completed", taskId: sandbox.tasks[0]?.task.id, results: [expect.stringMatching(/video\.mp4$/)] },
    });
  });
});

describe("a create request", () => {
  test("whose response is lost is not retried, and the callback has the task", async () => {
    const { sandbox, order } = await open("node.ts", "fault=reset_after");

    const clicks = [await order("form-1"), await order("form-1")];
    await sandbox.advance(310_000);
    const end = await order("form-1");

    expect(clicks.map(({ body }) => body.state)).toEqual(["unknown", "unknown"]);
    expect(sandbox.charges).toHaveLength(1);
    expect(end.body.state).toBe("completed");
  });

  test("that is not accepted allows the form to be sent again", async () => {
    const { sandbox, order } = await open("express.ts", "code=402");

    const responses = [await order("form-1"), await order("form-1")];

    expect(responses.map(({ status }) => status)).toEqual([503, 503]);
    expect(sandbox.charges).toHaveLength(0);
  });

  test("that does not match the contract is a 400, and is not sent", async () => {
    const { sandbox, order } = await open("node.ts");

    const responses = [await order("form-1", "x".repeat(2501)), await order("form-1", "The motion of <<<video_2>>>")];

    expect(responses.map(({ status }) => status)).toEqual([400, 400]);
    expect(sandbox.tasks).toHaveLength(0);
  });
});

describe("a lost callback", () => {
  test.each([["node.ts"], ["express.ts"], ["worker.ts"]])("is replaced by the periodic check of %s", async (file) => {
    const { sandbox, order, post } = await open(file, "fault=callback_lost");

    await order("form-1");
    await sandbox.advance(310_000);
    if (file === "worker.ts") await post("/__scheduled");

    await expect.poll(async () => (await order("form-1")).body.state, { timeout: 5000 }).toBe("completed");
  });
});

test("a body without form or prompt is rejected, and the server keeps running", async () => {
  const { order, post } = await open("node.ts");

  const responses = [await post("/videos"), await post("/videos"), (await order("form-1")).status];

  expect(responses).toEqual([400, 400, 202]);
});

test("a failed task is reported as failed", async () => {
  const { sandbox, order } = await open("node.ts", "scenario=content_policy_violation");

  await order("form-1");
  await sandbox.advance(310_000);

  expect((await order("form-1")).body.state).toBe("failed");
});
