import type { Part } from "../operations.ts";
import { evaluate } from "../schema/evaluate.ts";
import { equal } from "../schema/json.ts";
import { DocumentError } from "../schema/source.ts";
import type { Context } from "../schema/context.ts";

const MOST = 6;

/** Notes, for every schema that accepts a part of an example, that part as a sample of what the schema means. */
export function collectSamples(context: Context, parts: readonly Part[]): void {
  for (const { root, examples } of parts) {
    for (const example of examples) {
      try {
        evaluate(context, context.source.node(root), example, {
          onAccepted: ({ pointer }, value) => note(context, pointer, value),
        });
      } catch (error) {
        // A schema that cannot be evaluated is reported when cases are derived from it.
        if (!(error instanceof DocumentError)) throw error;
      }
    }
  }
}

function note({ samples }: Context, pointer: string, value: unknown): void {
  const known = samples.get(pointer) ?? [];
  if (known.length < MOST && !known.some((one) => equal(one, value))) samples.set(pointer, [...known, value]);
}
