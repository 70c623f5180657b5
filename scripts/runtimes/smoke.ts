import type * as Callback from "../../src/sdk/callback/index.ts";
import type { createSandbox } from "../../src/sandbox/index.ts";
import type * as Client from "../../src/sdk/index.ts";

/** How each step went: `ok`, or what was wrong. */
export type Steps = Readonly<Record<"create" | "wait" | "callback" | "error" | "sandbox", string>>;

const SECRET = "0123456789abcdef0123456789abcdef";

const BODY: Client.VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "A slow pan over the subject of <<<video_1>>>",
  video_url: "https://media.example.com/reference.mp4",
};

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/**
 * Creates, waits, receives a callback, meets errors and runs a sandbox, with nothing but what every runtime has. Runs as it stands, its types
 * removed, in each of them; so it imports nothing, the packages are handed over.
 */
export async function smoke(
  client: typeof Client,
  callback: typeof Callback,
  sandbox: { readonly createSandbox: typeof createSandbox },
  baseUrl: string,
): Promise<Steps> {
  const evolink = new client.EvoLink({ apiKey: "test-key", baseUrl });
  let task: Client.Task | undefined;
  const created = async (): Promise<void> => {
    task = await evolink.videos.generate(BODY);
    demand(task.status === "pending", `got ${JSON.stringify(task)}`);
  };
  const waited = async (): Promise<void> => {
    const done = await evolink.tasks.wait(task?.id ?? "", { interval: 20, maxWait: 10_000 });
    demand(done.results.length === 1, `got ${JSON.stringify(done)}`);
  };
  const received = async (): Promise<void> => {
    const handled: string[] = [];
    const receive = callback.createCallbackHandler({
      client: evolink,
      secret: SECRET,
      onTask: ({ id }, reference) => handled.push(id, reference),
    });
    const url = await callback.callbackUrl("https://hooks.example.com/evolink", SECRET, "order-1");
    const deliver = async (to: string): Promise<number> => {
      const headers = { "content-type": "application/json" };
      return (await receive(new Request(to, { method: "POST", headers, body: JSON.stringify(task) }))).status;
    };
    const [genuine, forged] = [await deliver(url), await deliver(url.replace("order-1", "order-2"))];
    demand(
      genuine === 200 && forged === 404,
      `answered ${String(genuine)} to a genuine delivery, ${String(forged)} to a forged one`,
    );
    demand(handled.join() === `${task?.id ?? ""},order-1`, `handed on ${handled.join()}`);
  };
  const failed = async (): Promise<void> => {
    const poor = await thrown(evolink.videos.generate({ ...BODY, prompt: "no credits" }));
    demand(
      poor instanceof client.InsufficientCreditsError && poor.code === "insufficient_quota",
      `402 became ${String(poor)}`,
    );
    const lost = await thrown(evolink.videos.generate({ ...BODY, prompt: "lost answer" }));
    demand(lost instanceof client.OutcomeUnknownError, `a lost answer became ${String(lost)}`);
    const wrong = await thrown(evolink.videos.generate({ ...BODY, duration: 99 }));
    demand(
      wrong instanceof client.InvalidRequestError && wrong.violations[0]?.pointer === "/duration",
      `a wrong body became ${String(wrong)}`,
    );
  };
  return {
    create: await step(created),
    wait: await step(waited),
    callback: await step(received),
    error: await step(failed),
    sandbox: await step(() => mocked(client, sandbox.createSandbox({ speed: 0 }))),
  };
}

/** A task's life in a sandbox of the runtime itself: its clock, its video, its page's events and a broken connection. */
async function mocked(client: typeof Client, sandbox: ReturnType<typeof createSandbox>): Promise<void> {
  const evolink = new client.EvoLink({ apiKey: "any", fetch: sandbox.fetch, dangerouslyAllowBrowser: true });
  const { id } = await evolink.videos.generate(BODY);
  await sandbox.advance(300_000);
  const { status, results } = await evolink.tasks.get(id);
  const video = await sandbox.fetch(results?.[0] ?? "");
  demand(status === "completed" && (await video.arrayBuffer()).byteLength > 0, `got ${status} and no video`);
  const events = (await sandbox.fetch("/sandbox/events")).body?.getReader();
  const first = new TextDecoder().decode((await events?.read())?.value);
  demand(first.includes("event: whole"), `the first event is ${first}`);
  await events?.cancel();
  const lost = await thrown(evolink.videos.generate(BODY, { headers: { Prefer: "fault=reset_after" } }));
  demand(lost instanceof client.OutcomeUnknownError, `a reset became ${String(lost)}`);
  await sandbox.close();
}

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => `the answer ${JSON.stringify(value)}`,
    (error: unknown) => error,
  );
}

async function step(go: () => Promise<void>): Promise<string> {
  try {
    await go();
    return "ok";
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
