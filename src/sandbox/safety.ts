import type { MiddlewareHandler } from "hono";
import { isLoopbackHost } from "../shared/loopback.ts";
import type { Context } from "./context.ts";
import { HttpError } from "./http-error.ts";
import { originOf, type RequestContext } from "./request.ts";
import type { Site } from "./site.ts";

/**
 * Returns the origin of the web page that sent a request; undefined for programs and for the sandbox's own page. Behind
 * a TLS proxy, the page's origin is that of the public URL. Browsers send `Origin` with every POST
 * (https://fetch.spec.whatwg.org/#origin-header) and `Sec-Fetch-Site` with every request.
 */
export function foreignOrigin(c: RequestContext, { publicUrl }: Site): string | undefined {
  const origin = c.req.header("origin");
  const own = [originOf(c), ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin])];
  if (origin !== undefined) return own.includes(origin) ? undefined : origin;
  const site = c.req.header("sec-fetch-site") ?? "none";
  return site === "none" || site === "same-origin" ? undefined : `a ${site} page`;
}

/**
 * Protects the controls: they respond only at loopback or listed hosts, which prevents DNS rebinding, and never to
 * pages of other origins. Otherwise responds with 403.
 */
export function guardControls({ allowHosts, site }: Context): MiddlewareHandler {
  return async (c: RequestContext, next) => {
    const { hostname } = new URL(c.req.url);
    if (!isLoopbackHost(hostname) && !allowHosts.includes(hostname))
      throw new HttpError(
        403,
        `Host: the controls of the sandbox do not respond at ${hostname}; start it with --allow-host ${hostname}, or use localhost`,
        { param: "Host" },
      );
    const foreign = foreignOrigin(c, site);
    if (foreign !== undefined)
      throw new HttpError(403, `Origin: ${foreign} may not use the controls of the sandbox; only its own page may`, {
        param: "Origin",
      });
    await next();
  };
}
