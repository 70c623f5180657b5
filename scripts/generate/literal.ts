/** Source code to insert unchanged into a literal, such as a regular expression. */
export class Source {
  constructor(readonly text: string) {}
}

/** Formats a JSON value, which may contain `Source`s, as a TypeScript literal, on one line if it fits. */
export function literal(value: unknown, indent = ""): string {
  if (value instanceof Source) return value.text;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).map(
        ([key, item]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${literal(item, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const pad = Array.isArray(value) || items.length === 0 ? "" : " ";
  const line = `${open}${pad}${items.join(", ")}${pad}${close}`;
  return line.length <= 100 ? line : `${open}\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}${close}`;
}
