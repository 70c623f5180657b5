import type { SchemaContext } from "../keywords/context.ts";
import type { Part } from "../operations.ts";
import { evaluate } from "../schema/evaluate.ts";
import { equal } from "../schema/json.ts";
<<<<<<< HEAD
import { DocumentError } from "../schema/source.ts";
import type { Context } from "../schema/context.ts";
=======
import { DocumentError } from "../schema/problems.ts";
>>>>>>> contract

const MOST = 6;

/** Notes, for every schema that accepts a part of an example, that part as a sample of what the schema means. */
<<<<<<< HEAD
export function collectSamples(context: Context, parts: readonly Part[]): void {
=======
export function collectSamples(context: SchemaContext, parts: readonly Part[]): void {
>>>>>>> contract
  for (const { root, examples } of parts) {
    for (const { value } of examples) {
      try {
<<<<<<< HEAD
        evaluate(context, context.source.node(root), example, {
          onAccepted: ({ pointer }, value) => note(context, pointer, value),
=======
        evaluate(context, context.source.node(root), value, {
          onAccepted: ({ key }, part) => note(context, key, part),
>>>>>>> contract
        });
      } catch (error) {
        // A schema that cannot be evaluated is reported when cases are derived from it.
        if (!(error instanceof DocumentError)) throw error;
      }
    }
  }
}

<<<<<<< HEAD
function note({ samples }: Context, pointer: string, value: unknown): void {
  const known = samples.get(pointer) ?? [];
  if (known.length < MOST && !known.some((one) => equal(one, value))) samples.set(pointer, [...known, value]);
=======
function note({ samples }: SchemaContext, key: string, value: unknown): void {
  const known = samples.get(key) ?? [];
  if (known.length < MOST && !known.some((one) => equal(one, value))) samples.set(key, [...known, value]);
>>>>>>> contract
}
