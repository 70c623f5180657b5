// Protects the API key: in whatever form a server or a custom fetch hands it back, nothing that can be printed shows
// it.
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createRedactor } from "../../src/sdk/http/redact.ts";

const KEY = 'sk/Secret+"01\\23';
const { text, headers, value } = createRedactor(KEY);

const unicode = (key: string, upper = false): string =>
  Array.from(key, (character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${upper ? hex.toUpperCase() : hex}`;
  }).join("");

describe("a text shows no form of the key", () => {
  test.each([
    { name: "as it is", form: KEY },
    { name: "in JSON", form: JSON.stringify(KEY).slice(1, -1) },
    { name: "in JSON with an escaped slash", form: JSON.stringify(KEY).slice(1, -1).replaceAll("/", "\\/") },
    { name: "in JSON as unicode escapes", form: unicode(KEY) },
    { name: "in JSON as unicode escapes in capitals", form: unicode(KEY, true) },
    { name: "with its first letter escaped", form: `\\u0073${JSON.stringify(KEY).slice(2, -1)}` },
    { name: "percent-encoded", form: encodeURIComponent(KEY) },
  ])("$name", ({ form }) => {
    expect(text(`before ${form} behind`)).toBe("before [API key] behind");
  });

  test("other texts stay as they are", () => {
    expect(text('{"id":"task-unified-1","text":"sk/Secret"}')).toBe('{"id":"task-unified-1","text":"sk/Secret"}');
    expect(createRedactor("short").text("a short key of a mock")).toBe("a short key of a mock");
  });
});

test("no header shows it", () => {
  const plain = new Headers({ "x-request-id": "request-1" });

  expect(headers(plain)).toBe(plain);
  expect(headers(new Headers({ "x-request-id": `for ${KEY}` })).get("x-request-id")).toBe("for [API key]");
});

describe("nothing that was thrown shows it", () => {
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
    { name: "a text", thrown: KEY },
    { name: "more objects than are searched", thrown: Object.assign(new Error("boom"), { endless, key: KEY }) },
  ])("$name", ({ thrown }) => {
    const shown = inspect(value(thrown), { depth: Infinity, showHidden: true });

    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain(inspect(KEY).slice(1, -1));
  });

  test("what does not hold it is returned as it is", () => {
    const error = new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") });

    expect(value(error)).toBe(error);
  });
});
