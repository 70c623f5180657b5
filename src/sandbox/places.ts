import { readFileSync } from "node:fs";
import { json, Refusal, type Answer, type Incoming, type Outcome } from "./answer.ts";
import type { Clock } from "./clock.ts";
import { contractText, MEDIA_TYPE, operations, type Operation } from "./contract.ts";
import type { Feed } from "./feed.ts";
import { readJson } from "./judge.ts";
import { serveResult } from "./media.ts";
import { serve, type OperationParts } from "./operations.ts";

/** Answers a request; `path` holds the decoded parameters. */
type Handler = (incoming: Incoming, path: readonly string[]) => Outcome | Promise<Outcome>;

/** A path and what can be done there. */
export interface Place {
  readonly path: RegExp;
  /** By method, in capitals. HEAD and OPTIONS follow from these. */
  readonly methods: ReadonlyMap<string, Handler>;
  /** Whether pages of other origins may use it (https://fetch.spec.whatwg.org/#http-cors-protocol). */
  readonly open: boolean;
  /** The operation of the contract, where the place belongs to one. */
  readonly operation?: Operation;
}

/** What the places work on. */
export interface PlaceParts extends OperationParts {
  readonly clock: Clock;
  readonly feed: Feed;
  /** What the page shows and what never changes. */
  readonly about: () => unknown;
}

/** Longest step of the clock, in seconds: a year. */
const LONGEST_STEP = 365 * 86_400;

/** No inline code, nothing from elsewhere (https://www.w3.org/TR/CSP3/). */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILE_TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
};

/** The files of the page, apart from its document. */
const FILES = ["page.css", "page.js", "board.js", "form.js", "elements.js", "snippets.js", "icon.svg"] as const;

/** Every place of the sandbox: the operations of the contract, the results, the page and what the page uses. */
export function allPlaces(parts: PlaceParts): Place[] {
  return [...apiPlaces(parts), resultPlace(parts), ...pagePlaces(), ...controlPlaces(parts)];
}

function apiPlaces(parts: PlaceParts): Place[] {
  return [...new Map(operations.map((operation) => [operation.path.source, operation])).values()].map((operation) => {
    const here = operations.filter(({ path }) => path.source === operation.path.source);
    const methods = here.map((each): [string, Handler] => [
      each.method,
      (incoming, path) => serve(each, incoming, path, parts),
    ]);
    return { path: operation.path, methods: new Map(methods), open: true, operation };
  });
}

function resultPlace({ tasks, clock }: PlaceParts): Place {
  const get: Handler = (incoming, [id = ""]) => serveResult(tasks.get(id), incoming, clock.now());
  return { path: /^\/results\/([^/]+)\/video\.mp4$/, methods: new Map([["GET", get]]), open: true };
}

function pagePlaces(): Place[] {
  const place = (path: string, file: string): Place => ({
    path: exactly(path),
    methods: new Map([["GET", () => serveFile(file)]]),
    open: false,
  });
  return [place("/", "index.html"), ...FILES.map((file) => place(`/sandbox/${file}`, file))];
}

function serveFile(file: string): Answer {
  const type = FILE_TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const headers = {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
  };
  return { status: 200, headers, body: readFileSync(new URL(`./page/${file}`, import.meta.url)) };
}

function controlPlaces({ tasks, clock, feed, about }: PlaceParts): Place[] {
  const place = (path: RegExp, method: string, handler: Handler): Place => ({
    path,
    methods: new Map([[method, handler]]),
    open: false,
  });
  return [
    place(exactly("/sandbox/contract.json"), "GET", () => ({
      status: 200,
      headers: { "Content-Type": MEDIA_TYPE },
      body: contractText,
    })),
    place(exactly("/sandbox/about.json"), "GET", () => json(about())),
    place(exactly("/sandbox/events"), "GET", () => ({
      status: 200,
      headers: { "Content-Type": "text/event-stream" },
      body: feed.stream,
    })),
    place(exactly("/sandbox/advance"), "POST", async (incoming) => {
      // A page of another origin cannot send JSON without being allowed to, and it is not.
      const seconds = secondsOf(await readJson(incoming));
      await clock.advance(seconds * 1000);
      return json({ now: clock.now() });
    }),
    place(/^\/sandbox\/tasks\/([^/]+)\/(\w+)$/, "POST", async (incoming, [id = "", status = ""]) => {
      await readJson(incoming);
      const record = tasks.get(id);
      if (record === undefined) throw new Refusal(404, `There is no task ${JSON.stringify(id)}`);
      if (!(await tasks.end(record, status)))
        throw new Refusal(409, `A task that is ${record.status} cannot become ${JSON.stringify(status)}`);
      return json(tasks.present(record));
    }),
  ];
}

function secondsOf(body: unknown): number {
  const seconds = typeof body === "object" && body !== null && "seconds" in body ? body.seconds : undefined;
  if (typeof seconds === "number" && seconds >= 0 && seconds <= LONGEST_STEP) return seconds;
  throw new Refusal(400, `/seconds: must be a number from 0 to ${LONGEST_STEP}`, { param: "seconds" });
}

function exactly(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.")}$`);
}
