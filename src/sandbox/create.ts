import { taskFinishedDelivery } from "../../generated/constants.ts";
import { timerDelay } from "../shared/time.ts";
import { createApp, errorReply, type App, type ErrorReply } from "./app.ts";
import { assertNumberWithin, assertOptions, CREATE_SANDBOX_OPTIONS, MAX_CREDITS } from "./assert-options.ts";
import { CallbackPolicy, Callbacks } from "./callbacks.ts";
import { Clock } from "./clock.ts";
import type { Context } from "./context.ts";
import { exampleTask } from "./contract.ts";
import { Feed } from "./feed.ts";
import { inProcessFetch } from "./in-process-fetch.ts";
import { Ledger, type Charge } from "./ledger.ts";
import { isTerminal } from "./lifecycle.ts";
import type { CreateSandboxOptions } from "./options.ts";
import { Pauses } from "./pauses.ts";
import { Ids } from "./random.ts";
import type { Site } from "./site.ts";
import type { TaskRecord } from "./task-record.ts";
import { Tasks } from "./tasks.ts";
import { standing, viewOf, type TaskView } from "./view.ts";

/** A sandbox of the API: a stateful mock that uses only web standards. */
export interface WebSandbox {
  /**
   * Responds to a request without a socket: pass it to a client as its `fetch`, or to a runtime's server. The URL may
   * be a path. Rejects with a `TypeError` when the connection is reset by a fault.
   */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** A snapshot of the kept tasks, oldest first. */
  readonly tasks: readonly TaskView[];
  /** A snapshot of the reserved, charged and released credits of these tasks. */
  readonly charges: readonly Charge[];
  /**
   * Advances the clock by a number of milliseconds; resolves when all due actions are done, callbacks included.
   * @throws {EvoLinkError} (rejects) when the argument is no number from 0, or leads beyond the year 9999.
   * @example
   * await sandbox.advance(300_000); // five minutes, at once
   */
  advance(milliseconds: number): Promise<void>;
  /**
   * Adds credits to spend.
   * @throws {EvoLinkError} unless the argument is a number from 0 to 1,000,000,000.
   * @example
   * sandbox.addCredits(500);
   */
  addCredits(credits: number): void;
  /**
   * Removes every task and charge, and resets the credits. The clock does not change.
   *
   * @example
   * afterEach(() => sandbox.reset());
   */
  reset(): void;
  /**
   * Stops the clock, ends streams and slow responses, and aborts callbacks.
   *
   * @example
   * afterAll(() => sandbox.close());
   */
  close(): Promise<void>;
}

/** A sandbox with the internals that a server needs. */
export interface SandboxCore {
  readonly sandbox: WebSandbox;
  readonly app: App;
  /** Responds to bytes that a server cannot parse as a request. */
  readonly errorReply: (status: number, message: string) => ErrorReply;
  /** The URLs of the sandbox. */
  readonly site: Site;
}

/**
 * Creates a sandbox that does not listen: in Node, Deno, Bun, a worker or a browser. Tasks progress, fail, cost credits
 * and send callbacks.
 *
 * @throws {EvoLinkError} when an option has an unknown name or an invalid value.
 * @example
 * ```ts
 * const sandbox = createSandbox({ speed: 0 });
 * const evolink = new EvoLink({ apiKey: "any", fetch: sandbox.fetch });
 * const task = await evolink.videos.generate({ model: "kling-o3-reference-to-video", prompt: "A fox" });
 * await sandbox.advance(300_000);
 * ```
 */
export function createSandbox(options: CreateSandboxOptions = {}): WebSandbox {
  assertOptions(options, CREATE_SANDBOX_OPTIONS);
  return createCore(options).sandbox;
}

/** Creates a sandbox for a server, from validated options. */
export function createCore(options: CreateSandboxOptions): SandboxCore {
  const context = createContext(options);
  const { tasks, ledger, clock, feed, site, callbacks, pauses } = context;
  const app = createApp(context);
  const sandbox: WebSandbox = {
    fetch: inProcessFetch(app, site),
    get tasks() {
      return tasks.all().map((record) => viewOf(record, tasks, clock.now()));
    },
    get charges() {
      return ledger.charges;
    },
    async advance(milliseconds) {
      assertNumberWithin("milliseconds", milliseconds, clock.left());
      await clock.advance(milliseconds);
    },
    addCredits(credits) {
      assertNumberWithin("credits", credits, MAX_CREDITS);
      ledger.add(credits);
    },
    reset() {
      tasks.clear();
      ledger.reset();
      feed.replaced();
    },
    close() {
      for (const part of [clock, pauses, callbacks, feed]) part.close();
      return Promise.resolve();
    },
  };
  return { sandbox, app, site, errorReply: (status, message) => errorReply(context, status, message) };
}

function createContext(options: CreateSandboxOptions): Context & { readonly callbacks: Callbacks } {
  const site: Site = { publicUrl: originOf(options.publicUrl), serverUrl: undefined };
  const clock = clockOf(options);
  const ids = new Ids(options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  const ledger = new Ledger(options.credits ?? 1000);
  const callbackPolicy = new CallbackPolicy(options.allowCallbackHosts ?? [], site);
  const callbacks = new Callbacks({
    clock,
    policy: callbackPolicy,
    timeoutMs: timerDelay(options.callbackTimeout ?? taskFinishedDelivery.timeout_seconds * 1000),
    bodyOf: (record) => JSON.stringify(tasks.present(record)),
    onAttempt: (record) => feed.changed(record.id),
  });
  const tasks = new Tasks({
    ...{ clock, ids, ledger, keep: options.keepTasks ?? 1000 },
    onChange: (record) => feed.changed(record.id),
    onEnd: (record) => callbacks.send(record),
  });
  const feed = createFeed(tasks, clock, ledger);
  const publicHosts = site.publicUrl === undefined ? [] : [new URL(site.publicUrl).hostname];
  return {
    ...{ clock, ids, ledger, tasks, feed, site, callbacks, callbackPolicy },
    pauses: new Pauses(),
    expectKey: options.expectKey,
    allowHosts: [...(options.allowHosts ?? []), ...publicHosts],
    onRequest: options.onRequest ?? (() => undefined),
  };
}

/** Returns a URL without the slash at its end. */
function originOf(publicUrl: string | undefined): string | undefined {
  if (publicUrl === undefined) return undefined;
  const { origin, pathname } = new URL(publicUrl);
  return `${origin}${pathname}`.replace(/\/$/, "");
}

function clockOf({ speed = 60, start }: CreateSandboxOptions): Clock {
  const usual = speed === 0 ? exampleTask.created * 1000 : Date.now();
  return new Clock(start?.getTime() ?? usual, speed);
}

/** Maximum number of tasks on the page. */
const MAX_SHOWN = 100;

function createFeed(tasks: Tasks, clock: Clock, ledger: Ledger): Feed {
  const views = (records: readonly TaskRecord[]): unknown => ({
    ...standing(clock, ledger),
    tasks: records.map((record) => viewOf(record, tasks, clock.now())),
  });
  const shown = (): TaskRecord[] => tasks.all().slice(-MAX_SHOWN);
  return new Feed({
    whole: () => views(shown()),
    changes: (ids) => views(ids.map((id) => tasks.get(id)).filter((record) => record !== undefined)),
    moving: () =>
      clock.speed === 0
        ? []
        : shown()
            .filter(({ status }) => !isTerminal(status))
            .map(({ id }) => id),
  });
}
