import type { Rule, Term } from "./record.ts";
import { sameSchemaText } from "./same.ts";
import { formIncluded, includedWithin, schemasIncluded, startProof, termDisjoint, type Proof } from "./subset.ts";

/** True when it is proved that every value of a term obeys a rule. */
export function ruleHolds(proof: Proof, term: Term, rule: Rule): boolean {
  switch (rule.name) {
    case "not":
      return (
        termDisjoint(proof, term, proof.forms.of([rule.schema])) ||
        term.rules.some((own) => own.name === "not" && schemasIncluded(proof, [rule.schema], [own.schema]))
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
    rule.else === true || formIncluded(proof, [term], forms.of([rule.else])) || formIncluded(proof, [term], condition);
  if (thenHolds() && elseHolds()) return true;
  return term.rules.some(
    (own) =>
      own.name === "if" &&
      equivalent(proof, own, rule) &&
      schemasIncluded(proof, [own.then], [rule.then]) &&
      schemasIncluded(proof, [own.else], [rule.else]),
  );
}

function equivalent(proof: Proof, a: Rule & { name: "if" }, b: Rule & { name: "if" }): boolean {
  const strict = startProof(proof.forms, undefined);
  return schemasIncluded(strict, [a.if], [b.if]) && schemasIncluded(strict, [b.if], [a.if]);
}

/** Each branch of the one rule has its own equal branch in the other. */
function sameBranches(
  proof: Proof,
  a: (Rule & { name: "oneOf" })["branches"],
  b: (Rule & { name: "oneOf" })["branches"],
): boolean {
  if (a.length !== b.length) return false;
  const strict = startProof(proof.forms, undefined);
  const left = [...b];
  return a.every((branch) => {
    const index = left.findIndex(
      (other) => schemasIncluded(strict, [branch], [other]) && schemasIncluded(strict, [other], [branch]),
    );
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function exactlyOne(proof: Proof, term: Term, rule: Rule & { name: "oneOf" }): boolean {
  const forms = rule.branches.map((branch) => proof.forms.of([branch]));
  return forms.some(
    (form, index) =>
      formIncluded(proof, [term], form) &&
      forms.every((other, place) => place === index || termDisjoint(proof, term, other)),
  );
}
