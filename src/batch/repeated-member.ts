/** A duplicate member of an object. */
export interface RepeatedMember {
  readonly name: string;
  /** Nesting depth; 1 for a member of the outermost object. */
  readonly depth: number;
}

/**
 * Returns the first duplicate object member of a JSON text, at any depth; undefined when there is none. `JSON.parse`
 * silently takes the last one (RFC 8259, section 4, allows it). The text must be valid JSON.
 */
export function repeatedMember(json: string): RepeatedMember | undefined {
  // The members of each object around the current place; undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(undefined);
    else if (character === "}" || character === "]") open.pop();
    if (character !== '"') continue;
    const end = endOfString(json, at);
    const members = open.at(-1);
    if (members !== undefined && isName(json, end)) {
      const name = JSON.parse(json.slice(at, end)) as string;
      if (members.has(name)) return { name, depth: open.length };
      members.add(name);
    }
    at = end - 1;
  }
  return undefined;
}

/** Returns the index after the closing quotation mark of a string. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Returns whether the string that ends here is a member name, followed by a colon. */
function isName(json: string, end: number): boolean {
  let at = end;
  while (json[at] === " " || json[at] === "\t") at++;
  return json[at] === ":";
}
