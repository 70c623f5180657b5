import type { Context } from "./context.ts";
import { examplesOf, MEDIA_TYPE, type Operation } from "./contract.ts";
import { PROXY_PAGE, SLOW_RESPONSE_MS } from "./faults.ts";
import { ConnectionReset, HttpError } from "./http-error.ts";
import { assertHasCallback, readPreferences, type Preferences } from "./preferences.ts";
import { assertAcceptsJson, assertAuthorized, originOf, readJson, type RequestContext } from "./request.ts";
import { foreignOrigin } from "./safety.ts";
import { isSameJson } from "./same-json.ts";
import { validateCreateRequest, validateIdempotencyKey, validateTaskId } from "./validation.ts";

/** A JSON response before it is sent. */
interface JsonReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request to an operation whose headers were checked. */
interface Call {
  readonly c: RequestContext;
  readonly operation: Operation;
  /** The body, parsed; undefined when the operation takes none. */
  readonly body: unknown;
  readonly preferences: Preferences;
}

type Behaviour = (call: Call, context: Context) => JsonReply;

/**
 * The behaviour of each operation, by `operationId`. Other operations respond with the first example of their success
 * response.
 */
const behaviours: Readonly<Partial<Record<string, Behaviour>>> = {
  createVideoGeneration: createTask,
  getTask: readTask,
  getCredits: (call, { ledger }) => exampleReply(call) ?? { status: 200, body: ledger.balance() },
};

/** Serves an operation: validates the request, executes it, and injects the fault that the request asks for. */
export async function serveOperation(operation: Operation, c: RequestContext, context: Context): Promise<Response> {
  const preferences = readPreferences(c.req.header("prefer"), operation);
  if (preferences.fault === "reset_before") throw new ConnectionReset();
  assertAcceptsJson(c);
  assertAuthorized(c, context.expectKey, operation);
  const body = operation.consumes === undefined ? undefined : await readJson(c);
  const call = { c, operation, body, preferences };
  const reply = behaviours[operation.id]?.(call, context) ?? firstExample(call);
  return injectFault(c, reply, preferences, context);
}

function createTask(call: Call, context: Context): JsonReply {
  const { c, operation, preferences } = call;
  const { tasks, callbackPolicy, site } = context;
  const idempotencyKey = c.req.header("idempotency-key");
  if (idempotencyKey !== undefined) validateIdempotencyKey(idempotencyKey, operation);
  const origin = foreignOrigin(c, site);
  // Otherwise any web page could reach the controls by a callback to this machine.
  const request = validateCreateRequest(call.body, operation, (hostname) =>
    callbackPolicy.allowsHttp(hostname, origin !== undefined),
  );
  assertHasCallback(preferences, request.callback_url);
  const example = exampleReply(call);
  if (example !== undefined) return example;
  const first = idempotencyKey === undefined ? undefined : tasks.underKey(idempotencyKey);
  if (first !== undefined) {
    if (!isSameJson(first.request, request))
      throw new HttpError(400, "Idempotency-Key: was used before with another body", {
        operation,
        param: "Idempotency-Key",
      });
    tasks.note(first, "replayed", "the first response was repeated");
    c.set("taskId", first.id);
    return { status: 200, body: first.response, headers: { "Idempotency-Replayed": "true" } };
  }
  const record = tasks.create({
    request,
    idempotencyKey,
    fault: preferences.callbackFault ?? preferences.fault,
    scenario: preferences.scenario,
    scenarioName: preferences.scenarioName,
    baseUrl: baseUrlOf(c, context),
  });
  if (record === undefined)
    throw new HttpError(402, "There are not enough credits for this video; top them up on the sandbox's page", {
      operation,
    });
  c.set("taskId", record.id);
  return { status: 200, body: record.response };
}

function readTask(call: Call, context: Context): JsonReply {
  const { c, operation } = call;
  const id = c.req.param("task_id") ?? "";
  validateTaskId(id, operation);
  const example = exampleReply(call);
  if (example !== undefined) return example;
  const record = context.tasks.get(id);
  if (record === undefined)
    throw new HttpError(404, `There is no task ${JSON.stringify(id)}`, { operation, param: "task_id" });
  const task = context.tasks.present(record, baseUrlOf(c, context));
  context.tasks.note(record, "read", `${task.status}, ${task.progress ?? 0} %`);
  c.set("taskId", id);
  return { status: 200, body: task };
}

/** Returns the base URL of result links: the public URL, or that of the request. */
function baseUrlOf(c: RequestContext, { site }: Context): string {
  return site.publicUrl ?? originOf(c);
}

/** Returns the example that a request asks for by status or name. */
function exampleReply({ operation, preferences: { code, example } }: Call): JsonReply | undefined {
  if (code === undefined && example === undefined) return undefined;
  return replyOf(operation, code ?? 200, example);
}

function firstExample(call: Call): JsonReply {
  return exampleReply(call) ?? replyOf(call.operation, 200, undefined);
}

function replyOf(operation: Operation, status: number, example: string | undefined): JsonReply {
  const examples = examplesOf(operation, status);
  const onGet = operation.method === "GET" ? [...examples.keys()].find((name) => name.endsWith("_on_get")) : undefined;
  const name = example ?? onGet ?? [...examples.keys()][0] ?? "";
  const headers = status === 429 || status === 503 ? { "Retry-After": "1" } : {};
  return { status, body: examples.get(name), headers };
}

async function injectFault(
  c: RequestContext,
  { status, body, headers }: JsonReply,
  { fault }: Preferences,
  { pauses }: Context,
): Promise<Response> {
  if (fault === "reset_after") throw new ConnectionReset();
  if (fault === "html_502") return respond(c, PROXY_PAGE, 502, { "Content-Type": "text/html; charset=utf-8" });
  if (fault === "slow") await pauses.pause(SLOW_RESPONSE_MS);
  const text = JSON.stringify(body);
  const sent = fault === "cut_json" ? text.slice(0, text.length / 2) : text;
  return respond(c, sent, status, { "Content-Type": MEDIA_TYPE, ...headers });
}

/** Sends a reply. Hono's type of a status is narrower than the statuses that a contract may document. */
function respond(c: RequestContext, text: string, status: number, headers: Record<string, string>): Response {
  return c.newResponse(text, status as 200, headers);
}
