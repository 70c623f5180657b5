import { idempotencyKeySchema } from "../../../generated/schemas.ts";
import { assertValid, validate, formatViolation } from "./validate.ts";

const NAME = "Idempotency-Key";
const REMEMBERED = 1000;

/**
 * A function that takes a key for a body, a JSON text, and remembers it (the last 1,000 keys), so that one key never stands for two
 * videos. It throws an `InvalidRequestError` when the key breaks the contract or was used with another body.
 */
export function idempotencyKeys(): (key: string, body: string) => void {
  const bodies = new Map<string, string>();
  return (key, body) => {
    const violations = validate(idempotencyKeySchema, key, NAME);
    if ((bodies.get(key) ?? body) !== body)
      violations.push(
        formatViolation(
          { keyword: "idempotency", pointer: "", words: "was used with another body: take a new key" },
          NAME,
        ),
      );
    assertValid(violations);
    bodies.delete(key);
    bodies.set(key, body);
    if (bodies.size > REMEMBERED) bodies.delete([...bodies.keys()][0] ?? key);
  };
}
