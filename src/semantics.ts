import {
  videoGenerationRequestDefaults as defaults,
  videoGenerationRequestReferences as references,
  videoGenerationRequestTotal as total,
} from "../generated/constants.ts";
import { valueAt, type BrokenRule } from "./validate.ts";

/**
 * Rules of a request that JSON Schema cannot say, for a body that fits the schema. Returns every one that it breaks.
 *
 * - `references`: whatever a prompt names (`<<<image_3>>>`) is given. Source: the reference page, `prompt`; the contract's `x-references`.
 * - `total`: the durations of the shots add up to `duration`. Source: the vendor's page of the model until 2026-03-11; the contract's `x-total`.
 */
export function checkSemantics(body: unknown): BrokenRule[] {
  return [...danglingReferences(body), ...wrongTotal(body)];
}

const REFERENCE = /* @__PURE__ */ new RegExp(references.pattern, "g");

function danglingReferences(body: unknown): BrokenRule[] {
  return references.in.flatMap((pattern) => pointersOf(body, pattern)).flatMap((pointer) => {
    const text = valueAt(body, pointer);
    if (typeof text !== "string") return [];
    return [...text.matchAll(REFERENCE)].flatMap(([name, kind, number]) => {
      const source = references.inputs[kind as keyof typeof references.inputs];
      const given = valueAt(body, source);
      const count = Array.isArray(given) ? given.length : Number(given !== undefined);
      if (Number(number) >= 1 && Number(number) <= count) return [];
      const message = `${pointer}: names ${name}, but ${source} holds ${String(count)} (references)`;
      return [{ pointer, keyword: "references", limit: count, value: name, message }];
    });
  });
}

function wrongTotal(body: unknown): BrokenRule[] {
  const parts = pointersOf(body, total.each);
  if (parts.length === 0) return [];
  const sum = parts.reduce((before, pointer) => before + Number(valueAt(body, pointer)), 0);
  const wanted = valueAt(body, total.of) ?? valueAt(defaults, total.of);
  if (sum === wanted) return [];
  const pointer = total.each.slice(0, total.each.indexOf("/*"));
  const message = `${pointer}: the durations must add up to ${total.of}, ${String(wanted)}, got ${String(sum)} (total)`;
  return [{ pointer, keyword: "total", limit: wanted, value: String(sum), message }];
}

/** The pointers that a pointer with `*` for every item stands for, as far as the value has them. */
function pointersOf(value: unknown, pattern: string): string[] {
  const star = pattern.indexOf("/*");
  if (star < 0) return valueAt(value, pattern) === undefined ? [] : [pattern];
  const [list, rest] = [pattern.slice(0, star), pattern.slice(star + 2)];
  const items = valueAt(value, list);
  return Array.isArray(items) ? items.map((_, index) => `${list}/${String(index)}${rest}`) : [];
}
