import { isArray, type Json, type JsonObject } from "../../openapi/json.ts";
import { canonicalText, isObject } from "../../shared/json.ts";
import type { Forms } from "./forms.ts";
import { hasFormat } from "./formats.ts";
import { matchesInTime } from "../../patterns/match.ts";
import { itemOf, kindOf, memberOf, type NormalForm, type Rule, type Term } from "./record.ts";

/** Returns whether a form allows a value. */
export function accepts(forms: Forms, form: NormalForm, value: Json): boolean {
  return form.some((term) => acceptsTerm(forms, term, value));
}

/** Returns whether a term allows a value. */
export function acceptsTerm(forms: Forms, term: Term, value: Json): boolean {
  forms.budget.spend();
  if (term.kind !== kindOf(value)) return false;
  if (term.values && !listed(term, value)) return false;
  return acceptsKind(forms, term, value) && term.rules.every((rule) => acceptsRule(forms, rule, value));
}

function listed(term: Term, value: Json): boolean {
  const { values } = term;
  if (values === undefined) return true;
  const texts = keptTexts.get(values) ?? new Set(values.map(canonicalText));
  keptTexts.set(values, texts);
  return texts.has(canonicalText(value));
}

const keptTexts = new WeakMap<readonly Json[], ReadonlySet<string>>();

function acceptsKind(forms: Forms, term: Term, value: Json): boolean {
  if (typeof value === "number") return acceptsNumber(term, value);
  if (typeof value === "string") return acceptsString(term, value);
  if (isArray(value)) return acceptsArray(forms, term, value);
  return isObject(value) ? acceptsObject(forms, term, value) : true;
}

function acceptsNumber(term: Term, value: number): boolean {
  if (term.integer && !Number.isInteger(value)) return false;
  if (term.aboveMinimum ? value <= term.minimum : value < term.minimum) return false;
  if (term.belowMaximum ? value >= term.maximum : value > term.maximum) return false;
  return (
    term.multiples.every((step) => divides(step, value)) && term.formats.every((format) => hasFormat(format, value))
  );
}

/** Divides like ajv, without a tolerance. */
function divides(step: number, value: number): boolean {
  const quotient = value / step;
  return quotient === Number.parseInt(String(quotient), 10);
}

function acceptsString(term: Term, value: string): boolean {
  const length = Array.from(value).length;
  if (length < term.minSize || length > term.maxSize) return false;
  return (
    term.patterns.every((pattern) => matchesInTime(pattern, value)) &&
    term.formats.every((format) => hasFormat(format, value))
  );
}

function acceptsArray(forms: Forms, term: Term, value: readonly Json[]): boolean {
  if (value.length < term.minSize || value.length > term.maxSize) return false;
  if (term.unique && new Set(value.map(canonicalText)).size < value.length) return false;
  if (!value.every((item, index) => forms.accepts(itemOf(term, index), item))) return false;
  return term.contains.every(({ schema, min, max }) => {
    const count = value.filter((item) => forms.accepts([schema], item)).length;
    return count >= min && count <= max;
  });
}

function acceptsObject(forms: Forms, term: Term, value: JsonObject): boolean {
  const names = Object.keys(value);
  if (names.length < term.minSize || names.length > term.maxSize) return false;
  if (![...term.required].every((name) => Object.hasOwn(value, name))) return false;
  return names.every(
    (name) => forms.accepts(term.names, name) && forms.accepts(memberOf(term, name), value[name] ?? null),
  );
}

function acceptsRule(forms: Forms, rule: Rule, value: Json): boolean {
  switch (rule.name) {
    case "not":
      return !forms.accepts([rule.schema], value);
    case "if":
      return forms.accepts([forms.accepts([rule.if], value) ? rule.then : rule.else], value);
    case "oneOf":
      return rule.branches.filter((branch) => forms.accepts([branch], value)).length === 1;
    case "as written":
      return forms.isValid(rule.schema, value);
  }
}
