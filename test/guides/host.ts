// Imitates the platform of a route handler or a Worker: imports their modules and serves their exports.
// Usage: host.ts PORT PATH=FILE…, where a FILE exports POST, or as default an object with fetch and scheduled.
import { pathToFileURL } from "node:url";
import { serve, type Handler } from "./serve.ts";

interface Hosted {
  readonly POST?: Handler;
  readonly default?: { fetch: Handler; scheduled(): Promise<void> };
}

const [port = "0", ...places] = process.argv.slice(2);
const modules = await Promise.all(
  places.map(async (place): Promise<readonly [string, Hosted]> => {
    const [path = "", file = ""] = place.split("=");
    return [path, (await import(pathToFileURL(file).href)) as Hosted];
  }),
);

await serve(async (request) => {
  const { pathname } = new URL(request.url);
  const [, hosted] = modules.find(([path]) => pathname.startsWith(path)) ?? [];
  if (pathname === "/__scheduled") {
    await hosted?.default?.scheduled();
    return new Response();
  }
  return (await (hosted?.default?.fetch ?? hosted?.POST)?.(request)) ?? new Response(null, { status: 404 });
}, Number(port));
