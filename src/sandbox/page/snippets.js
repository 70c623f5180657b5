/** Quotes a text as a shell word. */
const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Returns a curl command that creates a task, to paste into a shell. */
export function curlOf(url, key, prefer, body) {
  const headers = [
    `Authorization: Bearer ${key}`,
    "Content-Type: application/json",
    ...(prefer === "" ? [] : [`Prefer: ${prefer}`]),
  ];
  return [`curl ${url}`, ...headers.map((header) => `-H ${quote(header)}`), `-d ${quote(JSON.stringify(body))}`].join(
    " \\\n  ",
  );
}

/** Returns a module that creates the task with the SDK. */
export function sdkOf(base, key, prefer, body) {
  const options = prefer === "" ? "" : `, {\n  headers: { Prefer: ${JSON.stringify(prefer)} },\n}`;
  return [
    'import { EvoLink } from "evolink-video";',
    "",
    `const evolink = new EvoLink({ apiKey: ${JSON.stringify(key)}, baseUrl: ${JSON.stringify(base)} });`,
    `const task = await evolink.videos.generate(${JSON.stringify(body, null, 2)}${options});`,
    "const finished = await evolink.tasks.wait(task.id, { interval: 1000 });",
    "console.log(finished.results);",
  ].join("\n");
}

/** Formats JSON for display. */
export const pretty = (value) => JSON.stringify(value, null, 2);
