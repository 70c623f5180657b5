import * as IdempotencyKeySchema from "../generated/validators/IdempotencyKey.js";
import { InvalidRequestError } from "./errors.ts";
import { check } from "./validate.ts";

const REMEMBERED = 1000;

/** Remembers which body went under which key (the last 1,000 keys), so that one key never stands for two videos. */
export class Idempotency {
  readonly #bodies = new Map<string, string>();

  /**
   * Takes a key for a body, a JSON text. Throws an `InvalidRequestError`, before anything is sent, when the key breaks the contract or was
   * used with another body.
   */
  claim(key: string, body: string): void {
    const violations = check(IdempotencyKeySchema, key, "Idempotency-Key");
    const text = JSON.stringify(JSON.parse(body), inOrder);
    const before = this.#bodies.get(key);
    if (before !== undefined && before !== text) {
      const message = "Idempotency-Key: was used with another body; take a new key for a new video (idempotency)";
      violations.push({ pointer: "", keyword: "idempotency", limit: undefined, value: undefined, message });
    }
    if (violations.length > 0) throw new InvalidRequestError(violations);
    this.#bodies.delete(key);
    this.#bodies.set(key, text);
    const [oldest] = this.#bodies.keys();
    if (this.#bodies.size > REMEMBERED && oldest !== undefined) this.#bodies.delete(oldest);
  }
}

/** For `JSON.stringify`: the members of every object in order, so that equal bodies have equal texts. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
