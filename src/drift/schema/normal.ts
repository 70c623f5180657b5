import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { canonicalText, isObject } from "../../shared/json.ts";
import { asSchema, type Schema, type Scope } from "../scope.ts";
import { Budget } from "../budget.ts";
import { accepts, acceptsTerm } from "./accepts.ts";
import { baseTerms } from "./base-terms.ts";
import { disjoint, emptyTerm } from "./disjoint.ts";
import type { Forms } from "./forms.ts";
import { intersect, MAX_TERMS } from "./intersect.ts";
import { kindOf, KINDS, openTerm, type Conjunction, type NormalForm, type Rule, type Term } from "./record.ts";
import { closingTerms } from "./unevaluated.ts";
import { included } from "./subset.ts";
import { Validators } from "./validators.ts";

/**
 * Builds and caches normal forms of schemas. A form is a union of terms, each of one kind: references are resolved,
 * `allOf` is merged, `anyOf` and a `oneOf` with exclusive branches become the union, `const` becomes `enum`, integer
 * bounds become inclusive, and documentation is dropped. Other constraints remain as rules of the term.
 */
export class NormalForms implements Forms {
  readonly scope: Scope;
  readonly budget: Budget;
  readonly proved = { strict: new Map<string, boolean>(), lenient: new Map<string, boolean>() } as const;
  readonly apart = new Map<string, boolean>();
  readonly #validators: Validators;
  readonly #ids = new WeakMap<JsonObject, number>();
  readonly #made = new Map<string, NormalForm>();
  readonly #underWay = new Set<string>();
  #count = 0;

  constructor(scope: Scope, budget = new Budget()) {
    this.scope = scope;
    this.budget = budget;
    this.#validators = new Validators(scope);
  }

  key(schemas: Conjunction): string {
    const [only, ...others] = schemas;
    if (only !== undefined && others.length === 0) return this.#id(only);
    return [...new Set(schemas.map((schema) => this.#id(schema)))].sort().join("&");
  }

  of(schemas: Conjunction): NormalForm {
    if (schemas.length === 0) return EVERYTHING;
    const key = this.key(schemas);
    const known = this.#made.get(key);
    if (known) return known;
    if (this.#underWay.has(key)) return asWritten(schemas);
    this.budget.spend();
    this.#underWay.add(key);
    try {
      const form = this.#settle(
        schemas.length === 1 && schemas[0] !== undefined
          ? this.#one(schemas[0])
          : (intersect(...schemas.map((schema) => this.of([schema]))) ?? asWritten(schemas)),
      );
      this.#made.set(key, form);
      return form;
    } finally {
      this.#underWay.delete(key);
    }
  }

  #id(schema: Schema): string {
    if (typeof schema === "boolean") return String(schema);
    let id = this.#ids.get(schema);
    if (id === undefined) this.#ids.set(schema, (id = this.#count += 1));
    return String(id);
  }

  #one(schema: Schema): NormalForm {
    if (schema === true) return EVERYTHING;
    if (schema === false) return [];
    const parts: NormalForm[] = [baseTerms(schema)];
    if (typeof schema.$ref === "string") parts.push(this.of([this.scope.schema(schema.$ref)]));
    if (typeof schema.$dynamicRef === "string") parts.push(this.of([this.scope.schema(schema.$dynamicRef)]));
    for (const part of listOf(schema, "allOf")) parts.push(this.of([part]));
    if (schema.anyOf !== undefined) parts.push(this.#union(listOf(schema, "anyOf")));
    if (schema.oneOf !== undefined) parts.push(this.#oneOf(listOf(schema, "oneOf")));
    const rules = rulesOf(schema);
    if (schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined) {
      const closing = closingTerms(this.scope, schema);
      if (closing) parts.push(closing);
      else rules.push({ name: "as written", schema });
    }
    if (rules.length > 0) parts.push(KINDS.map((kind) => ({ ...openTerm(kind), rules })));
    return intersect(...parts) ?? asWritten([schema]);
  }

  #union(branches: readonly Schema[]): NormalForm {
    return branches.flatMap((branch) => this.of([branch]));
  }

  #oneOf(branches: readonly Schema[]): NormalForm {
    const forms = branches.map((branch) => this.of([branch]));
    const apart = forms.every((form, i) => forms.every((other, j) => j <= i || disjoint(this, form, other)));
    const union = forms.flat();
    if (apart) return union;
    return union.map((term) => {
      const near = branches.filter((_, index) => !disjoint(this, [term], forms[index] ?? []));
      return near.length === 1 ? term : { ...term, rules: [...term.rules, { name: "oneOf", branches }] };
    });
  }

  /** Drops empty terms, terms that another term covers, and values that their own term rejects. */
  #settle(terms: NormalForm): NormalForm {
    const kept = terms
      .map((term) => this.#evaluate(term))
      .flatMap((term) => this.#applyRules(term))
      .filter((term) => !emptyTerm(this, term));
    if (kept.length > MAX_TERMS) return kept;
    const distinct: Term[] = [];
    for (const term of joinValues(kept)) {
      if (distinct.some((other) => included(this, [term], [other]))) continue;
      distinct.splice(0, distinct.length, ...distinct.filter((other) => !included(this, [other], [term])), term);
    }
    return distinct;
  }

  #evaluate(term: Term): Term {
    if (term.values === undefined) return term;
    const values = term.values.filter((value) => acceptsTerm(this, term, value));
    return { ...openTerm(term.kind), values };
  }

  /** Resolves a rule that is constant for the whole term: a condition that always or never holds, an excluded kind. */
  #applyRules(term: Term): Term[] {
    for (const rule of term.rules) {
      const rest: Term = { ...term, rules: term.rules.filter((other) => other !== rule) };
      if (rule.name === "not") {
        const form = this.of([rule.schema]);
        if (disjoint(this, [rest], form)) return this.#applyRules(rest);
        if (included(this, [rest], form)) return [];
      }
      if (rule.name === "if") {
        const form = this.of([rule.if]);
        const decided = this.#decided(rest, form, rule);
        if (decided !== undefined)
          return (intersect([rest], this.of([decided])) ?? []).flatMap((next) => this.#applyRules(next));
      }
    }
    return [term];
  }

  /** Returns the branch of a condition that applies to every value of a term, or undefined. */
  #decided(term: Term, condition: NormalForm, rule: Rule & { name: "if" }): Schema | undefined {
    if (disjoint(this, [term], condition)) return rule.else;
    return included(this, [term], condition) ? rule.then : undefined;
  }

