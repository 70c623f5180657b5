// Protects the callback URL: the contract accepts it, and it cannot be forged without the secret.
import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { validateVideoGenerationRequest } from "../../../generated/validators/VideoGenerationRequest.js";
import { validate } from "../../../src/sdk/validation/validate.ts";
import { callbackUrl } from "../../../src/sdk/callback/index.ts";
import { verifyReference } from "../../../src/sdk/callback/callback-url.ts";
import { EvoLinkError } from "../../../src/sdk/index.ts";
import { BASE, SECRET } from "./fixtures.ts";

const OTHER = "another-secret-0123456789";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("callbackUrl()", () => {
  it("adds the reference and its HMAC-SHA-256 to the base URL, and keeps the rest", async () => {
    const url = new URL(await callbackUrl(BASE, SECRET, "order 1/ü"));

    const token = createHmac("sha256", SECRET).update("evolink-video callback\norder 1/ü").digest("hex");
    expect(url.origin + url.pathname).toBe("https://shop.example.com/hooks/video");
    expect(Object.fromEntries(url.searchParams)).toEqual({ tenant: "7", reference: "order 1/ü", token });
  });

  it("returns a URL that the contract accepts as callback_url", async () => {
    const url = await callbackUrl(new URL(BASE), SECRET, "<order> & \u{1f3ac}");

    expect(
      validate(validateVideoGenerationRequest, {
        model: "kling-o3-reference-to-video",
        prompt: "A fox",
        callback_url: url,
      }),
    ).toEqual([]);
  });

  it("allows http on loopback only", async () => {
    await expect(callbackUrl("http://127.0.0.1:8080/cb", SECRET, "a")).resolves.toMatch(
      /^http:\/\/127\.0\.0\.1:8080\/cb\?/,
    );
    await expect(callbackUrl("http://localhost/cb", SECRET, "a")).resolves.toMatch(/^http:/);
    await expect(callbackUrl("http://[::1]/cb", SECRET, "a")).resolves.toMatch(/^http:/);
    await expect(callbackUrl("http://shop.example.com/cb", SECRET, "a")).rejects.toThrow(/must be https/);
    await expect(callbackUrl("http://127.0.0.1.example.com/cb", SECRET, "a")).rejects.toThrow(/must be https/);
    await expect(callbackUrl("ftp://localhost/cb", SECRET, "a")).rejects.toThrow(/must be https/);
  });

  it.each(["https://a.example/#part", "https://a.example/?token=1", "https://a.example/?reference=1"])(
    "rejects a base URL that already has a fragment or one of our parameters: %s",
    async (base) => {
      await expect(callbackUrl(base, SECRET, "a")).rejects.toThrow(/of its own/);
    },
  );

  it.each(["\ud83e", "order-\udd8a-1"])(
    "rejects a lone surrogate, which a URL cannot represent: %j",
    async (reference) => {
      await expect(callbackUrl(BASE, SECRET, reference)).rejects.toThrow(/half of a character/);
    },
  );

  it("rejects an empty reference", async () => {
    await expect(callbackUrl(BASE, SECRET, "")).rejects.toThrow(/reference must be a non-empty string/);
  });

  it.each([{ secret: "canary-short" }, { secret: [] }, { secret: [SECRET, "canary-short"] }])(
    "rejects a short or missing secret without showing it",
    async ({ secret }) => {
      const error: unknown = await callbackUrl(BASE, secret, "a").catch((reason: unknown) => reason);

      expect(error).toBeInstanceOf(EvoLinkError);
      expect(inspect(error)).not.toContain("canary");
    },
  );
});

describe("verifyReference()", () => {
  it("returns any well-formed reference", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: "grapheme" }), async (reference) => {
        const url = await callbackUrl(BASE, SECRET, reference);

        expect(await verifyReference(url, [SECRET])).toBe(reference);
      }),
      { numRuns: 50 },
    );
  });

  it("rejects a URL in which one character of reference or token is changed", async () => {
    const url = await callbackUrl(BASE, SECRET, "order-1");
    const token = new URL(url).searchParams.get("token") ?? "";
    const flipped = Array.from(
      token,
      (digit, at) => token.slice(0, at) + (digit === "0" ? "1" : "0") + token.slice(at + 1),
    );

    const results = await Promise.all(
      [url.replace("order-1", "order-2"), ...flipped.map((wrong) => url.replace(token, wrong))].map((each) =>
        verifyReference(each, [SECRET]),
      ),
    );

    expect(results).toEqual(Array.from({ length: 65 }, () => undefined));
  });

  it.each([
    ["no query", () => ""],
    ["no token", () => "?reference=order-1"],
    ["an empty token", () => "?reference=order-1&token="],
    ["a truncated token", (token: string) => `?reference=order-1&token=${token.slice(0, 62)}`],
    ["a token with extra characters", (token: string) => `?reference=order-1&token=${token}00`],
    ["a token in capitals", (token: string) => `?reference=order-1&token=${token.toUpperCase()}`],
    ["a token that is not hexadecimal", () => `?reference=order-1&token=${"zz".repeat(32)}`],
    ["a token without reference", (token: string) => `?token=${token}`],
  ])("rejects a URL with %s", async (_name, query) => {
    const token = new URL(await callbackUrl(BASE, SECRET, "order-1")).searchParams.get("token") ?? "";

    await expect(verifyReference(`https://a.example/${query(token)}`, [SECRET])).resolves.toBeUndefined();
  });

  it("signs with the first of several secrets and accepts all of them", async () => {
    const old = await callbackUrl(BASE, OTHER, "order-1");
    const rotated = await callbackUrl(BASE, [SECRET, OTHER], "order-1");

    expect(rotated).toBe(await callbackUrl(BASE, SECRET, "order-1"));
    await expect(verifyReference(old, [SECRET, OTHER])).resolves.toBe("order-1");
    await expect(verifyReference(rotated, [OTHER])).resolves.toBeUndefined();
  });

  it("compares tokens in constant time, through Web Crypto, and with every secret", async () => {
    const verify = vi.spyOn(crypto.subtle, "verify");
    const url = await callbackUrl(BASE, SECRET, "order-1");

    await verifyReference(url, [SECRET, OTHER]);
    await verifyReference("https://a.example/?reference=order-1", [SECRET, OTHER]);

    expect(verify).toHaveBeenCalledTimes(4);
  });
});
