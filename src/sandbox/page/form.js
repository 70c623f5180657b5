/* global location */
import { codeBlock, make } from "./elements.js";
import { curlOf, sdkOf } from "./snippets.js";

/** What is always in sight: what the contract's first example sets, and lets one choose. The rest is behind "More fields". */
const isCommon = ({ schema, example }) => example !== undefined && schema.enum?.length !== 1;

/** Small fields stand side by side. */
const isSmall = ({ schema }) => schema.enum !== undefined || schema.type === "integer";

/** The operation that creates: the one that takes a body. */
function creationOf(contract) {
  const all = Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.values(item).map((operation) => ({ path, operation })),
  );
  return all.find(({ operation }) => operation.requestBody !== undefined);
}

/** The schema of the creation's body with references followed, so that a form can be made of it. */
function fieldsOf(contract) {
  const resolve = (node) =>
    node.$ref === undefined
      ? node
      : {
          ...resolve(
            node.$ref
              .split("/")
              .slice(1)
              .reduce((here, key) => here[key], contract),
          ),
          ...node,
        };
  const [content] = Object.values(creationOf(contract).operation.requestBody.content);
  const schema = resolve(content.schema);
  const example = resolve(Object.values(content.examples)[0]).value;
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    schema: resolve(property),
    example: example[name],
    required: schema.required.includes(name),
  }));
}

