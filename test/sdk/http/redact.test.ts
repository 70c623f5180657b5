// Protects the API key: nothing that can be printed shows it, in whatever form a server or a custom fetch echoes it.
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createRedactor } from "../../../src/sdk/http/redact.ts";

const KEY = 'sk/Secret+"01\\23';
const { text, headers, value } = createRedactor(KEY);

const unicode = (key: string, upper = false): string =>
  Array.from(key, (character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${upper ? hex.toUpperCase() : hex}`;
  }).join("");

describe("redacts every form of the key in a text", () => {
  test.each([
    { name: "unescaped", form: KEY },
    { name: "in JSON", form: JSON.stringify(KEY).slice(1, -1) },
    { name: "in JSON with an escaped slash", form: JSON.stringify(KEY).slice(1, -1).replaceAll("/", "\\/") },
    { name: "in JSON as unicode escapes", form: unicode(KEY) },
    { name: "in JSON as upper-case unicode escapes", form: unicode(KEY, true) },
    { name: "with its first letter escaped", form: `\\u0073${JSON.stringify(KEY).slice(2, -1)}` },
    { name: "percent-encoded", form: encodeURIComponent(KEY) },
  ])("$name", ({ form }) => {
    expect(text(`before ${form} behind`)).toBe("before [API key] behind");
  });

  test("leaves other texts unchanged", () => {
    expect(text('{"id":"task-unified-1","text":"sk/Secret"}')).toBe('{"id":"task-unified-1","text":"sk/Secret"}');
    expect(createRedactor("short").text("a short key of a mock")).toBe("a short key of a mock");
  });
});

test("redacts the key in headers", () => {
  const plain = new Headers({ "x-request-id": "request-1" });

  expect(headers(plain)).toBe(plain);
  expect(headers(new Headers({ "x-request-id": `for ${KEY}` })).get("x-request-id")).toBe("for [API key]");
});

function formOf(text: string): FormData {
  const form = new FormData();
  form.set("key", text);
  return form;
}

describe("redacts the key in a thrown value", () => {
  const deep = Array.from({ length: 12 }).reduce<Error>(
    (cause, _, level) => new Error(`level ${level}`, { cause }),
    new Error(`sent ${KEY}`),
  );
  const endless = Array.from({ length: 5_000 }, (_, index) => ({ index }));

  test.each<{ name: string; thrown: unknown }>([
    { name: "a message", thrown: new Error(`sent ${KEY}`) },
    { name: "a cause twelve levels deep", thrown: deep },
    { name: "an aggregate error", thrown: new AggregateError([new Error(`sent ${KEY}`)], "all") },
    {
      name: "headers on an error",
      thrown: Object.assign(new Error("boom"), { init: { headers: new Headers({ a: KEY }) } }),
    },
    { name: "a config on an error", thrown: Object.assign(new Error("boom"), { config: { headers: { a: KEY } } }) },
    { name: "a map on an error", thrown: Object.assign(new Error("boom"), { sent: new Map([["key", KEY]]) }) },
    {
      name: "a property that is not enumerable",
      thrown: Object.defineProperty(new Error("boom"), "sent", { value: KEY }),
    },
    { name: "an object", thrown: { sent: KEY } },
    { name: "a string", thrown: KEY },
    { name: "more objects than are searched", thrown: Object.assign(new Error("boom"), { endless, key: KEY }) },
  ])("$name", ({ thrown }) => {
    const shown = inspect(value(thrown), { depth: Infinity, showHidden: true });

    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain(inspect(KEY).slice(1, -1));
  });

  const init = { headers: { a: KEY } };
  const holding = (held: unknown): Error => Object.assign(new Error("boom"), { held });
  class OfKey extends Error {
    readonly #key = KEY;
    protected get key(): string {
      return this.#key;
    }
  }
  class Printing extends OfKey {
    [inspect.custom](): string {
      return this.key;
    }
  }
  class Dumping extends OfKey {
    toJSON(): string {
      return this.key;
    }
  }
  /** Like the headers of node-fetch and undici, which store their values under a symbol. */
  const symbolHeaders = Object.assign(Object.create({ get: () => undefined }) as object, {
    [Symbol("map")]: { authorization: KEY },
  });
  const Named = { [KEY]: class extends Error {} }[KEY];

  test.each<{ name: string; thrown: unknown }>([
    { name: "a request", thrown: holding(new Request("https://a.example", init)) },
    { name: "a request deep in a cause", thrown: new Error("a", { cause: { b: [new Request("https://a", init)] } }) },
    { name: "a response", thrown: holding(new Response("", init)) },
    { name: "headers of another library", thrown: holding(symbolHeaders) },
    { name: "a property named by a symbol", thrown: Object.assign(new Error("boom"), { [Symbol("sent")]: KEY }) },
    { name: "a symbol", thrown: holding(Symbol(KEY)) },
    { name: "a query", thrown: holding(new URLSearchParams({ KEY })) },
    { name: "a form", thrown: holding(formOf(KEY)) },
    { name: "a URL", thrown: holding(new URL(`https://a.example/?key=${encodeURI(KEY)}`)) },
    { name: "a String object", thrown: holding(Object(KEY)) },
    { name: "a promise", thrown: holding(Promise.resolve(KEY)) },
    { name: "a set", thrown: holding(new Set([KEY])) },
    { name: "the entries of a map", thrown: holding(new Map([[KEY, 1]]).entries()) },
    { name: "a function's property", thrown: holding(Object.assign(() => 1, { sent: KEY })) },
    { name: "a getter of a class", thrown: new OfKey("boom") },
    { name: "a custom inspect function", thrown: new Printing("boom") },
    { name: "a custom toJSON", thrown: new Dumping("boom") },
    { name: "the name of a class", thrown: new Named("boom") },
    { name: "a prototype", thrown: holding(Object.create({ sent: KEY })) },
    { name: "more members than are searched", thrown: holding([...Array<number>(200_000).fill(0), KEY]) },
  ])("$name", ({ thrown }) => {
    const shown = value(thrown);
    const printed = [
      inspect(shown, { depth: Infinity, showHidden: true, getters: true, maxArrayLength: Infinity }),
      JSON.stringify(shown),
      String(shown),
    ].join("\n");

    expect(printed).not.toContain(KEY);
    expect(printed).not.toContain(inspect(KEY).slice(1, -1));
    expect(printed).not.toContain(encodeURI(KEY));
  });

  test.each<{ name: string; members: object }>([
    { name: "a message", members: { message: 5 } },
    { name: "a name", members: { name: 5 } },
    { name: "a stack", members: { stack: { at: 1 } } },
    { name: "a code", members: { code: { a: KEY } } },
    { name: "a member called errors", members: { errors: KEY } },
  ])("even when an error has $name of another type", ({ members }) => {
    const thrown = Object.assign(new AggregateError([], `sent ${KEY}`), { sent: KEY }, members);

    expect(inspect(value(thrown), { depth: Infinity, showHidden: true })).not.toContain(inspect(KEY).slice(1, -1));
  });

  class UserError extends Error {
    readonly at = new Date(0);
    get summary(): string {
      return this.message;
    }
  }

  test.each<{ name: string; thrown: unknown }>([
    { name: "an error of fetch", thrown: new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") }) },
    { name: "an abort", thrown: new DOMException("aborted", "AbortError") },
    { name: "an error of the caller's own class", thrown: new UserError("stopped") },
    { name: "headers on an error", thrown: Object.assign(new Error("boom"), { headers: new Headers({ a: "b" }) }) },
    { name: "an object", thrown: { reason: ["stopped", { at: 1n, by: undefined, bytes: new Uint8Array(8) }] } },
    { name: "a string", thrown: "stopped" },
    { name: "undefined", thrown: undefined },
  ])("returns $name without the key unchanged", ({ thrown }) => {
    expect(value(thrown)).toBe(thrown);
  });
});
