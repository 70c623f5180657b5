import { streamSSE } from "hono/streaming";
import { isObject } from "../shared/json.ts";
import { pageFiles } from "./assets.ts";
import { MAX_CREDITS } from "./assert-options.ts";
import type { Context } from "./context.ts";
import { contractText, MEDIA_TYPE, operations, type Operation } from "./contract.ts";
import { HttpError } from "./http-error.ts";
import { serveResult } from "./media.ts";
import { serveOperation } from "./operations.ts";
import { decodedPath, originOf, readJson, type RequestContext } from "./request.ts";
import { about } from "./view.ts";

/** Responds to a request. */
export type Handler = (c: RequestContext) => Response | Promise<Response>;

/** A path of the sandbox with its handlers. */
export interface Route {
  /** In Hono's syntax, parameters with a colon. */
  readonly path: string;
  /** Handlers by method, in upper case. HEAD and OPTIONS follow from these. */
  readonly methods: Readonly<Record<string, Handler>>;
  /** Whether it is one of the controls, which are protected. */
  readonly isControl?: boolean;
}

/** Maximum step of the clock, in seconds: a year. */
const MAX_STEP_SECONDS = 365 * 86_400;

/** Allows no inline code and nothing from other origins (https://www.w3.org/TR/CSP3/). */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILE_TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
};

/** Returns every route of the sandbox: the operations of the contract, the results, the page and what the page uses. */
export function allRoutes(context: Context): Route[] {
  return [...operationRoutes(context), resultRoute(context), ...pageRoutes(), ...controlRoutes(context)];
}

function operationRoutes(context: Context): Route[] {
  const templates = [...new Set(operations.map(({ template }) => template))];
  return templates.map((template) => {
    const here = operations.filter((operation) => operation.template === template);
    const methods = here.map((operation) => [operation.method, handlerOf(operation, context)] as const);
    return { path: template.replaceAll(/\{(\w+)\}/g, ":$1"), methods: Object.fromEntries(methods) };
  });
}

function handlerOf(operation: Operation, context: Context): Handler {
  if (!operation.template.includes("{")) return (c) => serveOperation(operation, c, context);
  return (c) => {
    decodedPath(c, operation);
    return serveOperation(operation, c, context);
  };
}

function resultRoute({ tasks, clock }: Context): Route {
  return {
    path: "/results/:id/video.mp4",
    methods: { GET: (c) => serveResult(tasks.get(c.req.param("id") ?? ""), c, clock.now()) },
  };
}

function pageRoutes(): Route[] {
  return Object.entries(pageFiles).map(([file, text]) => ({
    path: file === "index.html" ? "/" : `/sandbox/${file}`,
    methods: { GET: (c) => servePageFile(c, file, text) },
    isControl: file !== "index.html",
  }));
}

function servePageFile(c: RequestContext, file: string, text: string): Response {
  const type = FILE_TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  return c.body(text, 200, {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
  });
}

function controlRoutes(context: Context): Route[] {
  const control = (path: string, method: string, handler: Handler): Route => ({
    path: `/sandbox/${path}`,
    methods: { [method]: handler },
    isControl: true,
  });
  return [
    control("contract.json", "GET", (c) => c.body(contractText, 200, { "Content-Type": MEDIA_TYPE })),
    control("about.json", "GET", (c) => c.json(about(context.site.publicUrl ?? originOf(c), context.clock))),
    control("events", "GET", (c) => streamSSE(c, (stream) => context.feed.serve(stream))),
    // JSON only: a page of another origin cannot send it without CORS permission, which it does not get.
    control("advance", "POST", async (c) => advance(c, await readJson(c), context)),
    control("credits", "POST", async (c) => addCredits(c, await readJson(c), context)),
    control("reset", "POST", async (c) => reset(c, await readJson(c), context)),
    control("tasks/:id/:status", "POST", async (c) => endTask(c, await readJson(c), context)),
  ];
}

async function advance(c: RequestContext, body: unknown, { clock }: Context): Promise<Response> {
  const milliseconds = numberOf(body, "seconds", MAX_STEP_SECONDS) * 1000;
  if (milliseconds > clock.left())
    throw new HttpError(400, "/seconds: the clock ends with the year 9999", { param: "seconds" });
  // The caller may be the receiver of a callback for which a running `advance` waits.
  if (clock.isAdvancing) clock.extend(milliseconds);
  else await clock.advance(milliseconds);
  return c.json({ now: clock.now() });
}

function addCredits(c: RequestContext, body: unknown, { ledger, feed }: Context): Response {
  ledger.add(numberOf(body, "credits", MAX_CREDITS));
  feed.changed();
  return c.json({ remaining: ledger.remaining });
}

function reset(c: RequestContext, _body: unknown, { tasks, ledger, feed }: Context): Response {
  tasks.clear();
  ledger.reset();
  feed.replaced();
  return c.json({ remaining: ledger.remaining });
}

async function endTask(c: RequestContext, _body: unknown, { tasks }: Context): Promise<Response> {
  const [id, status] = [c.req.param("id") ?? "", c.req.param("status") ?? ""];
  const record = tasks.get(id);
  if (record === undefined) throw new HttpError(404, `There is no task ${JSON.stringify(id)}`);
  if (!(await tasks.end(record, status)))
    throw new HttpError(409, `A task that is ${record.status} cannot become ${JSON.stringify(status)}`);
  c.set("taskId", id);
  return c.json(tasks.present(record));
}

function numberOf(body: unknown, name: string, most: number): number {
  const value = isObject(body) ? body[name] : undefined;
  if (typeof value === "number" && value >= 0 && value <= most) return value;
  throw new HttpError(400, `/${name}: must be a number from 0 to ${most}`, { param: name });
}
