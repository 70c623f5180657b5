import { pathToFileURL } from "node:url";
import type * as Package from "../../../src/sdk/index.ts";
import { median, rounded, type Row } from "../measured.ts";
import { importPeer, labelOf, OURS } from "./peers.ts";

const ROUNDS = 20;
/**
 * Enough calls to make recompilation cheap per call: the engine drops compiled code during the rounds of other clients.
 */
const CALLS = 1_000;
const URL = "https://api.example.com";

const BODY = {
  model: "kling-o3-reference-to-video",
  prompt: "A slow pan over <<<image_1>>> at dusk, then the subject of <<<video_1>>> walks in from the left",
  video_url: "https://media.example.com/reference.mp4",
  image_urls: ["https://media.example.com/style.jpg"],
  duration: 5,
  quality: "1080p",
} as const;

const TASK = JSON.stringify({
  created: 1757169743,
  id: "task-unified-1757169743-7cvnl5zw",
  model: BODY.model,
  object: "video.generation.task",
  progress: 0,
  status: "pending",
  task_info: { can_cancel: true, estimated_time: 180, video_duration: 5 },
  type: "video",
  usage: { billing_rule: "per_second", credits_reserved: 54, user_group: "default" },
});

/** Responds in this process, without a server. */
const respond = (): Promise<Response> =>
  Promise.resolve(new Response(TASK, { status: 200, headers: { "content-type": "application/json" } }));

interface Client {
  readonly name: string;
  readonly create: () => Promise<unknown>;
}

interface Poster {
  readonly post: (path: string, options: { readonly body: unknown }) => Promise<unknown>;
}

/** The part of fal's client that is measured. */
interface Fal {
  readonly createFalClient: (options: Readonly<Record<string, unknown>>) => {
    readonly queue: { readonly submit: (endpoint: string, options: { readonly input: unknown }) => Promise<unknown> };
  };
}

type Constructor<Instance> = new (options: Readonly<Record<string, unknown>>) => Instance;

async function clients(): Promise<Client[]> {
  const options = { apiKey: "test-key", fetch: respond };
  const { EvoLink } = (await import(pathToFileURL(OURS).href)) as typeof Package;
  const evolink = new EvoLink({ ...options, baseUrl: URL });
  const openapi = await importPeer<typeof import("openapi-fetch")>("openapi-fetch");
  const plain = openapi.default<Package.paths>({ baseUrl: URL, fetch: respond });
  const { default: OpenAI } = await importPeer<{ readonly default: Constructor<Poster> }>("openai");
  const openai = new OpenAI({ ...options, baseURL: URL });
  const { default: Runway } = await importPeer<{ readonly default: Constructor<Poster> }>("@runwayml/sdk");
  const runway = new Runway({ ...options, baseURL: URL });
  const { default: Replicate } = await importPeer<{
    readonly default: Constructor<{ readonly predictions: { readonly create: (input: unknown) => Promise<unknown> } }>;
  }>("replicate");
  const replicate = new Replicate({ auth: "test-key", baseUrl: URL, fetch: respond });
  const { createFalClient } = await importPeer<Fal>("@fal-ai/client");
  const fal = createFalClient({ credentials: "test-key", fetch: respond });
  const headers = { authorization: "Bearer test-key", "content-type": "application/json" };
  return [
    { name: "bare fetch", create: () => fetchBare(headers).then((response): Promise<unknown> => response.json()) },
    { name: "evolink-video", create: () => evolink.videos.generate(BODY) },
    { name: "evolink-video, validate: false", create: () => evolink.videos.generate(BODY, { validate: false }) },
    { name: labelOf("openapi-fetch"), create: () => plain.POST("/v1/videos/generations", { body: BODY, headers }) },
    { name: labelOf("openai"), create: () => openai.post("/v1/videos/generations", { body: BODY }) },
    { name: labelOf("@runwayml/sdk"), create: () => runway.post("/v1/videos/generations", { body: BODY }) },
    { name: labelOf("replicate"), create: () => replicate.predictions.create({ version: "one", input: BODY }) },
    { name: labelOf("@fal-ai/client"), create: () => fal.queue.submit("fal-ai/any", { input: BODY }) },
  ];
}

function fetchBare(headers: Readonly<Record<string, string>>): Promise<Response> {
  const bare: (url: string, init: RequestInit) => Promise<Response> = respond;
  return bare(`${URL}/v1/videos/generations`, { method: "POST", headers, body: JSON.stringify(BODY) });
}

/**
 * Measures the microseconds of CPU time per call, without I/O. Unlike wall-clock time, it does not depend on other
 * processes.
 */
async function timed(create: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < CALLS; call++) await create();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

/** Measures the cost of a create request over bare fetch, in microseconds: the median of rounds over all clients. */
async function overhead(): Promise<Row[]> {
  const all = await clients();
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const times: number[] = [];
    for (const { create } of all) times.push(await timed(create));
    // The first tenth warms up.
    if (round >= ROUNDS / 10) rounds.push(times);
  }
  return all.map(({ name }, index) => {
    const own = rounds.map((times) => times[index] ?? NaN);
    const over = rounds.map((times) => (times[index] ?? NaN) - (times[0] ?? NaN));
    return {
      client: name,
      "µs per create": rounded(median(own)),
      "over bare fetch": rounded(median(over)),
      "quietest round": rounded(Math.min(...own)),
    };
  });
}

// Runs in a separate process, so that its heap holds nothing else.
if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await overhead()));
