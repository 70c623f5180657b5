import { randomInt } from "node:crypto";
import { taskFinishedDelivery } from "../../generated/constants.ts";
import { App } from "./app.ts";
import { Callbacks } from "./callbacks.ts";
import { Clock } from "./clock.ts";
import { exampleTask } from "./contract.ts";
import { Feed } from "./feed.ts";
import { inProcessFetch } from "./fetch.ts";
import { Ledger } from "./ledger.ts";
import { isTerminal } from "./lifecycle.ts";
import { resultPath } from "./media.ts";
import type { SandboxOptions } from "./options.ts";
import { Pauses } from "./pauses.ts";
import { allPlaces } from "./places.ts";
import { Ids } from "./random.ts";
import { Tasks, type TaskRecord } from "./tasks.ts";
import { about, standing, viewOf, type TaskView } from "./view.ts";

/** A sandbox that does not listen yet. */
export interface Assembly {
  readonly app: App;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly fetch: typeof fetch;
  /** Where it can be reached; known once it listens. */
  readonly site: { url: string };
  /** Every task that is kept, the oldest first. */
  readonly views: () => TaskView[];
  /** Stops the clock, ends pauses and streams, breaks callbacks off. */
  readonly stop: () => void;
}

/** Puts the parts of a sandbox together. */
export function assemble(options: SandboxOptions): Assembly {
  const site = { url: "" };
  const clock = clockOf(options);
  const ids = new Ids(options.seed ?? randomInt(2 ** 32));
  const ledger = new Ledger(options.credits ?? 1000);
  const pauses = new Pauses();
  const callbacks = new Callbacks({
    clock,
    allowHosts: options.allowCallbackHosts ?? [],
    timeoutMs: options.callbackTimeout ?? taskFinishedDelivery.timeout_seconds * 1000,
    bodyOf: (record) => JSON.stringify(tasks.present(record)),
    onAttempt: (record) => feed.changed(record.id),
  });
  const tasks = new Tasks({
    ...{ clock, ids, ledger, keep: options.keepTasks ?? 1000 },
    resultUrl: (id) => site.url + resultPath(id),
    onChange: (record) => feed.changed(record.id),
    onEnd: (record) => callbacks.send(record),
  });
  const feed = feedOf(tasks, clock, ledger);
  const pause = (milliseconds: number): Promise<void> => pauses.pause(milliseconds);
  const places = allPlaces({
    tasks,
    ledger,
    clock,
    feed,
    pause,
    expectKey: options.expectKey,
    about: () => about(site.url, clock),
  });
  const app = new App(places, clock, ids);
  const stop = (): void => [clock, pauses, callbacks, feed].forEach((part) => part.close());
  return {
    app,
    clock,
    ledger,
    site,
    stop,
    fetch: inProcessFetch(app),
    views: () => tasks.all().map((record) => viewOf(record, tasks, clock.now())),
  };
}

function clockOf({ speed = 60, start }: SandboxOptions): Clock {
  const usual = speed === 0 ? exampleTask.created * 1000 : Date.now();
  return new Clock(start?.getTime() ?? usual, speed);
}

/** Most tasks that the page is shown. */
const SHOWN = 100;

function feedOf(tasks: Tasks, clock: Clock, ledger: Ledger): Feed {
  const views = (records: readonly TaskRecord[]): unknown => ({
    ...standing(clock, ledger),
    tasks: records.map((record) => viewOf(record, tasks, clock.now())),
  });
  const shown = (): TaskRecord[] => tasks.all().slice(-SHOWN);
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
