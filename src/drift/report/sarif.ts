import manifest from "../../../package.json" with { type: "json" };
import type { Finding, Level } from "../finding.ts";
import type { FilePlace } from "../../openapi/places.ts";
import { ruleOf, RULES } from "../rules/rules.ts";
import { affected, partyName, place, sentence, short, type Locate, type Outcome } from "./text.ts";

/** The levels of SARIF 2.1.0, section 3.27.10. */
const SARIF_LEVELS: Readonly<Record<Level, "error" | "note">> = {
  breaking: "error",
  unproven: "error",
  compatible: "note",
  docs: "note",
};

/** Renders the findings as SARIF 2.1.0, for code scanning. Each rule has a description and advice. */
export function sarif({ findings, locate }: Outcome): string {
  const ids = [...new Set(findings.map(ruleOf))];
  const driver = { name: "evolink-video drift", version: manifest.version, rules: ids.map(ruleObject) };
  const results = findings.map((finding) => resultOf(finding, ids.indexOf(ruleOf(finding)), locate));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return JSON.stringify(log, null, 2);
}

function ruleObject(id: string): object {
  const rule = RULES.get(id);
  return {
    id,
    name: id
      .split("-")
      .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
      .join(""),
    shortDescription: { text: rule?.summary ?? "The documents differ." },
    help: { text: rule?.help ?? "Compare the two documents at this place." },
    defaultConfiguration: { level: "error" },
  };
}

/** Other places listed per finding: GitHub accepts 10 MB, and a shared schema may affect hundreds. */
const MAX_RELATED = 10;

function resultOf(finding: Finding, ruleIndex: number, locate: Locate | undefined): object {
  const { level, where, message, witness, also, before, after, audience } = finding;
  const rule = ruleOf(finding);
  const example = witness
    ? ` Example: ${short(witness.body)} is accepted by the ${partyName(witness.acceptedBy)} and rejected by the ${partyName(witness.refusedBy)}.`
    : "";
  const more = also && also.length > MAX_RELATED ? ` Also at ${also.length} other places.` : "";
  return {
    ruleId: rule,
    ruleIndex,
    level: rule.startsWith("ignore-") && SARIF_LEVELS[level] === "note" ? "warning" : SARIF_LEVELS[level],
    message: { text: `${place(where)}: ${sentence(message)} ${affected(finding)}${example}${more}` },
    locations: [{ ...physical(locate?.(where, finding)), logicalLocations: [{ fullyQualifiedName: where }] }],
    ...(also && {
      relatedLocations: also.slice(0, MAX_RELATED).map((name, id) => ({
        id,
        ...physical(locate?.(name, finding)),
        message: { text: `The same change at ${place(name)}.` },
        logicalLocations: [{ fullyQualifiedName: name }],
      })),
    }),
    partialFingerprints: { ruleAndPlace: `${rule} ${where}` },
    properties: { audience, before, after, witness },
  };
}

function physical(found: FilePlace | undefined): object {
  if (found === undefined) return {};
  const uri = found.file.split("/").map(encodeURIComponent).join("/");
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: found.line } } };
}
