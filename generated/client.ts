// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

import createClient, { type Client, type ClientOptions, type FetchOptions } from "openapi-fetch";
import { serverUrl } from "./constants.ts";
import type { Credits, ErrorEnvelope, operations, paths, Task } from "./types.ts";

/** The API as an openapi-fetch client: `GET` and `POST` by path, and `use` for middleware. */
export type EvoLinkClient = Client<paths>;

/** Arguments of an operation: parameters, body, headers, and options of `fetch`. */
export type OperationInit<Id extends keyof operations> = Omit<FetchOptions<operations[Id]>, "parseAs" | "body"> &
  BodyOf<operations[Id]>;

/** The body with its own type: openapi-fetch treats a property that must be absent as read-only. */
type BodyOf<Operation> = Operation extends {
  readonly requestBody: { readonly content: { readonly "application/json": infer Body } };
}
  ? { readonly body: Body }
  : unknown;

/** Result of an operation: `data` or `error`, and the `Response`. */
export type OperationResult<Data, Failure> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: Failure; readonly response: Response };

/**
 * Creates an openapi-fetch client of the API, for your own middleware. It sends each call once and unchanged: no
 * validation, no retries, no API key. `EvoLink` does all of that.
 *
 * @param options Options of openapi-fetch; `baseUrl` defaults to the contract's server.
 *
 * @example
 * const client = createEvoLinkClient({ headers: { Authorization: `Bearer ${process.env.EVOLINK_API_KEY}` } });
 * const { data, error } = await getTask(client, { params: { path: { task_id: "task-unified-1757169743-7cvnl5zw" } } });
 */
export function createEvoLinkClient(options: ClientOptions = {}): EvoLinkClient {
  return createClient<paths>({ baseUrl: serverUrl, ...options });
}

/**
 * Create a video generation task: `POST /v1/videos/generations`.
 *
 * Creates a paid, asynchronous task and returns it at once. Poll it with `getTask`, or let the vendor
 * call `callback_url`. Every accepted request is charged: retry one only when it was provably not
 * accepted.
 *
 * `Idempotency-Key` (header): Marks retries of one request, so that only the first is charged. Sent by
 * the vendor's newer clients, absent from its public documentation: it is unknown whether a plain API
 * key gets this protection, so do not rely on it. Limits: must have 16 to 96 characters, each a letter
 * A-Z or a-z, a digit, ".", "_" or "-".
 *
 * Fields of the body:
 * - `model`: Name of the video model. Default: `"kling-o3-reference-to-video"`.
 * - `prompt`: What the video shows. Required unless `model_params.multi_shot` is true. It refers to
 *   inputs as `<<<video_1>>>`, `<<<image_1>>>` and `<<<element_1>>>`, counted from 1 in the order of
 *   the request. Limits: at most 2500 characters.
 * - `video_url`: URL of the reference video: MP4 or MOV, at most 200 MB, at least 3 seconds long,
 *   width and height 720 to 2160 pixels each, 24 to 60 frames per second. The vendor never lists it as
 *   required, but every example has it.
 * - `keep_original_sound`: Whether to keep (true) or drop (false) the sound of the reference video.
 *   Default: `true`.
 * - `image_urls`: URLs of reference images, for a style or a scene. With a `video_url`, images and
 *   elements (`model_params.element_list`) together are at most 4; the limit without one is not
 *   documented.
 * - `duration`: Length of the video in seconds. The text-to-video and image-to-video models allow up
 *   to 15 seconds, this one fewer. Limits: 3 to 10. Default: `5`.
 * - `aspect_ratio`: Shape of the video: `16:9` landscape, `9:16` portrait, `1:1` square. There is no
 *   documented default.
 * - `quality`: Resolution of the video: `720p` standard, `1080p` high. The vendor's price page lists
 *   8.1 credits for each second of output at 720p and 10.8054 at 1080p (November 2026). Default:
 *   `"720p"`.
 * - `model_params`: Advanced parameters. The reference page names the object and `multi_shot`; the
 *   other members come from later pages of the vendor.
 * - `callback_url`: Where the vendor posts the task once it is completed, failed or cancelled: https
 *   only, and no internal address. Not allowed are `localhost` and its subdomains, 0.0.0.0/8,
 *   10.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12 and 192.168.0.0/16, every numeric host that
 *   is not four plain decimal numbers (`2130706433`, `0x7f.1`), IPv6 literals, URLs with user
 *   information, ports outside 1 to 65535, and a label of an internationalised name that ends in a
 *   hyphen (`xn--`, `xn--a-`). A pattern cannot decode the other labels of such names. Limits: at most
 *   2048 characters; https only; no internal address, IPv6 literal, user information or unusual
 *   numeric host; a port from 1 to 65535.
 *
 * @throws The error with which `fetch` rejects, or a `SyntaxError` when the body of a success is not JSON.
 *
 * @example
 * const { data, error } = await createVideoGeneration(client, {
 *   "body": {
 *     "model": "kling-o3-reference-to-video",
 *     "prompt": "Keep the same motion style, change to a snowy background",
 *     "video_url": "https://example.com/reference.mp4",
 *     "duration": 5,
 *     "aspect_ratio": "16:9",
 *     "quality": "720p"
 *   }
 * });
 */
export async function createVideoGeneration(
  client: EvoLinkClient,
  init: OperationInit<"createVideoGeneration">,
): Promise<OperationResult<Task, ErrorEnvelope>> {
  // openapi-fetch 0.17 describes the same data, but takes its readonly arrays apart.
  return client.POST(
    "/v1/videos/generations",
    init as FetchOptions<operations["createVideoGeneration"]>,
  ) as unknown as Promise<OperationResult<Task, ErrorEnvelope>>;
}

/**
 * Read a task: `GET /v1/tasks/{task_id}`.
 *
 * Returns the current task. Each read of an unfinished task queries the provider, so the vendor's own
 * clients read a video task every 8 seconds and give up after 1800. The endpoint also serves tasks of
 * other models; this contract describes those of `createVideoGeneration`.
 *
 * `task_id` (path): The `id` of the task, as the create request returned it. Limits: is not a task id
 * (task-unified-…).
 *
 * @throws The error with which `fetch` rejects, or a `SyntaxError` when the body of a success is not JSON.
 *
 * @example
 * const { data, error } = await getTask(client, {
 *   "params": {
 *     "path": {
 *       "task_id": "task-unified-1757169743-7cvnl5zw"
 *     }
 *   }
 * });
 */
export async function getTask(
  client: EvoLinkClient,
  init: OperationInit<"getTask">,
): Promise<OperationResult<Task, ErrorEnvelope>> {
  // openapi-fetch 0.17 describes the same data, but takes its readonly arrays apart.
  return client.GET("/v1/tasks/{task_id}", init) as unknown as Promise<OperationResult<Task, ErrorEnvelope>>;
}

/**
 * Read the remaining credits: `GET /v1/credits`.
 *
 * Returns the used and remaining credits of the API key and its user.
 *
 * @throws The error with which `fetch` rejects, or a `SyntaxError` when the body of a success is not JSON.
 *
 * @example
 * const { data, error } = await getCredits(client);
 */
export async function getCredits(
  client: EvoLinkClient,
  init: OperationInit<"getCredits"> = {},
): Promise<OperationResult<Credits, ErrorEnvelope>> {
  // openapi-fetch 0.17 describes the same data, but takes its readonly arrays apart.
  return client.GET("/v1/credits", init) as unknown as Promise<OperationResult<Credits, ErrorEnvelope>>;
}