  isValid(schema: Schema, value: Json): boolean {
    return this.#validators.accepts(schema, value);
  }

  get busy(): boolean {
    return this.#underWay.size > 0;
  }

  accepts(schemas: Conjunction, value: Json): boolean {
    return accepts(this, this.of(schemas), value);
  }
}

/** The form that allows every value. */
const EVERYTHING: NormalForm = KINDS.map(openTerm);

/** Returns a form that only names its schemas: for too many terms, and for a form that is still being built. */
function asWritten(schemas: Conjunction): NormalForm {
  return KINDS.map((kind) => ({
    ...openTerm(kind),
    rules: schemas.map((schema): Rule => ({ name: "as written", schema })),
  }));
}

function listOf(schema: JsonObject, keyword: string): Schema[] {
  const list = own(schema, keyword);
  return isArray(list) ? list.map(asSchema) : [];
}

function rulesOf(schema: JsonObject): Rule[] {
  const rules: Rule[] = [];
  if (schema.not !== undefined) rules.push({ name: "not", schema: asSchema(schema.not) });
  if (schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined))
    rules.push({ name: "if", if: asSchema(schema.if), then: asSchema(schema.then), else: asSchema(schema.else) });
  const dependent = own(schema, "dependentRequired");
  if (isObject(dependent))
    for (const [name, names] of Object.entries(dependent))
      rules.push(whenPresent(name, { type: "object", required: names }));
  const schemas = own(schema, "dependentSchemas");
  if (isObject(schemas))
    for (const [name, then] of Object.entries(schemas)) rules.push(whenPresent(name, asSchema(then)));
  return rules;
}

const presence = new Map<string, JsonObject>();

function whenPresent(name: string, then: Schema): Rule {
  let condition = presence.get(name);
  if (!condition) presence.set(name, (condition = { type: "object", required: [name] }));
  return { name: "if", if: condition, then, else: true };
}

/** Joins terms that are only lists of values of one kind. */
function joinValues(terms: NormalForm): NormalForm {
  const lists = new Map(
    KINDS.map((kind) => [kind, terms.filter((term) => term.kind === kind && term.values !== undefined)]),
  );
  return KINDS.flatMap((kind) => {
    const others = terms.filter((term) => term.kind === kind && term.values === undefined);
    const values = (lists.get(kind) ?? []).flatMap((term) => term.values ?? []);
    if (values.length === 0) return others;
    const distinct = new Map(values.map((value) => [canonicalText(value), value]));
    return [{ ...openTerm(kind), values: [...distinct.values()].filter((value) => kindOf(value) === kind) }, ...others];
  });
}
