import pg from "pg";
import type { ObservedEvent, Step, WriteObserver } from "./write-observer.ts";

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** The statement that writes an entry; its first values are scope, key, entry and state. */
const WRITE = /^UPDATE evolink_guard\s+SET entry =/;

/** The event that leads to each state. */
const EVENTS: Readonly<Record<string, string>> = { waiting: "unsent" };

/**
 * Makes every SQL statement of this process two steps, before it is sent and after its result, and notifies the
 * observer of writes.
 */
export function watchPostgres(step: Step, observer: WriteObserver): void {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  const pending = new WeakMap<pg.Client, ObservedEvent[]>();
  prototype.query = function (...args) {
    const [text, values] = args;
    if (typeof text !== "string") return query.apply(this, args);
    const name = `query ${/\w+/.exec(text)?.[0] ?? ""}`;
    note(pending, this, observer, text, values);
    step(`${name}: before`);
    const result = query.apply(this, args);
    if (!(result instanceof Promise)) return result;
    return result.then((rows: unknown) => {
      if (text === "COMMIT") for (const kept of pending.get(this) ?? []) observer.kept(kept);
      step(`${name}: result`);
      return rows;
    });
  };
}

function note(
  pending: WeakMap<pg.Client, ObservedEvent[]>,
  client: pg.Client,
  observer: WriteObserver,
  text: string,
  values: unknown,
): void {
  if (text.startsWith("BEGIN")) pending.set(client, []);
  if (!WRITE.test(text.trim()) || !Array.isArray(values)) return;
  const [, key, , state] = values.map(String);
  const kept = { type: EVENTS[String(state)] ?? String(state), key: String(key) };
  pending.get(client)?.push(kept);
  observer.begins(kept);
}
