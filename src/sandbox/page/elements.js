/* global document, navigator, setTimeout */

/**
 * Creates an element. Omits undefined attributes; functions become listeners.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** Sets the text of an element only if it changed, so that a selection is kept. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Creates a button that copies a text. `label` names the text for screen readers. */
export function copyButton(label, textNow, caption = "Copy") {
  const button = make("button", { type: "button", class: "copy", "aria-label": `Copy ${label}`, click: copy }, caption);
  async function copy() {
    await navigator.clipboard.writeText(textNow());
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = caption), 1500);
  }
  return button;
}

/**
 * Creates a code block with a title and a copy button. `label` names it for screen readers; `show` replaces the code.
 */
export function codeBlock(label, title = "") {
  const code = make("code");
  const button = copyButton(label, () => code.textContent);
  const block = make(
    "div",
    { class: "code" },
    make("div", { class: "code-head" }, make("span", {}, title), button),
    make("pre", {}, code),
  );
  return { block, show: (text) => setText(code, text) };
}

/** Sends JSON to one of the sandbox's controls. */
export function send(path, body) {
  return globalThis.fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}
