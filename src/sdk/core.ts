import type { Drift, Fetch, LogLevel } from "./options.ts";
import type { Redact } from "./http/redact.ts";
import type { Release, Turn } from "./http/rate-limiter.ts";

/** What the parts of a client share. Only the client holds it, in a closure: it can reach the API key. */
export interface Core {
  /** Sends with the API key. */
  readonly fetch: Fetch;
  readonly baseUrl: string;
  /** Whether the base URL is loopback, which is a mock. */
  readonly isMock: boolean;
  /** The client's own, else the default. */
  readonly timeout: number;
  readonly deadline: number;
  readonly validate: boolean;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly redact: Redact;
  /** Never throws, whatever the logger does. */
  readonly log: (level: LogLevel, message: string) => void;
  /** Runs a function of the caller by its name. What it throws is logged, and the call goes on. */
  readonly guard: (name: string, run: () => void) => void;
  readonly onDrift: (drift: Drift) => void;
  readonly warn: (warning: string) => void;
  /** Resolves when the next request may be sent. */
  readonly turn: Turn;
  /** Lets the waits of this client go on after their pauses, not too many at a time. */
  readonly release: Release;
}
