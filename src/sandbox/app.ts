import { Hono, type MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { contractFingerprint } from "../../generated/constants.ts";
import type { Context } from "./context.ts";
import { MEDIA_TYPE } from "./contract.ts";
import { ConnectionReset, errorEnvelope, HttpError } from "./http-error.ts";
import { assertNoPreferences } from "./preferences.ts";
import { decodedPath, type Bindings, type RequestContext, type Variables } from "./request.ts";
import { allRoutes, type Route } from "./routes.ts";
import { guardControls } from "./safety.ts";

/** The sandbox as a Hono app. */
export type App = Hono<{ Bindings: Bindings; Variables: Variables }>;

/** Allows pages of every origin to read a response (https://fetch.spec.whatwg.org/#http-cors-protocol). */
const OPEN = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers":
    "x-request-id, x-oneapi-request-id, x-contract-fingerprint, Idempotency-Replayed, Retry-After, Allow, Accept-Ranges, Content-Range, ETag",
};

/**
 * Builds the app. An internal error becomes the contract's 500 response; only a `ConnectionReset` is thrown.
 */
export function createApp(context: Context): App {
  const app: App = new Hono();
  const routes = allRoutes(context);
  app.use(report(context));
  app.use(commonHeaders(context));
  app.use(openToAllOrigins(routes));
  for (const route of routes) addRoute(app, route, context);
  app.notFound((c) => {
    throw new HttpError(404, `There is nothing at ${decodedPath(c)}`);
  });
  app.onError((error, c) => {
    if (error instanceof ConnectionReset) throw error;
    const known = error instanceof HttpError ? error : new HttpError(500, `The sandbox failed: ${error.message}`);
    return c.json(errorEnvelope(known), known.status as 400, {
      "Content-Type": MEDIA_TYPE,
      ...known.details.headers,
    });
  });
  return app;
}

function addRoute(app: App, { path, methods, isControl = false }: Route, context: Context): void {
  const allow = allowed(methods);
  if (isControl) app.use(path, guardControls(context));
  if (!path.startsWith("/v1/"))
    app.use(path, async (c, next) => {
      assertNoPreferences(c.req.header("prefer"), path);
      await next();
    });
  for (const [method, handler] of Object.entries(methods)) app.on(method, path, (c) => handler(c));
  app.options(path, (c) => c.body(null, 204, { Allow: allow.join(", ") }));
  app.all(path, (c) => {
    throw new HttpError(405, `${c.req.method} is not possible at ${path}`, { headers: { Allow: allow.join(", ") } });
  });
}

function allowed(methods: Route["methods"]): string[] {
  return [...Object.keys(methods), ...("GET" in methods ? ["HEAD"] : []), "OPTIONS"];
}

/**
 * Allows pages of every origin to use everything but the sandbox's page and controls
 * (https://fetch.spec.whatwg.org/#http-cors-protocol).
 */
function openToAllOrigins(routes: readonly Route[]): MiddlewareHandler {
  const preflight = cors({
    origin: "*",
    allowMethods: (_origin, c) => {
      const route = routes.find(({ path }) => matches(path, c.req.path));
      return route === undefined ? [] : allowed(route.methods);
    },
    maxAge: 600,
  });
  return (c, next) => {
    if (c.req.path === "/" || c.req.path.startsWith("/sandbox/")) return next();
    if (c.req.method === "OPTIONS") return preflight(c, next);
    // Hono's `cors` would copy each response, which costs a third of a request.
    for (const [name, value] of Object.entries(OPEN)) c.header(name, value);
    return next();
  };
}

function matches(template: string, path: string): boolean {
  const parts = path.split("/");
  const wanted = template.split("/");
  return wanted.length === parts.length && wanted.every((part, index) => part.startsWith(":") || part === parts[index]);
}

function commonHeaders(context: Context): MiddlewareHandler {
  return async (c, next) => {
    for (const [name, value] of Object.entries(headersOfAll(context))) c.header(name, value);
    await next();
  };
}

/** Returns the headers of every response. */
function headersOfAll({ ids, clock }: Context): Readonly<Record<string, string>> {
  const id = ids.request(clock.now());
  return {
    "x-request-id": id,
    "x-oneapi-request-id": id,
    "x-contract-fingerprint": contractFingerprint,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  };
}

/** A response to bytes that the app cannot handle as a request. */
export interface ErrorReply {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returns the contract's error envelope for bytes that a server cannot parse as a request. */
export function errorReply(context: Context, status: number, message: string): ErrorReply {
  const body = JSON.stringify(errorEnvelope(new HttpError(status, message)));
  return { headers: { ...headersOfAll(context), ...OPEN, "Content-Type": MEDIA_TYPE }, body };
}

/** Calls `onRequest` after every response. */
function report({ onRequest }: Context): MiddlewareHandler {
  return async (c: RequestContext, next) => {
    const began = performance.now();
    const record = (status: number | undefined): void =>
      onRequest({
        method: c.req.method,
        path: c.req.path,
        status,
        milliseconds: performance.now() - began,
        taskId: c.get("taskId"),
      });
    try {
      await next();
    } catch (error) {
      record(undefined);
      throw error;
    }
    record(c.res.status);
  };
}
