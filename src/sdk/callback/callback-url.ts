import { isLoopback } from "../../shared/loopback.ts";
import { EvoLinkError } from "../errors/errors.ts";

/**
 * One secret, or several while one replaces another: the first signs, all verify. Each has at least 16 characters; 32
 * random bytes are a good choice.
 */
export type CallbackSecret = string | readonly string[];

/** Keeps a signature that was made for something else with the same secret from being a valid token. */
const PURPOSE = "evolink-video callback\n";

const HMAC = { name: "HMAC", hash: "SHA-256" };
const MIN_SECRET_LENGTH = 16;
const TOKEN = /^[0-9a-f]{64}$/;

/**
 * Creates the `callback_url` for one create request: `base` with the query parameters `reference`, which the handler
 * passes to `onTask`, and `token`, the HMAC-SHA-256 (RFC 2104) of the reference in hexadecimal. Other parameters of
 * `base` are kept. Treat the URL like a password for one reference and keep it out of logs. It does not expire; remove
 * the secret to revoke it.
 *
 * The request itself is validated when it is sent: the length of at most 2048 characters, and whether the vendor can
 * reach the host.
 *
 * @throws {EvoLinkError} when `base` is not https (http is allowed on loopback, for the sandbox), has a fragment or one
 * of the two parameters, when `reference` is empty or has a lone surrogate, or when a secret is too short.
 * @example
 * ```ts
 * const url = await callbackUrl("https://shop.example.com/hooks/video", secret, "order-17");
 * ```
 */
export async function callbackUrl(base: string | URL, secret: CallbackSecret, reference: string): Promise<string> {
  const url = parseBase(base);
  assertUsable(typeof reference === "string" && reference !== "", "the reference must be a non-empty string");
  // All of them become one character, so the token of one reference would prove another.
  assertUsable(!/\p{Surrogate}/u.test(reference), "the reference must not have half of a character (a lone surrogate)");
  const [signingKey] = await importKeys(secretsOf(secret).slice(0, 1));
  url.searchParams.set("reference", reference);
  if (signingKey !== undefined) {
    const signature = await crypto.subtle.sign("HMAC", signingKey, signedBytes(reference));
    url.searchParams.set("token", toHex(signature));
  }
  return url.href;
}

function parseBase(base: string | URL): URL {
  assertUsable(URL.canParse(base), "the base must be a URL");
  const url = new URL(base);
  const allowed = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.href));
  assertUsable(allowed, "the base must be https, or http on loopback");
  const free = url.hash === "" && !url.searchParams.has("reference") && !url.searchParams.has("token");
  assertUsable(free, "the base must have no fragment, `reference` or `token` of its own");
  return url;
}

/**
 * Returns the secrets as a list. Throws an `EvoLinkError`, which shows none of them, when there is none or one is too
 * short.
 */
export function secretsOf(secret: CallbackSecret): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(secret) ? [...(secret as readonly unknown[])] : [secret];
  const strong = secrets.filter((each) => typeof each === "string" && each.length >= MIN_SECRET_LENGTH) as string[];
  const usable = strong.length > 0 && strong.length === secrets.length;
  assertUsable(usable, `every secret needs at least ${MIN_SECRET_LENGTH} characters`);
  return strong;
}

/**
 * Returns the reference of a URL made by `callbackUrl`, or undefined when no secret made its token. Every secret is
 * tried, and Web Crypto compares in constant time (its HMAC verify operation), so the duration reveals nothing about a
 * token.
 */
export async function verifyReference(href: string, secrets: readonly string[]): Promise<string | undefined> {
  const query = new URL(href).searchParams;
  const reference = query.get("reference") ?? "";
  const token = fromHex(query.get("token") ?? "");
  const keys = await importKeys(secrets);
  const verified = await Promise.all(
    keys.map((key) => crypto.subtle.verify("HMAC", key, token, signedBytes(reference))),
  );
  return verified.includes(true) && reference !== "" ? reference : undefined;
}

/** Imports the keys for each call: some runtimes do not let one request await what another began. */
function importKeys(secrets: readonly string[]): Promise<CryptoKey[]> {
  return Promise.all(
    secrets.map((secret) =>
      crypto.subtle.importKey("raw", new TextEncoder().encode(secret), HMAC, false, ["sign", "verify"]),
    ),
  );
}

function signedBytes(reference: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(PURPOSE + reference);
}

function toHex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Returns no bytes for a text that is no token: no signature is empty. */
function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const token = TOKEN.test(text) ? text : "";
  return Uint8Array.from({ length: token.length / 2 }, (_, index) =>
    parseInt(token.slice(index * 2, index * 2 + 2), 16),
  );
}

function assertUsable(usable: boolean, otherwise: string): void {
  if (!usable) throw new EvoLinkError(`Callback: ${otherwise}.`);
}
