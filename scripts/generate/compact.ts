/** Words for the rules of a contract, by the schema path of the node that they explain. */
export type Words = Readonly<Record<string, string>>;

/**
 * Shortens ajv's standalone code of one schema without references. What it decides stays the same; a broken rule is reported
 * as `fail(keyword, pointer, detail, words)`, without what nobody reads: the path in the schema, that a condition led to a branch, and the
 * faults of the alternatives of a rule that is explained in words. Throws when the code does not have the form that it expects.
 */
export function compact(code: string, words: Words): string {
  const short = [withShortErrors, withoutConditionErrors, withPlainArray, withShortChecks, withNamedTexts].reduce(
    (text, step) => step(text, words),
    code,
  );
  const left = /\b(vErrors|err\d+|errors(?! = found)|instancePath|schemaPath|missing\d+|ifClause\d+|evaluated\d*|dynamicAnchors|validate\d+)\b.*/.exec(short);
  if (left !== null) throw new Error(`ajv's code has another form than expected: ${left[0]}`);
  return `${short.trim()}\n`;
}

const PUSHED = /const (err\d+) = (\{.*\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;\n/g;
const ERROR = /^\{instancePath(?::instancePath\+(.*?))?,schemaPath:("(?:[^"\\]|\\.)*"),keyword:"(\w+)",params:\{(.*)\}\}$/;

function withShortErrors(code: string, words: Words): string {
  const explained = [...code.matchAll(/schemaPath:"([^"]*)\/anyOf"/g)].map(([, path]) => String(path)).filter((path) => path in words);
  const alternatives = explained.map((path) => `${path}/anyOf/`);
  const short = code.replace(PUSHED, (_, _name: string, literal: string) => {
    if (literal === "{}") return "fail();\n";
    const [, pointer = '""', schemaPath, keyword, params] = ERROR.exec(literal) ?? [];
    if (schemaPath === undefined || keyword === undefined) throw new Error(`an error of ajv has another form than expected: ${literal}`);
    const path = JSON.parse(schemaPath) as string;
    if (keyword === "if" || alternatives.some((start) => path.startsWith(start))) return keyword === "if" ? "" : "fail();\n";
    const explanation = words[path.slice(0, path.lastIndexOf("/"))];
    const given = [JSON.stringify(keyword), pointer, detail(params ?? ""), explanation === undefined ? "" : JSON.stringify(explanation)];
    return `fail(${given.map((text, index) => (text === "" && given.slice(index).some(Boolean) ? "undefined" : text)).filter(Boolean).join(", ")});\n`;
  });
  // The faults of explained alternatives say nothing, so they go whether or not one of the alternatives fits.
  return short.replace(/(if\(!valid\d+\)\{\nfail\("anyOf", .*\);\n\}\n)else \{\n((errors = _errs\d+;)\nif\(vErrors !== null\)\{\n.*\n.*\n\}\nelse \{\n.*\n\}\n\}\n)\}\n/g,
    (whole, report: string, forget: string) => (explained.some((path) => report.includes(JSON.stringify(words[path]))) ? forget + report : whole));
}

/** What the rule names, out of ajv's parameters: the first of those that say it, as JavaScript. */
function detail(params: string): string {
  return /^(?:missingProperty|additionalProperty|allowedValues?|type|format|pattern|comparison: "[<>=]+", limit|limit): (.*)$/.exec(params)?.[1] ?? "";
}

function withoutConditionErrors(code: string): string {
  return code
    .replace(/let ifClause\d+;\n/g, "")
    .replace(/var (_valid\d+) = _errs\d+ === errors;\nvalid\d+ = \1;\n(?:ifClause\d+ = "\w+";\n)?(?=\}\n(?:else|if))/g, "")
    .replace(/if\(!valid\d+\)\{\n\}\n/g, "");
}

/** ajv counts beside an array that is null while empty; an array says both. */
function withPlainArray(code: string): string {
  return code
    .replace(/^export const validate = validate\d+;\n/m, "")
    .replace(/^function validate\d+\(data, \{.*\}=\{\}\)\{\nlet vErrors = null;\nlet errors = 0;\n/m,
      "export function validate(data) {\nconst found = [];\nconst fail = (keyword, pointer, detail, words) => found.push({ keyword, pointer, detail, words });\n")
    .replace(/errors = (_errs\d+);\nif\(vErrors !== null\)\{\nif\(\1\)\{\nvErrors\.length = \1;\n\}\nelse \{\nvErrors = null;\n\}\n\}\n/g, "found.length = $1;\n")
    .replace(/validate\d+\.errors = vErrors;\nreturn errors === 0;\n/, "validate.errors = found;\nreturn found.length === 0;\n")
    .replace(/(?<!\.)\berrors\b/g, "found.length");
}

function withShortChecks(code: string): string {
  const short = code
    .replace(/(\w+) && typeof \1 == "object" && !Array\.isArray\(\1\)/g, "isObject($1)")
    .replace(/\(\(typeof ([\w.]+) == "number"\) && \(!\(\1 % 1\) && !isNaN\(\1\)\)\) && \(isFinite\(\1\)\)/g, "Number.isInteger($1)")
    .replace(/\(typeof ([\w.]+) == "number"\) && \(isFinite\(\1\)\)/g, "Number.isFinite($1)")
    .replace(/let missing\d+;\n/g, "")
    .replace(/\((\w+\.\w+ === undefined)\) && \(missing\d+ = "\w+"\)/g, "$1");
  const used = [...new Set([...short.matchAll(/\b(_errs\d+|valid\d+) = /g)].map(([, name]) => String(name)))];
  const unread = used.filter((name) => [...short.matchAll(new RegExp(`\\b${name}\\b`, "g"))].length === 1);
  const read = unread.reduce((text, name) => text.replace(new RegExp(`(?:const|let) ${name} = .*;\\n`), ""), short);
  const helper = 'const isObject = (value) => typeof value == "object" && value !== null && !Array.isArray(value);\n';
  return read.includes("isObject(") ? helper + read : read;
}

/** Gives long texts that occur more than once a name, and tells bundlers that making an expression has no effect. */
function withNamedTexts(code: string): string {
  const pure = code.replaceAll("= new RegExp(", "= /* @__PURE__ */ new RegExp(");
  const texts = [...pure.matchAll(/"(?:[^"\\\n]|\\.){60,}"/g)].map(([text]) => text);
  const repeated = [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
  const names = repeated.map((text, index) => `const text${String(index)} = ${text};\n`).join("");
  return names + repeated.reduce((short, text, index) => short.replaceAll(text, `text${String(index)}`), pure);
}
