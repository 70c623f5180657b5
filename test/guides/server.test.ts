// Protects the guide for servers: each of its servers creates one video for one form, whatever happens to clicks,
// answers and callbacks.
import { describe, expect, onTestFinished, test } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { guideFor } from "./guide.ts";
import { freePort, passOn, serve } from "./serve.ts";

const HOST = new URL("host.ts", import.meta.url).pathname;
const SECRET = "a-secret-of-more-than-16-characters";

/** How each server is started, by the file that the guide gives it. */
const SERVERS: Readonly<Record<string, (port: string) => string[]>> = {
  "node.ts": () => ["node.ts"],
  "express.ts": () => ["express.ts"],
  "app/videos/route.ts": (port) => [HOST, port, "/videos=app/videos/route.ts", "/hooks/video=app/hooks/video/route.ts"],
  "worker.ts": (port) => [HOST, port, "/=worker.ts"],
};

interface Answered {
  readonly status: number;
  readonly body: { readonly state?: string; readonly results?: readonly string[] };
}

interface Shop {
  readonly sandbox: Sandbox;
  /** Sends the form of the page. */
  readonly order: (form: string, prompt?: string) => Promise<Answered>;
  /** Asks a path of the server. */
  readonly ask: (path: string) => Promise<number>;
}

/** Starts a server of the guide. Its creations ask the sandbox for what `prefer` says. */
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
  const order = async (form: string, prompt = "A fox"): Promise<Answered> => {
    const answer = await fetch(`${url}/videos`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ form, prompt }),
    });
    return { status: answer.status, body: (await answer.json()) as Answered["body"] };
  };
  const ask = async (path: string): Promise<number> => (await fetch(url + path, { method: "POST" })).status;
  await expect.poll(() => ask("/hooks/video").catch(String), { timeout: 10_000 }).toBe(415);
  return { sandbox, order, ask };
}

describe.each(Object.keys(SERVERS))("%s", (file) => {
  test("creates one video for a double click, and hears of its end", async () => {
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

describe("whatever happens to the answer", () => {
  test("a lost one is not followed by a second creation, and the callback brings the task", async () => {
    const { sandbox, order } = await open("node.ts", "fault=reset_after");

    const clicks = [await order("form-1"), await order("form-1")];
    await sandbox.advance(310_000);
    const end = await order("form-1");

    expect(clicks.map(({ body }) => body.state)).toEqual(["unknown", "unknown"]);
    expect(sandbox.charges).toHaveLength(1);
    expect(end.body.state).toBe("completed");
  });

  test("a refusal leaves the form free to be sent again", async () => {
    const { sandbox, order } = await open("express.ts", "code=402");

    const answers = [await order("form-1"), await order("form-1")];

    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(sandbox.charges).toHaveLength(0);
  });

  test("what breaks the contract is the customer's to mend, and is not sent", async () => {
    const { sandbox, order } = await open("node.ts");

    const answers = [await order("form-1", "x".repeat(2501)), await order("form-1", "The motion of <<<video_2>>>")];

    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(sandbox.tasks).toHaveLength(0);
  });
});

describe("a callback that never comes", () => {
  test.each([["node.ts"], ["express.ts"], ["worker.ts"]])("is made up for by the sweep of %s", async (file) => {
    const { sandbox, order, ask } = await open(file, "fault=callback_lost");

    await order("form-1");
    await sandbox.advance(310_000);
    if (file === "worker.ts") await ask("/__scheduled");

    await expect.poll(async () => (await order("form-1")).body.state, { timeout: 5000 }).toBe("completed");
  });
});

test("a body without form or prompt is rejected, and no body ends the server", async () => {
  const { order, ask } = await open("node.ts");

  const answers = [await ask("/videos"), await ask("/videos"), (await order("form-1")).status];

  expect(answers).toEqual([400, 400, 202]);
});

test("a failed task is told as such", async () => {
  const { sandbox, order } = await open("node.ts", "scenario=content_policy_violation");

  await order("form-1");
  await sandbox.advance(310_000);

  expect((await order("form-1")).body.state).toBe("failed");
});
