/** A member that an object has twice. */
export interface RepeatedMember {
  readonly name: string;
  /** How many objects and arrays are around it; 1 for a member of the outermost object. */
  readonly depth: number;
}

/**
 * Returns the first object member that a JSON text has twice, at any depth; undefined when there is none. `JSON.parse`
 * takes the last of them without a word (RFC 8259, section 4, leaves it open). The text must be valid JSON.
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

/** Returns where a string ends that begins at a quotation mark: behind the closing one. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Returns whether the string that ends here is a name: a colon follows. */
function isName(json: string, end: number): boolean {
  let at = end;
  while (json[at] === " " || json[at] === "\t") at++;
  return json[at] === ":";
}
