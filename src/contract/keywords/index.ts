import type { Keyword } from "../schema/keyword.ts";
import { ARRAY_BOUNDS, UNIQUE_ITEMS } from "./array-bounds.ts";
import { ALL_OF, ANY_OF, NOT, ONE_OF } from "./combine.ts";
import { ELSE, IF, THEN } from "./conditional.ts";
import { CONTAINS, MAX_CONTAINS, MIN_CONTAINS } from "./contains.ts";
import { DEPENDENT_REQUIRED, DEPENDENT_SCHEMAS } from "./dependent.ts";
import { CONST, ENUM, TYPE } from "./general.ts";
import { ITEMS, PREFIX_ITEMS } from "./items.ts";
import { ADDITIONAL_PROPERTIES, PATTERN_PROPERTIES, PROPERTIES } from "./properties.ts";
import { PROPERTY_NAMES } from "./names.ts";
import { NUMERIC } from "./numeric.ts";
import { OBJECT_BOUNDS, REQUIRED } from "./object-bounds.ts";
import { DYNAMIC_REF, REF } from "./reference.ts";
import { FORMAT, LENGTHS, PATTERN } from "./text.ts";
import { UNEVALUATED_ITEMS, UNEVALUATED_PROPERTIES } from "./unevaluated.ts";

/**
 * The keywords of JSON Schema 2020-12 that constrain values, ordered so that each follows the keywords that it depends
 * on.
 */
export const KEYWORDS: readonly Keyword[] = [
  TYPE,
  ENUM,
  CONST,
  ...NUMERIC,
  ...LENGTHS,
  PATTERN,
  FORMAT,
  ...ARRAY_BOUNDS,
  UNIQUE_ITEMS,
  PREFIX_ITEMS,
  ITEMS,
  CONTAINS,
  MIN_CONTAINS,
  MAX_CONTAINS,
  REQUIRED,
  ...OBJECT_BOUNDS,
  DEPENDENT_REQUIRED,
  PROPERTIES,
  PATTERN_PROPERTIES,
  ADDITIONAL_PROPERTIES,
  PROPERTY_NAMES,
  DEPENDENT_SCHEMAS,
  REF,
  DYNAMIC_REF,
  ALL_OF,
  ANY_OF,
  ONE_OF,
  NOT,
  IF,
  THEN,
  ELSE,
  UNEVALUATED_ITEMS,
  UNEVALUATED_PROPERTIES,
];
