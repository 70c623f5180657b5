import type { ContractCase } from "../../src/contract/index.ts";
import { compile } from "../compile.ts";

/** What TypeScript's types cannot see, by class. Every other broken constraint has to be a compile error. */
export const UNSEEN: readonly { readonly what: string; readonly applies: (one: ContractCase) => boolean }[] = [
  { what: "a bound of a number", applies: ({ keyword }) => /^(minimum|maximum)$/.test(keyword) },
  { what: "a length of a text", applies: ({ keyword }) => keyword === "maxLength" },
  { what: "a form of a text", applies: ({ keyword }) => /^(pattern|format)$/.test(keyword) },
  {
    what: "a length of a list, and what is counted together",
    applies: ({ keyword, pointer }) =>
      /^(minItems|maxItems)$/.test(keyword) || /\/(if|then)(\/|$)/.test(pointer) || /^(if|then)$/.test(keyword),
  },
  { what: "that a number is whole", applies: ({ keyword, value }) => keyword === "type" && hasFraction(value) },
];

function hasFraction(value: unknown): boolean {
  if (typeof value === "number") return !Number.isInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasFraction);
}

/** A keyword that only hands on to others is broken by what breaks one of them; that one has a case of its own. */
const HANDS_ON = /^(properties|items|\$ref|allOf|anyOf|oneOf)$/;

/** Why the types do not validate a case; undefined when they do. Only literals of request bodies are compiled. */
export function blindness(one: ContractCase): string | undefined {
  if (one.location !== "body") return "only bodies of requests are compiled";
  if (one.value === undefined) return "a body that is missing is no literal";
  if (one.valid) return undefined;
  if (HANDS_ON.test(one.keyword)) return "the keyword hands on to others, which have cases of their own";
  const unseen = UNSEEN.find(({ applies }) => applies(one));
  return unseen && `types cannot say ${unseen.what}`;
}

/**
 * Compiles each case as a literal of the request type, in one run. Returns what the compiler has against each, in their
 * order.
 */
export function compileLiterals(cases: readonly ContractCase[]): readonly (readonly string[])[] {
  const literal = ({ value }: ContractCase): string =>
    `import type { VideoGenerationRequest } from "evolink-video";\nexport const body: VideoGenerationRequest = ${JSON.stringify(value)};\n`;
  const found = compile(Object.fromEntries(cases.map((one, index) => [`case-${index}`, literal(one)])));
  return cases.map((_, index) => found[`case-${index}`] ?? []);
}
