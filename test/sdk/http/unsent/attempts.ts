import { EvoLink, type Fetch } from "../../../../src/sdk/index.ts";

/** How an error is caused: the base URL, and the `fetch` to use instead of the runtime's. */
export interface Occurrence {
  readonly baseUrl: string;
  readonly fetch?: Fetch;
}

/** How the create request ended. */
export interface Outcome {
  readonly error: unknown;
  /** Number of attempts to send the request. */
  readonly attempts: number;
}

/** Sends a create request that may be retried once. */
export async function createAt({ baseUrl, fetch }: Occurrence): Promise<Outcome> {
  let attempts = 1;
  const ignore = (): void => undefined;
  const logger = { debug: ignore, warn: ignore, error: ignore, info: () => (attempts += 1) };
  const options = { apiKey: "test-key", baseUrl, maxRetries: 1, timeout: 1_500, logger, logLevel: "info" } as const;
  const client = new EvoLink(fetch === undefined ? options : { ...options, fetch });
  const body = {
    model: "kling-o3-reference-to-video",
    prompt: "A fox",
    video_url: "https://example.com/a.mp4",
  } as const;
  const error = await client.videos.generate(body).catch((caught: unknown) => caught);
  return { error, attempts };
}

/** A base URL for cases that send nothing. */
export const ANYWHERE = "https://api.example";

/** Creates an occurrence whose requests go to a port of this machine by https. */
export const https = (port: number, fetch?: Fetch): Occurrence => ({
  baseUrl: `https://localhost:${port}`,
  ...(fetch === undefined ? {} : { fetch }),
});

/** Creates an error of `fetch` whose cause has this code. */
export const withCode = (code: string, message = "failed"): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

/** Returns the codes, system calls and messages of an error and its causes, one per line. */
export function factsOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code, syscall, erroredSysCall } = error as unknown as Record<string, unknown>;
  const own = [code, syscall, erroredSysCall, error.message].filter((fact) => typeof fact === "string");
  return [...own, factsOf(error.cause)].join("\n");
}
