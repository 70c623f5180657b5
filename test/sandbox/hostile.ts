import { connect } from "node:net";
import { body } from "./caller.ts";

/** The bytes of a request. */
export interface Hostile {
  readonly kind: string;
  readonly bytes: Buffer;
  /** Whether the request is complete and must get a response. */
  readonly whole: boolean;
  readonly head: boolean;
}

/** Returns the next pseudo-random integer from 0 to below `below`. */
export type Random = (below: number) => number;

/** Creates a linear congruential generator modulo 2^32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "PROPFIND", "LOCK", "TRACE"];
const PATHS = [
  "/",
  "/v1/videos/generations",
  "/v1/credits",
  "/v1/tasks/task-unified-1-aaaaaaaa",
  "/results/task-unified-1-aaaaaaaa/video.mp4",
  "/sandbox/advance",
  "/sandbox/tasks/x/completed",
  "/sandbox/about.json",
  "/sandbox/contract.json",
  "/sandbox/page.css",
];
const ODD_PATHS = [
  "*",
  "//",
  "/%",
  "/%zz",
  "/v1/tasks/%E0%A4%A",
  "/v1/tasks/%00",
  "/v1/tasks/..%2f..%2fetc",
  "/../../etc/passwd",
  "/v1/tasks/",
  "http://elsewhere/v1/credits",
  "http://",
  "/v1/tasks/task-unified-__proto__",
  "/?a=%",
  "/sandbox/../page.css",
  "/sandbox/constructor",
];
const HEADERS = [
  "Accept",
  "Prefer",
  "Authorization",
  "Content-Type",
  "Content-Encoding",
  "Idempotency-Key",
  "Range",
  "If-Range",
  "Expect",
  "Origin",
  "Access-Control-Request-Headers",
  "Cookie",
  "Upgrade",
  "X-Odd",
  "__proto__",
];
const VALUES = [
  "garbage",
  "code=999",
  "scenario=__proto__",
  "fault=constructor",
  "code=429,,,;;;=",
  'example="',
  "Bearer",
  "Bearer \u00ff\u00fe",
  "bytes=9-1",
  "bytes=99999999999999999999-",
  "100-continue",
  "nonsense",
  "gzip, br",
  "application/json;q=zzz",
  ", , ,",
  "\u00e9\u00e8",
  "websocket",
  "x".repeat(4000),
  "'\"\\",
];
const BODIES = [
  "",
  "{",
  "null",
  "[]",
  "1e999",
  '"\\ud800"',
  '{"__proto__":{"a":1}}',
  '{"constructor":1,"toString":2}',
  `{"ключ":1,"模型":2}`,
  "[".repeat(3000),
  '{"model":1}'.repeat(3),
  "\u0000",
  JSON.stringify(body),
  JSON.stringify({ ...body, callback_url: `https://${"a.".repeat(900)}` }),
  JSON.stringify({ ...body, prompt: "<<<".repeat(2000) }),
  JSON.stringify({ ...body, model_params: JSON.parse("[".repeat(500) + "]".repeat(500)) as unknown }),
];

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

/** Returns the next hostile request. */
export function nextHostile(random: Random): Hostile {
  return pick(random, [noise, noise, odd, odd, odd, odd, badLength, cutOff, overlong])(random);
}

/** Returns bytes that are not HTTP. */
function noise(random: Random): Hostile {
  const bytes = Buffer.from(Array.from({ length: 1 + random(200) }, () => random(256)));
  const start = random(2) === 0 ? Buffer.from("GET /") : Buffer.alloc(0);
  return { kind: "noise", bytes: Buffer.concat([start, bytes]), whole: false, head: false };
}

/** Returns a complete request with unusual path, headers and body. */
function odd(random: Random): Hostile {
  const method = pick(random, METHODS);
  const path = random(2) === 0 ? pick(random, PATHS) : random(2) === 0 ? pick(random, ODD_PATHS) : `/${pieces(random)}`;
  const usual = ["Authorization: Bearer key", "Content-Type: application/json"].filter(() => random(4) > 0);
  const more = Array.from({ length: random(4) }, () => `${pick(random, HEADERS)}: ${pick(random, VALUES)}`);
  const text = Buffer.from(random(3) === 0 ? pieces(random) : pick(random, BODIES));
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: x",
    "Connection: close",
    ...usual,
    ...more,
    `Content-Length: ${String(text.length)}`,
  ];
  return {
    kind: "odd",
    bytes: Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), text]),
    whole: true,
    head: method === "HEAD",
  };
}

