import { validateIdempotencyKey } from "../../../generated/validators/IdempotencyKey.js";
import { RecentMap } from "../../shared/recent-map.ts";
import { assertValid, formatViolation, validate } from "./validate.ts";

const HEADER = "Idempotency-Key";

/** Keys that are remembered. */
const CAPACITY = 1000;

/**
 * Creates a guard that remembers the body of each idempotency key, so that one key never stands for two videos. The
 * guard throws an `InvalidRequestError` when a key does not match the contract or was used with another body.
 */
export function createIdempotencyGuard(): (key: string, body: string) => void {
  const bodies = new RecentMap<string>(CAPACITY);
  return (key, body) => {
    assertValid(validate(validateIdempotencyKey, key, HEADER));
    if ((bodies.get(key) ?? body) !== body) {
      const rule = "was used with another body: choose a new key";
      assertValid([formatViolation({ pointer: "", keyword: "idempotency", rule }, HEADER)]);
    }
    bodies.set(key, body);
  };
}
