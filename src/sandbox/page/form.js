/* global location */
import { codeBlock, make } from "./elements.js";
import { controlOf, createOperationOf, fieldsOf, hintOf, isCommon, isSmall, parseLoosely } from "./fields.js";
import { curlOf, sdkOf } from "./snippets.js";

function labelled(id, label, control, hint) {
  return make(
    "div",
    { class: "field" },
    make("label", { for: id }, label),
    control,
    make("p", { class: "hint", id: `${id}-hint` }, hint),
  );
}

/** Creates a list of values of the `Prefer` header, with the description of the selected one below. */
function preferenceOf(name, label, meanings) {
  const id = `prefer-${name}`;
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

function keyInput() {
  const attributes = { id: "key", value: "sandbox-key", autocomplete: "off", spellcheck: "false" };
  return make("input", { ...attributes, "aria-describedby": "key-hint" });
}

/**
 * Creates the controls of all fields, filled in with the contract's first example, and a function that returns their
 * body.
 */
function controlsOf(contract) {
  const fields = fieldsOf(contract).map((field) => ({ ...field, ...controlOf(field) }));
  for (const { control, example } of fields) if (example !== undefined) control.value = example;
  const rows = (wanted) =>
    fields.filter(wanted).map((field) => labelled(`field-${field.name}`, field.name, field.control, hintOf(field)));
  const body = () =>
    Object.fromEntries(
      fields
        .filter(({ control }) => control.value !== "")
        .map(({ name, control, parse }) => [name, parse(control.value)]),
    );
  return { rows, body };
}

/** Creates the curl command and the SDK code of a request. */
function snippetsOf(path) {
  const [curl, sdk] = [codeBlock("the call of curl", "curl"), codeBlock("the SDK code", "SDK")];
  const summary = make("summary", {}, "As code");
  const element = make("details", { open: true, class: "snippets" }, summary, curl.block, sdk.block);
  function show({ key, prefer, body }) {
    curl.show(curlOf(location.origin + path, key, prefer, body));
    sdk.show(sdkOf(location.origin, key, prefer, body));
  }
  return { element, show };
}

/**
 * Creates the button with the result of the request beside it. `request` returns the request to send; `onCreated` is
 * called when a task was created.
 */
function submission(path, request, onCreated) {
  const button = make("button", { class: "primary" }, "Create task");
  const outcome = make("p", { class: "outcome", role: "status", "aria-live": "assertive", hidden: true });
  function show(text, isProblem) {
    outcome.textContent = text;
    outcome.classList.toggle("problem", isProblem);
    outcome.hidden = text === "";
  }
  async function submit(event) {
    event.preventDefault();
    show("", false);
    button.setAttribute("aria-busy", "true");
    const { id, problem } = await create(path, request());
    button.removeAttribute("aria-busy");
    show(problem ?? `Created ${id}`, problem !== undefined);
    if (problem === undefined) onCreated();
  }
  return { element: make("div", { class: "actions" }, button, outcome), submit };
}

/**
 * Builds the form from the contract. It creates a task, and shows the curl command and the SDK code for it.
 * @param {HTMLFormElement} form
 * @param {object} contract
 * @param {{ scenarios: Record<string, string>, faults: Record<string, string> }} about
 * @param {() => void} onCreated Called when a task was created.
 */
export function buildForm(form, contract, about, onCreated) {
  const { path } = createOperationOf(contract);
  const { rows, body } = controlsOf(contract);
  const key = keyInput();
  const preferences = [
    preferenceOf("scenario", "Scenario", about.scenarios),
    preferenceOf("fault", "Fault", about.faults),
  ];
  const prefer = () => preferences.flatMap(({ preference }) => preference()).join(", ");
  const request = () => ({ key: key.value, prefer: prefer(), body: body() });
  const snippets = snippetsOf(path);
  const { element: actions, submit } = submission(path, request, onCreated);

  form.append(
    ...rows((field) => isCommon(field) && !isSmall(field)),
    make("div", { class: "pair" }, ...rows((field) => isCommon(field) && isSmall(field))),
    make("details", {}, make("summary", {}, "More fields"), ...rows((field) => !isCommon(field))),
    make("div", { class: "pair" }, ...preferences.map(({ field }) => field)),
    labelled("key", "API key", key, "Any key will do, unless the sandbox expects a certain one."),
    snippets.element,
    actions,
  );
  form.addEventListener("submit", submit);
  form.addEventListener("input", () => snippets.show(request()));
  snippets.show(request());
  return { curl: curlOf(location.origin + path, key.value, "", body()) };
}

/**
 * Creates a task. Resolves to its id, or to an error message. Browsers retry a request whose connection was reset;
 * the idempotency key prevents a second task.
 */
async function create(path, { key, prefer, body }) {
  const headers = {
    Authorization: `Bearer ${key}`,
    "Content-Type": "application/json",
    "Idempotency-Key": globalThis.crypto.randomUUID(),
    ...(prefer === "" ? {} : { Prefer: prefer }),
  };
  try {
    const response = await globalThis.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await response.text();
    const value = parseLoosely(text);
    if (response.ok && value.id !== undefined) return { id: value.id };
    return { problem: `${response.status}: ${value.error?.message ?? text}` };
  } catch (error) {
    return { problem: `No response: ${error.message}` };
  }
}
