import { isLoopback } from "../../shared/loopback.ts";

/** One secret, or several while one replaces another: the first signs, all verify. Each has at least 16 characters; 32 random bytes are a good choice. */
export type CallbackSecret = string | readonly string[];

/** So that a signature made for something else with the same secret is no token. */
const PURPOSE = "evolink-video callback\n";

const HMAC = { name: "HMAC", hash: "SHA-256" };

/**
 * Makes the `callback_url` of one creation: `base` with the query parameters `reference`, which the handler gives back to
 * `onTask`, and `token`, the HMAC-SHA-256 (RFC 2104) of the reference in hexadecimal. Other parameters of `base` are kept.
 * The URL is a password for one reference, so keep it out of logs. It does not expire; drop the secret to revoke it.
 *
 * Rejects with a `TypeError` when `base` is not https (http is allowed on loopback, for the sandbox) or has one of the two
 * parameters or a fragment, when `reference` is empty, or when a secret is too short. That the vendor can reach the host,
 * and the length of at most 2048 characters, are checked when the request is sent.
 */
export async function callbackUrl(base: string | URL, secret: CallbackSecret, reference: string): Promise<string> {
  const url = new URL(base);
  const query = url.searchParams;
  demand(
    url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.href)),
    "the base must be https, or http on loopback",
  );
  demand(
    url.hash === "" && !query.has("reference") && !query.has("token"),
    "the base has a fragment, `reference` or `token` of its own",
  );
  demand(reference !== "", "the reference is empty");
  const signing = secretsOf(secret).slice(0, 1);
  query.set("reference", reference);
  for (const key of await keysOf(signing))
    query.set("token", hex(await crypto.subtle.sign("HMAC", key, signed(reference))));
  return url.href;
}

/** The secrets as a list. Throws a `TypeError`, which shows none of them, when there is none or one is too short. */
export function secretsOf(secret: CallbackSecret): readonly string[] {
  const secrets = typeof secret === "string" ? [secret] : [...secret];
  demand(secrets.length > 0 && secrets.every((each) => each.length >= 16), "every secret needs at least 16 characters");
  return secrets;
}

/**
 * The reference of a URL made by `callbackUrl`, or undefined when no secret made its token. Every secret is tried, and Web
 * Crypto compares in constant time (its HMAC verify operation), so the time taken tells nothing of a token.
 */
export async function provenReference(href: string, secrets: readonly string[]): Promise<string | undefined> {
  const query = new URL(href).searchParams;
  const reference = query.get("reference") ?? "";
  const token = bytes(query.get("token") ?? "");
  const keys = await keysOf(secrets);
  const fits = await Promise.all(keys.map((key) => crypto.subtle.verify("HMAC", key, token, signed(reference))));
  return fits.includes(true) && reference !== "" ? reference : undefined;
}

/** Imported anew each time: some runtimes do not let one request await what another began. */
function keysOf(secrets: readonly string[]): Promise<CryptoKey[]> {
  return Promise.all(
    secrets.map((secret) =>
      crypto.subtle.importKey("raw", new TextEncoder().encode(secret), HMAC, false, ["sign", "verify"]),
    ),
  );
}

const signed = (reference: string) => new TextEncoder().encode(PURPOSE + reference);

const hex = (buffer: ArrayBuffer): string =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

function bytes(text: string) {
  return Uint8Array.from(/^[0-9a-f]{64}$/.test(text) ? (text.match(/../g) ?? []) : [], (pair) => parseInt(pair, 16));
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new TypeError(`Callback: ${otherwise}.`);
}
