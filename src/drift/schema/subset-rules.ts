import type { NormalForm, Rule, Term } from "./record.ts";
import { sameSchemaText } from "./same.ts";
import { disjoint, emptyTerm } from "./disjoint.ts";
import { intersect } from "./intersect.ts";
import type { Proof } from "./proof.ts";

/** Returns whether every value of a term provably satisfies a rule. */
export function ruleHolds(proof: Proof, term: Term, rule: Rule): boolean {
  switch (rule.name) {
    case "not":
      return (
        termDisjoint(proof, term, proof.forms.of([rule.schema])) ||
        term.rules.some((own) => own.name === "not" && proof.schemasIncluded([rule.schema], [own.schema]))
      );
    case "if":
      return conditionHolds(proof, term, rule);
    case "oneOf":
      return (
        term.rules.some((own) => own.name === "oneOf" && sameBranches(proof, own.branches, rule.branches)) ||
        exactlyOne(proof, term, rule)
      );
    case "as written":
      return term.rules.some(
        (own) => own.name === "as written" && sameSchemaText(proof.forms.scope, own.schema, rule.schema),
      );
  }
}

function conditionHolds(proof: Proof, term: Term, rule: Rule & { name: "if" }): boolean {
  const { forms } = proof;
  const condition = forms.of([rule.if]);
  const thenHolds = (): boolean => includedWithin(proof, term, condition, forms.of([rule.then]));
  const elseHolds = (): boolean =>
    rule.else === true || proof.formIncluded([term], forms.of([rule.else])) || proof.formIncluded([term], condition);
  if (thenHolds() && elseHolds()) return true;
  return term.rules.some(
    (own) =>
      own.name === "if" &&
      equivalent(proof, own, rule) &&
      proof.schemasIncluded([own.then], [rule.then]) &&
      proof.schemasIncluded([own.else], [rule.else]),
  );
}

function equivalent(proof: Proof, a: Rule & { name: "if" }, b: Rule & { name: "if" }): boolean {
  const strict = proof.strict();
  return strict.schemasIncluded([a.if], [b.if]) && strict.schemasIncluded([b.if], [a.if]);
}

/** Returns whether each branch of a rule has an equal branch in the other. */
function sameBranches(
  proof: Proof,
  a: (Rule & { name: "oneOf" })["branches"],
  b: (Rule & { name: "oneOf" })["branches"],
): boolean {
  if (a.length !== b.length) return false;
  const strict = proof.strict();
  const left = [...b];
  return a.every((branch) => {
    const index = left.findIndex(
      (other) => strict.schemasIncluded([branch], [other]) && strict.schemasIncluded([other], [branch]),
    );
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function exactlyOne(proof: Proof, term: Term, rule: Rule & { name: "oneOf" }): boolean {
  const forms = rule.branches.map((branch) => proof.forms.of([branch]));
  return forms.some(
    (form, index) =>
      proof.formIncluded([term], form) &&
      forms.every((other, place) => place === index || termDisjoint(proof, term, other)),
  );
}

/** Returns whether all values of a term that satisfy a schema also satisfy another. */
function includedWithin(proof: Proof, term: Term, also: NormalForm, form: NormalForm): boolean {
  const both = intersect([term], also);
  return (
    both !== undefined &&
    proof.formIncluded(
      both.filter((part) => !emptyTerm(proof.forms, part)),
      form,
    )
  );
}

/** Returns whether a term and a form have no value in common. */
function termDisjoint(proof: Proof, term: Term, form: NormalForm): boolean {
  return disjoint(proof.forms, [term], form);
}
