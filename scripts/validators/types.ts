import type { ContractCase } from "../../src/contract/index.ts";
import { compile } from "../compile.ts";

/** Constraints that TypeScript types cannot express. A violation of any other constraint is a compile error. */
export const INEXPRESSIBLE: readonly { readonly what: string; readonly applies: (one: ContractCase) => boolean }[] = [
  { what: "the bounds of a number", applies: ({ keyword }) => /^(minimum|maximum)$/.test(keyword) },
  { what: "the length of a string", applies: ({ keyword }) => keyword === "maxLength" },
  { what: "the format of a string", applies: ({ keyword }) => /^(pattern|format)$/.test(keyword) },
  {
    what: "the length of an array, and a limit for several fields together",
    applies: ({ keyword, pointer }) =>
      /^(minItems|maxItems)$/.test(keyword) || /\/(if|then)(\/|$)/.test(pointer) || /^(if|then)$/.test(keyword),
  },
  { what: "that a number is an integer", applies: ({ keyword, value }) => keyword === "type" && hasFraction(value) },
];

function hasFraction(value: unknown): boolean {
  if (typeof value === "number") return !Number.isInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasFraction);
}

/** Keywords that only apply other schemas. The keywords in those schemas have cases of their own. */
const APPLICATORS = /^(properties|items|\$ref|allOf|anyOf|oneOf)$/;

/** Returns why a case is not compiled; undefined when it is. Only request bodies are compiled, as literals. */
export function whyNotCompiled(one: ContractCase): string | undefined {
  if (one.location !== "body") return "only request bodies are compiled";
  if (one.value === undefined) return "there is no body to compile";
  if (one.valid) return undefined;
  if (APPLICATORS.test(one.keyword)) return "the keyword only applies other schemas, which have cases of their own";
  const inexpressible = INEXPRESSIBLE.find(({ applies }) => applies(one));
  return inexpressible && `types cannot express ${inexpressible.what}`;
}

/** Compiles each case as a literal of the request type, in one run. Returns the compile errors of each case, in order. */
export function compileLiterals(cases: readonly ContractCase[]): readonly (readonly string[])[] {
  const literal = ({ value }: ContractCase): string =>
    `import type { VideoGenerationRequest } from "evolink-video";\nexport const body: VideoGenerationRequest = ${JSON.stringify(value)};\n`;
  const found = compile(Object.fromEntries(cases.map((one, index) => [`case-${index}`, literal(one)])));
  return cases.map((_, index) => found[`case-${index}`] ?? []);
}