const lines = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** JSON if it is JSON; else the text itself, for the sandbox to refuse. */
function loose(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The control of one field, and how its text becomes a value. */
function controlOf({ name, schema, required }) {
  const id = `field-${name}`;
  const common = { id, name, "aria-describedby": `${id}-hint`, spellcheck: schema.maxLength > 2048 };
  const usual = schema.default === undefined ? "" : ` (default ${String(schema.default)})`;
  const choice = (values) =>
    make(
      "select",
      common,
      ...(required ? [] : [make("option", { value: "" }, `not set${usual}`)]),
      ...values.map((value) => make("option", { value: String(value) }, String(value))),
    );
  const same = (text) => text;
  if (schema.enum !== undefined) return { control: choice(schema.enum), parse: same };
  if (schema.type === "boolean") return { control: choice([true, false]), parse: (text) => text === "true" };
  if (schema.type === "integer")
    return { control: make("input", { ...common, type: "number", placeholder: schema.default }), parse: Number };
  if (schema.type === "array")
    return { control: make("textarea", { ...common, rows: 2, placeholder: "one URL on each line" }), parse: lines };
  if (schema.type === "object")
    return {
      control: make("textarea", { ...common, rows: 2, class: "mono", placeholder: "{ … } as JSON" }),
      parse: loose,
    };
  if (schema.format === "uri")
    return { control: make("input", { ...common, type: "url", placeholder: "https://" }), parse: same };
  return { control: make("textarea", { ...common, rows: 3 }), parse: same };
}

function hintOf({ schema }) {
  const [sentence = ""] = /^[^.]*\.(?=\s|$)/.exec(schema.description ?? "") ?? [];
  const limits = [
    schema.minimum === undefined ? "" : `${schema.minimum} to ${schema.maximum}.`,
    schema.maxLength === undefined ? "" : `At most ${schema.maxLength} characters.`,
  ];
  return [sentence.replaceAll("`", "").replaceAll("\n", " "), ...limits].filter((part) => part !== "").join(" ");
}

function labelled(id, label, control, hint) {
  return make(
    "div",
    { class: "field" },
    make("label", { for: id }, label),
    control,
    make("p", { class: "hint", id: `${id}-hint` }, hint),
  );
}

/** A list of names with their meaning, shown below. */
function wishOf(name, label, meanings) {
  const id = `wish-${name}`;
  const names = Object.keys(meanings);
  const select = make(
    "select",
    { id, "aria-describedby": `${id}-hint` },
    make("option", { value: "" }, "none"),
    ...names.map((each) => make("option", { value: each }, each)),
  );
  const field = labelled(id, label, select, "");
  const hint = field.lastElementChild;
  const explain = () => (hint.textContent = select.value === "" ? `Prefer: ${name}=…` : meanings[select.value]);
  select.addEventListener("change", explain);
  explain();
  return { field, preference: () => (select.value === "" ? [] : [`${name}=${select.value}`]) };
}

/**
 * Makes the form out of the contract: it creates a task, and shows the call of curl and the SDK code for it.
 * @param {HTMLFormElement} form
 * @param {object} contract
 * @param {{ scenarios: Record<string, string>, faults: Record<string, string> }} about
 * @param {() => void} onCreated Called when a task was created.
 */
export function buildForm(form, contract, about, onCreated) {
  const fields = fieldsOf(contract).map((field) => ({ ...field, ...controlOf(field) }));
  for (const { control, example } of fields) if (example !== undefined) control.value = example;
  const rows = (wanted) =>
    fields.filter(wanted).map((field) => labelled(`field-${field.name}`, field.name, field.control, hintOf(field)));
  const key = make("input", {
    id: "key",
    value: "sandbox-key",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "key-hint",
  });
  const wishes = [wishOf("scenario", "Scenario", about.scenarios), wishOf("fault", "Fault", about.faults)];
  const button = make("button", { class: "primary" }, "Create task");
  const outcome = make("p", { class: "outcome", role: "status", "aria-live": "assertive", hidden: true });
  const [curl, sdk] = [codeBlock("the call of curl", "curl"), codeBlock("the SDK code", "SDK")];

  const { path } = creationOf(contract);
  const bodyNow = () =>
    Object.fromEntries(
      fields
        .filter(({ control }) => control.value !== "")
        .map(({ name, control, parse }) => [name, parse(control.value)]),
    );
  const preferNow = () => wishes.flatMap(({ preference }) => preference()).join(", ");
  const describe = () => {
    curl.show(curlOf(location.origin + path, key.value, preferNow(), bodyNow()));
    sdk.show(sdkOf(location.origin, key.value, preferNow(), bodyNow()));
  };
  const show = (text, isProblem) => {
    outcome.textContent = text;
    outcome.classList.toggle("problem", isProblem);
    outcome.hidden = text === "";
  };
  const submit = async (event) => {
    event.preventDefault();
    show("", false);
    button.setAttribute("aria-busy", "true");
    const { id, problem } = await create(path, key.value, preferNow(), bodyNow());
    button.removeAttribute("aria-busy");
    show(problem ?? `Created ${id}`, problem !== undefined);
    if (problem === undefined) onCreated();
  };

  form.append(
    ...rows((field) => isCommon(field) && !isSmall(field)),
    make("div", { class: "pair" }, ...rows((field) => isCommon(field) && isSmall(field))),
    make("details", {}, make("summary", {}, "More fields"), ...rows((field) => !isCommon(field))),
    make("div", { class: "pair" }, ...wishes.map(({ field }) => field)),
    labelled("key", "API key", key, "Any key will do, unless the sandbox was told to expect one."),
    make("details", { open: true, class: "snippets" }, make("summary", {}, "As code"), curl.block, sdk.block),
    make("div", { class: "actions" }, button, outcome),
  );
  form.addEventListener("submit", submit);
  form.addEventListener("input", describe);
  describe();
  return { curl: curlOf(location.origin + path, key.value, "", bodyNow()) };
}

/**
 * Creates a task. Resolves to its id, or to what went wrong, in words. A browser sends a request again when its connection is reset; by the
 * key that stays one task.
 */
async function create(path, key, prefer, body) {
  const headers = {
    Authorization: `Bearer ${key}`,
    "Content-Type": "application/json",
    "Idempotency-Key": globalThis.crypto.randomUUID(),
    ...(prefer === "" ? {} : { Prefer: prefer }),
  };
  try {
    const response = await globalThis.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await response.text();
    const value = loose(text);
    if (response.ok && value.id !== undefined) return { id: value.id };
    return { problem: `${response.status}: ${value.error?.message ?? text}` };
  } catch (error) {
    return { problem: `No response: ${error.message}` };
  }
}
