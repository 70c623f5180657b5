import type * as Callback from "../../src/sdk/callback/index.ts";
import type { createSandbox } from "../../src/sandbox/index.ts";
import type * as Client from "../../src/sdk/index.ts";

/** Result of each step: `ok`, or the error. */
export type Steps = Readonly<Record<"create" | "wait" | "callback" | "error" | "sandbox", string>>;

const SECRET = "0123456789abcdef0123456789abcdef";

const BODY: Client.VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "A slow pan over the subject of <<<video_1>>>",
  video_url: "https://media.example.com/reference.mp4",
};

function assert(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** Values that the steps share. */
interface Setup {
  readonly client: typeof Client;
  readonly callback: typeof Callback;
  readonly evolink: Client.EvoLink;
}

/**
 * Creates, waits, receives a callback, provokes errors and runs a sandbox, using only what every runtime has. It runs
 * in each of them with its types stripped, so it imports nothing and receives the modules as arguments.
 */
export async function smoke(
  client: typeof Client,
  callback: typeof Callback,
  sandbox: { readonly createSandbox: typeof createSandbox },
  baseUrl: string,
): Promise<Steps> {
  const setup: Setup = { client, callback, evolink: new client.EvoLink({ apiKey: "test-key", baseUrl }) };
  let id = "";
  return {
    create: await step(async () => {
      id = await create(setup);
    }),
    wait: await step(() => wait(setup, id)),
    callback: await step(() => receiveCallback(setup, id)),
    error: await step(() => meetErrors(setup)),
    sandbox: await step(() => runSandbox(client, sandbox.createSandbox({ speed: 0 }))),
  };
}

async function create({ evolink }: Setup): Promise<string> {
  const task = await evolink.videos.generate(BODY);
  assert(task.status === "pending", `got ${JSON.stringify(task)}`);
  return task.id;
}

async function wait({ evolink }: Setup, id: string): Promise<void> {
  const task = await evolink.tasks.wait(id, { interval: 20, maxWait: 10_000 });
  assert(task.results.length === 1, `got ${JSON.stringify(task)}`);
}

async function receiveCallback({ evolink, callback }: Setup, id: string): Promise<void> {
  const handled: string[] = [];
  const receive = callback.createCallbackHandler({
    client: evolink,
    secret: SECRET,
    onTask: (task, reference) => handled.push(task.id, reference),
  });
  const body = JSON.stringify(await evolink.tasks.get(id));
  const headers = { "content-type": "application/json" };
  const deliver = async (url: string): Promise<number> =>
    (await receive(new Request(url, { method: "POST", headers, body }))).status;
  const url = await callback.callbackUrl("https://hooks.example.com/evolink", SECRET, "order-1");
  const genuine = await deliver(url);
  const forged = await deliver(url.replace("order-1", "order-2"));
  assert(genuine === 200, `responded ${String(genuine)} to a genuine delivery`);
  assert(forged === 404, `responded ${String(forged)} to a forged delivery`);
  assert(handled.join() === `${id},order-1`, `handed on ${handled.join()}`);
}

async function meetErrors({ client, evolink }: Setup): Promise<void> {
  const rejected = await thrown(evolink.videos.generate({ ...BODY, prompt: "no credits" }));
  const isRejected = rejected instanceof client.InsufficientCreditsError && rejected.code === "insufficient_quota";
  assert(isRejected, `402 became ${String(rejected)}`);
  const lost = await thrown(evolink.videos.generate({ ...BODY, prompt: "lost response" }));
  assert(lost instanceof client.OutcomeUnknownError, `a lost response became ${String(lost)}`);
  const invalid = await thrown(evolink.videos.generate({ ...BODY, duration: 99 }));
  const isInvalid = invalid instanceof client.InvalidRequestError && invalid.violations[0]?.pointer === "/duration";
  assert(isInvalid, `an invalid body became ${String(invalid)}`);
}

/**
 * Runs a sandbox in the runtime itself: its clock, its video, its page's events and a broken connection.
 */
async function runSandbox(client: typeof Client, sandbox: ReturnType<typeof createSandbox>): Promise<void> {
  const evolink = new client.EvoLink({ apiKey: "any", fetch: sandbox.fetch, dangerouslyAllowBrowser: true });
  const { id } = await evolink.videos.generate(BODY);
  await sandbox.advance(300_000);
  const { status, results } = await evolink.tasks.get(id);
  const video = await sandbox.fetch(results?.[0] ?? "");
  assert(status === "completed" && (await video.arrayBuffer()).byteLength > 0, `got ${status} and no video`);
  const events = (await sandbox.fetch("/sandbox/events")).body?.getReader();
  const first = new TextDecoder().decode((await events?.read())?.value);
  assert(first.includes("event: whole"), `the first event is ${first}`);
  await events?.cancel();
  const lost = await thrown(evolink.videos.generate(BODY, { headers: { Prefer: "fault=reset_after" } }));
  assert(lost instanceof client.OutcomeUnknownError, `a reset became ${String(lost)}`);
  await sandbox.close();
}

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => `the response ${JSON.stringify(value)}`,
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