/** Returns a request with invalid or contradictory lengths and transfer encodings. */
function badLength(random: Random): Hostile {
  const lines = pick(random, [
    ["Content-Length: 5", "Transfer-Encoding: chunked"],
    ["Content-Length: -1"],
    ["Content-Length: 5", "Content-Length: 6"],
    ["Transfer-Encoding: garbage"],
    ["Transfer-Encoding: chunked"],
    ["Content-Length: 99999999999999999999"],
    ["Content-Length : 1"],
  ]);
  const head = [
    "POST /v1/videos/generations HTTP/1.1",
    "Host: x",
    "Authorization: Bearer key",
    "Content-Type: application/json",
    ...lines,
  ].join("\r\n");
  return {
    kind: "bad length",
    bytes: Buffer.from(`${head}\r\n\r\n${pick(random, ["zz\r\n{}\r\n0\r\n\r\n", "ffffffffff\r\n{}", "{}", ""])}`),
    whole: false,
    head: false,
  };
}

/** Returns a truncated request. */
function cutOff(random: Random): Hostile {
  const { bytes } = odd(random);
  return {
    kind: "cut off",
    bytes: bytes.subarray(0, 1 + random(bytes.length - 1)),
    whole: false,
    head: bytes.subarray(0, 4).toString() === "HEAD",
  };
}

/** Returns a request with a long URL, a long header or many headers. */
function overlong(random: Random): Hostile {
  const size = 20_000 + random(20_000);
  const lines = pick(random, [
    [`GET /${"a".repeat(size)} HTTP/1.1`],
    ["GET / HTTP/1.1", `X-Long: ${"b".repeat(size)}`],
    ["GET / HTTP/1.1", ...Array.from({ length: 2500 }, (_, index) => `H${String(index)}: 1`)],
  ]);
  return {
    kind: "overlong",
    bytes: Buffer.from(`${[...lines, "Host: x", "Connection: close"].join("\r\n")}\r\n\r\n`),
    whole: true,
    head: false,
  };
}

function pieces(random: Random): string {
  const alphabet = [
    "%",
    "%2",
    "%2F",
    "a",
    "/",
    "..",
    "é",
    "\ud83d\ude00",
    "{",
    "}",
    '"',
    ":",
    ",",
    "[",
    "]",
    "0",
    "\\",
    "null",
    "?",
    "#",
    "&",
    "=",
  ];
  return Array.from({ length: random(30) }, () => pick(random, alphabet)).join("");
}

/** Sends bytes, ends the stream, and returns all bytes received until the connection closes. */
export function exchange(port: number, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (chunk) => chunks.push(chunk)).on("error", () => undefined);
    socket.on("close", () => resolve(Buffer.concat(chunks)));
    socket.end(bytes);
  });
}

/** A response, parsed from the received bytes. */
export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Parses the responses in the received bytes (RFC 9112). Throws when they are malformed. */
export function parseResponses(bytes: Buffer, head: boolean): RawResponse[] {
  const responses: RawResponse[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf("\r\n\r\n");
    const [line = "", ...lines] = rest.subarray(0, end).toString("latin1").split("\r\n");
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(line) ?? [];
    if (end < 0 || status === undefined) throw new Error(`not a response: ${rest.subarray(0, 200).toString("latin1")}`);
    const headers = new Map(
      lines.map((each): [string, string] => [
        each.slice(0, each.indexOf(":")).toLowerCase(),
        each.slice(each.indexOf(":") + 1).trim(),
      ]),
    );
    const announced = Number(headers.get("content-length") ?? 0);
    // A malformed HEAD request is not recognised as HEAD: the error response has a body then and closes the connection.
    const bare = status === "100" || (head && rest.length !== end + 4 + announced);
    const length = bare ? 0 : announced;
    if (rest.length < end + 4 + length) throw new Error("the response is cut off");
    if (status !== "100")
      responses.push({ status: Number(status), headers, body: rest.subarray(end + 4, end + 4 + length).toString() });
    rest = rest.subarray(end + 4 + length);
  }
  return responses;
}
