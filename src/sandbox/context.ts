import type { CallbackPolicy } from "./callbacks.ts";
import type { Clock } from "./clock.ts";
import type { Feed } from "./feed.ts";
import type { Ledger } from "./ledger.ts";
import type { Pauses } from "./pauses.ts";
import type { Ids } from "./random.ts";
import type { Site } from "./site.ts";
import type { Tasks } from "./tasks.ts";

/** A response that was sent, or a connection that was reset. */
export interface RequestRecord {
  /** HTTP method. */
  readonly method: string;
  /** Path of the URL, without its query. */
  readonly path: string;
  /** HTTP status; undefined when the connection was reset. */
  readonly status: number | undefined;
  /** How long it took, in real milliseconds. */
  readonly milliseconds: number;
  /** The task that the request created or read. */
  readonly taskId: string | undefined;
}

/** Shared state of the routes of a sandbox. */
export interface Context {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly ledger: Ledger;
  readonly tasks: Tasks;
  readonly feed: Feed;
  readonly pauses: Pauses;
  readonly callbackPolicy: CallbackPolicy;
  readonly site: Site;
  /** The only accepted key; undefined accepts any key. */
  readonly expectKey: string | undefined;
  /** Hosts that may serve the controls, besides loopback. */
  readonly allowHosts: readonly string[];
  readonly onRequest: (record: RequestRecord) => void;
}
