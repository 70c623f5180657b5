import { isArray, isJsonObject, type Json } from "../../openapi/json.ts";
import { attempt } from "../budget.ts";

/** Maximum number of trials. */
const MAX_TRIALS = 200;

/** Shrinks an example: removes every part that `shows` does not need. */
export function shrunk(example: Json, shows: (smaller: Json) => boolean): Json {
  let [smallest, trials] = [example, 0];
  const search = (): void => {
    for (let smaller = firstSmaller(); smaller !== undefined; smaller = firstSmaller()) smallest = smaller;
  };
  const firstSmaller = (): Json | undefined => {
    for (const smaller of withoutOnePart(smallest)) {
      trials += 1;
      if (trials > MAX_TRIALS) return undefined;
      if (shows(smaller)) return smaller;
    }
    return undefined;
  };
  // When the budget is used up, the current example is good enough.
  attempt(search);
  return smallest;
}

/** Yields variants of a value without one of its parts, outer parts first. */
function* withoutOnePart(value: Json): Generator<Json, void, undefined> {
  if (isArray(value)) {
    for (const index of value.keys()) yield value.filter((_, place) => place !== index);
    for (const [index, item] of value.entries())
      for (const smaller of withoutOnePart(item)) yield value.with(index, smaller);
  } else if (isJsonObject(value)) {
    const entries = Object.entries(value);
    for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name));
    for (const [name, member] of entries)
      for (const smaller of withoutOnePart(member))
        yield Object.fromEntries(entries.map(([other, kept]) => [other, other === name ? smaller : kept]));
  }
}
