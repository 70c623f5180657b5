import { mkdtemp } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VideoGenerationRequest } from "../generated/types.ts";
import { startSandbox } from "../src/sandbox/index.ts";
import { callbackUrl, createCallbackHandler } from "../src/sdk/callback/index.ts";
import { nodeCallback } from "../src/sdk/callback/node.ts";
import { download } from "../src/sdk/download/index.ts";
import { EvoLink, isEvoLinkError, type Task } from "../src/sdk/index.ts";
import { at, CONTRACT, readContract } from "./generate/contract.ts";
import { startPrism } from "./prism.ts";

/** The request of the demo: the example of the vendor's reference page. */
const REQUEST = at(readContract(), "components", "examples", "RequestReferenceVideo").value as VideoGenerationRequest;

/** Speed of the sandbox's clock: a video of five minutes takes 1.5 seconds. */
const SPEED = 200;

const SECRET = "a-secret-of-the-demo-only";

const onTerminal = process.stdout.isTTY;

const print = (text: string): void => console.log(`  ${text}`);

function title(text: string): void {
  console.log(`\n${text}`);
}

function showProgress({ status, progress = 0 }: Task): void {
  const done = Math.round(progress / 5);
  const line = `  [${"#".repeat(done)}${"-".repeat(20 - done)}] ${String(progress).padStart(3)} %  ${status}`;
  process.stdout.write(onTerminal ? `\r${line.padEnd(60)}` : `${line}\n`);
}

/** Creates a video as a user of the SDK would. The code is the same for both mocks and the real API. */
async function createVideo(evolink: EvoLink, request: VideoGenerationRequest): Promise<Task> {
  const task = await evolink.videos.generate(request);
  print(`${task.id}  ${task.status}`);
  return task;
}

/** Shows that Prism and the SDK validate requests. */
async function againstPrism(): Promise<void> {
  title(`1. Prism serves ${CONTRACT}: stateless examples, validated requests.`);
  const prism = await startPrism();
  try {
    const evolink = new EvoLink({ apiKey: "demo-key", baseUrl: prism.url });
    print(`POST ${JSON.stringify(REQUEST)}`);
    await createVideo(evolink, REQUEST);
    print("The request and the response match the contract.");
    await createVideo(evolink, { ...REQUEST, duration: 99 }).catch((error: unknown) => {
      if (!isEvoLinkError(error)) throw error;
      print(`duration 99 is rejected before it is sent: ${error.message}`);
    });
    const response = await fetch(`${prism.url}/v1/videos/generations`, {
      method: "POST",
      headers: { authorization: "Bearer demo-key", "content-type": "application/json" },
      body: JSON.stringify({ ...REQUEST, duration: 99 }),
    });
    print(`Prism rejects it too, with status ${response.status}.`);
  } finally {
    await prism.stop();
  }
}

/** Starts a server that receives callbacks with `evolink-video/callback`. */
async function startReceiver(evolink: EvoLink): Promise<{ server: Server; url: string; called: Promise<Task> }> {
  let onCall: (task: Task) => void;
  const called = new Promise<Task>((resolve) => (onCall = resolve));
  const handler = createCallbackHandler({ client: evolink, secret: SECRET, onTask: (task) => onCall(task) });
  const receive = nodeCallback(handler);
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: await callbackUrl(`http://127.0.0.1:${port}/hook`, SECRET, "order-1"), called };
}

/** Shows a task from start to end: progress, a callback, and a playable video. */
async function againstSandbox(): Promise<void> {
  title(`2. The sandbox, our stateful mock: the same code, with a task that progresses (${SPEED} times as fast).`);
  const sandbox = await startSandbox({ speed: SPEED });
  const evolink = new EvoLink({ apiKey: "demo-key", baseUrl: sandbox.url });
  const receiver = await startReceiver(evolink);
  try {
    print(`${sandbox.url}  (its page shows the task as it progresses)`);
    const task = await createVideo(evolink, { ...REQUEST, callback_url: receiver.url });
    const finished = await evolink.tasks.wait(task, { interval: 250, onProgress: showProgress });
    if (onTerminal) console.log();
    const { id, status } = await receiver.called;
    print(`The callback arrived and was verified: ${id} is ${status}.`);
    const folder = await mkdtemp(join(tmpdir(), "evolink-demo-"));
    const { path } = await download(finished, join(folder, "video.mp4"));
    const { data } = await evolink.credits.get();
    print(`It cost ${String(data.user?.used_credits)} credits of the mock. The playable video:`);
    print(path);
  } finally {
    receiver.server.closeAllConnections();
    receiver.server.close();
    await sandbox.close();
  }
}

await againstPrism();
await againstSandbox();
