import { http, HttpResponse, type HttpHandler } from "msw";
import { serverUrl } from "../../generated/constants.ts";
import { assertOptions, HANDLERS_OPTIONS } from "./assert-options.ts";
import { createCore, type WebSandbox } from "./create.ts";
import { ConnectionReset } from "./http-error.ts";
import type { CreateSandboxOptions } from "./options.ts";

export type { RequestRecord } from "./context.ts";
export type { WebSandbox } from "./create.ts";
export type { CreateSandboxOptions } from "./options.ts";

/** Options of the handlers. */
export interface HandlersOptions extends CreateSandboxOptions {
  /**
   * Base URL of the API as the code under test calls it.
   * @default "https://api.evolink.ai"
   */
  readonly baseUrl?: string | undefined;
}

/** Handlers for MSW, with the sandbox behind them. */
export type SandboxHandlers = HttpHandler[] & {
  /** The sandbox behind the handlers, with its clock, tasks and charges. */
  readonly sandbox: WebSandbox;
};

/**
 * Creates handlers for MSW 2, in Node (`setupServer`) and in a browser (`setupWorker`): a stateful mock of the API
 * without a server. Result links lead to the base URL, where a handler serves the video.
 *
 * @throws {EvoLinkError} when an option has an unknown name or an invalid value.
 * @example
 * ```ts
 * const mocks = handlers({ speed: 0 });
 * const server = setupServer(...mocks);
 * server.listen();
 * const body = { model: "kling-o3-reference-to-video", prompt: "A fox" } as const;
 * const task = await new EvoLink({ apiKey: "any" }).videos.generate(body);
 * await mocks.sandbox.advance(300_000); // five minutes, at once
 * ```
 */
export function handlers(options: HandlersOptions = {}): SandboxHandlers {
  assertOptions(options, HANDLERS_OPTIONS);
  const { baseUrl = serverUrl } = options;
  const { sandbox, app } = createCore({ ...options, publicUrl: options.publicUrl ?? baseUrl });
  const base = baseUrl.endsWith("/") ? baseUrl.slice(0, -1) : baseUrl;
  const respond = async ({ request }: { readonly request: Request }): Promise<Response> => {
    try {
      return await app.fetch(withoutBase(request, base));
    } catch (error) {
      if (error instanceof ConnectionReset) return HttpResponse.error();
      throw error;
    }
  };
  const list = [http.all(`${base}/v1/*`, respond), http.all(`${base}/results/*`, respond)];
  return Object.assign(list, { sandbox });
}

/** Returns the request without the path of the base URL. */
function withoutBase(request: Request, base: string): Request {
  const { origin } = new URL(base);
  return base === origin ? request : new Request(origin + request.url.slice(base.length), request);
}
