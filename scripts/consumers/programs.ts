/** A consumer's program for browsers, workers and edge runtimes. */
export const WEB = `import { EvoLink, isEvoLinkError, type Task, type VideoGenerationRequest } from "evolink-video";
import { callbackUrl, createCallbackHandler } from "evolink-video/callback";
import { createEvoLinkClient, createVideoGeneration, getCredits, getTask, type EvoLinkClient } from "evolink-video/fetch";

const client = new EvoLink({ apiKey: "key", onDrift: ({ message }) => console.log(message) });

const body: VideoGenerationRequest = { model: "kling-o3-reference-to-video", prompt: "A pan", video_url: "https://media.example.com/a.mp4", duration: 5 };

/** Creates, waits and tells errors apart. */
export async function video(signal: AbortSignal): Promise<readonly string[]> {
  try {
    const { data, requestId } = await client.videos.generate(body, { signal }).withResponse();
    const task: Task = await client.tasks.wait(data, { onProgress: ({ progress }) => console.log(progress, requestId) });
    return task.results ?? [];
  } catch (error) {
    if (isEvoLinkError(error) && error.status === 402) console.log(error.body?.error.message);
    if (isEvoLinkError(error) && error.name === "InvalidRequestError") console.log(error.violations.length);
    throw error;
  }
}

// @ts-expect-error: a duration is a number
export const wrong: VideoGenerationRequest = { ...body, duration: "5" };

/** Sends each call once, with openapi-fetch. */
export async function once(fetchClient: EvoLinkClient = createEvoLinkClient({ headers: { Authorization: "Bearer key" } })): Promise<number> {
  const { data: created, error } = await createVideoGeneration(fetchClient, { body });
  if (created === undefined) throw new Error(error.error.message);
  const { data: task, response } = await getTask(fetchClient, { params: { path: { task_id: created.id } } });
  const { data: credits } = await getCredits(fetchClient);
  console.log(response.status, credits?.data.user);
  return task?.progress ?? 0;
}

// @ts-expect-error: a task has an id
export const idless: unknown = getTask(createEvoLinkClient(), {});

/** Mints a URL and receives a callback. */
export const receive: (request: Request) => Promise<Response> = createCallbackHandler({ client, secret: "0123456789abcdef", onTask: ({ id }) => console.log(id) });
export const url: Promise<string> = callbackUrl("https://hooks.example.com", "0123456789abcdef", "order-1");
`;

/** A consumer's program for Node. */
export const NODE = `${WEB}
import { createServer, type Server } from "node:http";
import { nodeCallback } from "evolink-video/callback/node";
import { download, DownloadError, linksExpireAt } from "evolink-video/download";

/** Serves callbacks. */
export const server: Server = createServer((request, response) => void nodeCallback(receive)(request, response));

/** Saves a video. */
export async function save(task: Task): Promise<void> {
  try {
    const { path } = await download(task, "video.mp4");
    console.log(path, linksExpireAt(task));
  } catch (error) {
    if (error instanceof DownloadError) console.log(error.reason);
  }
}
`;

/** A consumer's program that tests against the sandbox, without a server and with MSW. It is compiled and run. */
export const SANDBOX = `import { setupServer } from "msw/node";
import { EvoLink } from "evolink-video";
import { handlers, type SandboxHandlers } from "evolink-video/msw";
import { createSandbox, type RequestRecord, type WebSandbox } from "evolink-video/sandbox";

const seen: RequestRecord[] = [];
const body = { model: "kling-o3-reference-to-video", prompt: "A fox" } as const;

/** A task's life by the virtual clock. */
async function live(evolink: EvoLink, sandbox: WebSandbox): Promise<string> {
  const { id } = await evolink.videos.generate(body);
  await sandbox.advance(300_000);
  const { status } = await evolink.tasks.get(id);
  return status;
}

const sandbox: WebSandbox = createSandbox({ speed: 0, onRequest: (record) => seen.push(record) });
const alone = await live(new EvoLink({ apiKey: "any", fetch: sandbox.fetch }), sandbox);

const mocks: SandboxHandlers = handlers({ speed: 0 });
const server = setupServer(...mocks);
server.listen({ onUnhandledRequest: "error" });
const mocked = await live(new EvoLink({ apiKey: "any" }), mocks.sandbox);
server.close();
await Promise.all([sandbox.close(), mocks.sandbox.close()]);

console.log(alone, mocked, seen.length);
`;
