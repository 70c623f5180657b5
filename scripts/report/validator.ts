import type { ContractCase } from "../../src/contract/index.ts";
import type { Json } from "../generate/contract.ts";
import { acceptedBySchema, notValidated } from "../validators/generated.ts";
import { acceptedByServer, DIFFERENCES, eachOf, isSendable } from "../validators/server.ts";
import { blindness, compileLiterals } from "../validators/types.ts";

/**
 * What a validator says of a case, or why it says nothing. `known` is the listed reason why it decides otherwise than
 * the contract.
 */
export type Opinion = { readonly accepted: boolean; readonly known?: string } | { readonly blind: string };

/** Something that validates cases. */
export interface Validator {
  readonly name: string;
  /** What it says of each case, in their order. */
  readonly ask: (cases: readonly ContractCase[]) => Promise<readonly Opinion[]>;
}

/** The generated schemas: every value, of requests, answers and callbacks. */
export function schemasValidator(document: Json): Validator {
  const opinion = (one: ContractCase): Opinion => {
    const blind = notValidated(one);
    return blind === undefined ? { accepted: acceptedBySchema(document, one) } : { blind };
  };
  return { name: "Generated schemas", ask: (cases) => Promise.resolve(cases.map(opinion)) };
}

/** A server that claims to keep the contract: every request that HTTP can carry. */
export function serverValidator(name: string, baseUrl: string): Validator {
  const differences = DIFFERENCES.filter(({ target }) => target === name);
  const opinion = async (one: ContractCase): Promise<Opinion> => {
    if (one.request === undefined) return { blind: "a server validates requests, not answers or callbacks" };
    if (!isSendable(one)) return { blind: "HTTP cannot carry the value" };
    const known = differences.find(({ applies }) => applies(one))?.reason;
    return { accepted: await acceptedByServer(baseUrl, one.request), ...(known === undefined ? {} : { known }) };
  };
  return {
    name: `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`,
    async ask(cases) {
      const opinions: Opinion[] = [];
      await eachOf([...cases.entries()], async ([index, one]) => {
        opinions[index] = await opinion(one);
      });
      return opinions;
    },
  };
}

/** TypeScript: bodies of requests as literals, as far as types can see. */
export const typesValidator: Validator = {
  name: "TypeScript",
  ask(cases) {
    const seen = cases.filter((one) => blindness(one) === undefined);
    const reported = new Map(compileLiterals(seen).map((errors, index) => [seen[index], errors]));
    const opinion = (one: ContractCase): Opinion => {
      const blind = blindness(one);
      return blind === undefined ? { accepted: reported.get(one)?.length === 0 } : { blind };
    };
    return Promise.resolve(cases.map(opinion));
  },
};
