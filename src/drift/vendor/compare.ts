import { diffDocuments } from "../diff/documents.ts";
import { byLevel, CannotCompare, type Finding, type Party } from "../finding.ts";
import { objectAt, type JsonObject } from "../../openapi/json.ts";
import { segments } from "../../openapi/json-pointer.ts";
import { explain, type Explained, type KnownDifference } from "./known.ts";

/** Differences between the contract and the vendor's document. */
export interface VendorDrift {
  /** Findings without a known difference, and known differences without a finding. */
  readonly unexplained: readonly Finding[];
  /** Findings with the known difference that explains each. */
  readonly explained: readonly Explained[];
  /** The paths that both describe; a vendor page describes one operation. */
  readonly paths: readonly string[];
}

/**
 * Compares the contract (the old version) with the vendor's document (the new one) on the paths that the vendor
 * describes. Ignores names that only our generated code and our mock use. Throws CannotCompare when the documents have
 * no path in common.
 */
export function compareWithVendor(
  contract: JsonObject,
  vendor: JsonObject,
  known: readonly KnownDifference[],
): VendorDrift {
  const described = objectAt(vendor, "paths");
  const ours = Object.entries(objectAt(contract, "paths")).filter(([path]) => Object.hasOwn(described, path));
  if (ours.length === 0) throw new CannotCompare("The vendor's document describes none of the paths of the contract.");
  const findings = diffDocuments({ ...contract, paths: Object.fromEntries(ours) }, vendor).filter(isOfTheApi);
  // Known differences of paths on other pages do not apply here.
  const elsewhere = Object.keys(objectAt(contract, "paths")).filter((path) => !Object.hasOwn(described, path));
  const here = known.filter(({ where }) => !elsewhere.includes(segments(where)[1] ?? ""));
  const { explained, outdated } = explain(findings, here);
  return {
    unexplained: byLevel([
      ...explained.filter(({ by }) => by === undefined).map(({ finding }) => ofThePage(finding)),
      ...outdated,
    ]),
    explained: explained.filter(({ by }) => by !== undefined),
    paths: ours.map(([path]) => path),
  };
}

/** Rewrites a finding as one about the page, where neither side is older. */
function ofThePage(finding: Finding): Finding {
  const { message, witness } = finding;
  const named = witness && {
    ...witness,
    acceptedBy: PARTIES[witness.acceptedBy],
    refusedBy: PARTIES[witness.refusedBy],
  };
  return { ...finding, message: `the vendor's page differs: ${message}`, witness: named };
}

const PARTIES: Readonly<Record<Party, Party>> = { old: "contract", new: "page", contract: "contract", page: "page" };

function isOfTheApi({ level, audience, where }: Finding): boolean {
  const path = segments(where);
  const isOurs =
    path[0] === "components" ||
    path[0] === "openapi" ||
    path[0] === "jsonSchemaDialect" ||
    (path.at(-1)?.startsWith("x-") === true && path.at(-2) !== "headers");
  return level !== "docs" && audience !== "mock users" && audience !== "generated code" && !isOurs;
}
