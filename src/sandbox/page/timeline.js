/**
 * Returns the events of a task in order of time. Consecutive reads are one entry.
 * @param {{ created: number, history: object[], callbacks: object[] }} view
 */
export function timelineOf({ created, history, callbacks }) {
  const all = [...history, ...callbacks.map(callbackEntry)].sort((one, other) => one.at - other.at);
  return joinReads(all).map(({ at, kind, text, detail, count }) => ({
    when: since(at - created),
    kind,
    text: kind === "read" ? `${count === 1 ? "read" : `read ${count} times`}: ${text}` : text,
    detail,
  }));
}

function callbackEntry({ at, number, outcome, detail }) {
  return {
    at,
    kind: `callback ${outcome === "delivered" ? "good" : "bad"}`,
    text: `callback, attempt ${number}: ${outcome}`,
    detail,
  };
}

/** Merges consecutive reads into one entry: the last of them, with their `count`. */
function joinReads(entries) {
  const joined = [];
  for (const entry of entries) {
    const last = joined.at(-1);
    const repeats = entry.kind === "read" && last?.kind === "read";
    if (repeats) joined.pop();
    joined.push({ ...entry, count: repeats ? last.count + 1 : 1 });
  }
  return joined;
}

/** Formats the time since a task was created. */
function since(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    { count: Math.floor(seconds / 3600), unit: "h" },
    { count: Math.floor((seconds % 3600) / 60), unit: "min" },
    { count: seconds % 60, unit: "s" },
  ];
  const shown = parts
    .filter(({ count }) => count > 0)
    .slice(0, 2)
    .map(({ count, unit }) => `${count} ${unit}`);
  return `+${shown.length === 0 ? "0 s" : shown.join(" ")}`;
}
