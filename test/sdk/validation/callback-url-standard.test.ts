// Protects the rules of callback_url against the URL standard: whatever the contract and the semantic rules accept can
// be parsed as a URL, and ordinary URLs are accepted.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validateVideoGenerationRequest } from "../../../generated/validators/VideoGenerationRequest.js";
import { validateSemantics } from "../../../src/sdk/validation/semantic-rules.ts";

const COUNT = 100_000;

const requestTo = (callback_url: string) =>
  ({ model: "kling-o3-reference-to-video", prompt: "A fox", callback_url }) as const;

/** Returns whether the contract accepts a URL. */
const accepts = (callback_url: string): boolean => validateVideoGenerationRequest(requestTo(callback_url));

/** Returns whether the client sends a request with this URL. */
const isSent = (callback_url: string): boolean =>
  accepts(callback_url) && validateSemantics(requestTo(callback_url)).length === 0;

const label = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/),
  fc.constantFrom(
    "xn--",
    "XN--",
    "xn---",
    "xN--a-",
    "xn--bcher-kva",
    "xn--a",
    "XN--0zz",
    "xn--99999999",
    "localhost",
    "LOCALHOST",
    "example",
    "0x7f",
    "0xg",
    "127",
    "255",
    "256",
    "10",
    "08",
    "1e3",
    "",
  ),
);
const host = fc.oneof(
  { weight: 6, arbitrary: fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join(".")) },
  { weight: 2, arbitrary: fc.array(fc.nat(300), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(".")) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "[::1]",
      "[::ffff:127.0.0.1]",
      "münchen.example",
      "ex%61mple.com",
      "a b.example",
      "a^b",
      "a|b",
    ),
  },
);
const port = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  { weight: 3, arbitrary: fc.nat(70_000).map((number) => `:${number}`) },
  { weight: 1, arbitrary: fc.constantFrom(":", ":0", ":00443", ":65535", ":65536", ":99999", ":4e3", ":-1", ":443a") },
);
const url = fc
  .record({
    scheme: fc.constantFrom(
      "https://",
      "https://",
      "https://",
      "HTTPS://",
      "http://",
      "https:/",
      "https:",
      "https:\\\\",
    ),
    user: fc.constantFrom("", "", "", "", "user@", "user:pass@", "@"),
    host,
    dot: fc.constantFrom("", "", "", "."),
    port,
    rest: fc.constantFrom("", "/", "/hook?token=1", "?a", "#a", "/a b", "/%zz", "\\path", "/@127.0.0.1", "//"),
  })
  .map((parts) => parts.scheme + parts.user + parts.host + parts.dot + parts.port + parts.rest);

/** Returns whether a host is internal by the vendor's rules. `hostname` is normalized by the URL parser. */
function isInternal(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  const [a = NaN, b = NaN] = /^\d+(\.\d+){3}$/.test(name) ? name.split(".").map(Number) : [];
  const isPrivate = [0, 10, 127].includes(a) || (a === 169 && b === 254) || (a === 192 && b === 168);
  return (
    isPrivate ||
    (a === 172 && b >= 16 && b <= 31) ||
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name.startsWith("[")
  );
}

describe(`${COUNT} callback URLs`, () => {
  it("are https, external and parseable if the client sends them", { timeout: 120_000 }, () => {
    let accepted = 0;
    const property = fc.property(url, (text) => {
      if (!isSent(text)) return;
      accepted += 1;
      const { protocol, hostname, username, port: number } = new URL(text);
      expect({ text, protocol, username, internal: isInternal(hostname), zero: number === "0" }).toEqual({
        ...{ text, protocol: "https:", username: "", internal: false, zero: false },
      });
    });

    fc.assert(property, { numRuns: COUNT, seed: 13 });

    expect(accepted).toBeGreaterThan(COUNT / 100);
  });
});

it.each([
  "https://example.com",
  "https://example.com:1/",
  "https://example.com:65535/hook",
  "https://example.com:8443/hook?token=abc",
  "https://xn--bcher-kva.example/hook",
  "https://hooks.xn--mnchen-3ya.de./x",
  "https://93.184.216.34/x",
  "https://xn--fiqs8s",
  "https://a--.example/",
  "https://a.0x7g/",
])("the contract accepts %s", (text) => {
  expect([isSent(text), URL.canParse(text)]).toEqual([true, true]);
});

it.each(["https://xn--a", "https://xn--a/hook", "https://hooks.XN--A.example/", "https://xn--99999999.example:8443/"])(
  "the client rejects %s, whose punycode a JSON Schema pattern cannot check",
  (text) => {
    expect([accepts(text), isSent(text), URL.canParse(text)]).toEqual([true, false, false]);
  },
);

it.each([
  "https://example.com:65536/",
  "https://example.com:70000/",
  "https://example.com:99999/",
  "https://example.com:0/",
  "https://xn--/",
  "https://XN--/",
  "https://a.xn--.example/",
  "https://xn--:443/",
  "https://xN---",
  "https://a.xn-----.example/",
  "https://xn--bcher-kva-.example/",
  "https://0x7f.1/",
  "https://127.1/",
  "https://1.2.3.256/",
  "https://1.2.3.08/",
  "https://1.2.3.4./",
  "https://4294967296/",
  "https://a.0x1/",
  "https://a.1./",
  "https://[fe80::1%25eth0]/",
  "https://%31%32%37.0.0.1/",
  "https://ex%61mple.com/",
  "https://127。0。0。1/",
  "https://localhost./",
  "https://a..b/",
])("the contract rejects %s", (text) => {
  expect(accepts(text)).toBe(false);
});
