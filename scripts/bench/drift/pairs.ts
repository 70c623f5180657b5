// Single edits of every kind, with the expected level in both directions.
import { CALLBACK_PAIRS } from "./callback-pairs.ts";
import { COMPONENT_PAIRS } from "./component-pairs.ts";
import { DOCUMENT_PAIRS } from "./document-pairs.ts";
import { OPERATION_PAIRS } from "./operation-pairs.ts";
import type { Pair } from "./pair.ts";
import { MISLEADING_PAIRS } from "./misleading-pairs.ts";
import { SCHEMA_PAIRS } from "./schema-pairs.ts";

/** All pairs. */
export const PAIRS: readonly Pair[] = [
  ...SCHEMA_PAIRS,
  ...MISLEADING_PAIRS,
  ...COMPONENT_PAIRS,
  ...CALLBACK_PAIRS,
  ...OPERATION_PAIRS,
  ...DOCUMENT_PAIRS,
];
