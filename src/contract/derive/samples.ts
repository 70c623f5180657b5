import { equal } from "../../shared/json.ts";
import type { SchemaContext } from "../keywords/context.ts";
import type { Part } from "../operations.ts";
import { evaluate } from "../schema/evaluate.ts";
import { DocumentError } from "../schema/problems.ts";

const MOST = 6;

/** Records parts of examples as samples of the schemas that accept them. */
export function collectSamples(context: SchemaContext, parts: readonly Part[]): void {
  for (const { root, examples } of parts) {
    for (const { value } of examples) {
      try {
        evaluate(context, context.source.node(root), value, {
          onAccepted: ({ key }, part) => note(context, key, part),
        });
      } catch (error) {
        // A schema that cannot be evaluated is reported when cases are derived from it.
        if (!(error instanceof DocumentError)) throw error;
      }
    }
  }
}

function note({ samples }: SchemaContext, key: string, value: unknown): void {
  const known = samples.get(key) ?? [];
  if (known.length < MOST && !known.some((one) => equal(one, value))) samples.set(key, [...known, value]);
}
