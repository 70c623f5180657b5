// Protects money: after an error of `fetch` that may have occurred after sending, a create request is not retried, and
// the caller gets an OutcomeUnknownError.
import { beforeAll, describe, expect, test } from "vitest";
import { OutcomeUnknownError } from "../../../src/sdk/index.ts";
import { ANYWHERE, createAt, factsOf, https, withCode, type Occurrence } from "./unsent/attempts.ts";
import { makeCertificates, type Certificates } from "./unsent/certificates.ts";
import { fetchOverHttps, nodeFetch, throwing, undiciThroughProxy, undiciWith } from "./unsent/fetches.ts";
import {
  httpServer,
  httpsServer,
  httpsServerBehindBrokenTunnel,
  proxyThatResponds,
  tcpServer,
} from "./unsent/servers.ts";

let certificates: Certificates;
beforeAll(() => {
  certificates = makeCertificates();
});

/** Counts a received request. */
type Received = () => void;

interface SentCase {
  readonly name: string;
  /** A code or message of the error. */
  readonly shows: string;
  readonly occur: (received: Received) => Promise<Occurrence>;
}

/** Bytes that are not TLS or not an expected record, inserted into the connection after the request was received. */
const BROKEN_TUNNELS = [
  { name: "plain HTTP", bytes: Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), shows: "ERR_SSL_WRONG_VERSION_NUMBER" },
  {
    name: "a record of another version",
    bytes: Buffer.from(`1709090010${"00".repeat(16)}`, "hex"),
    shows: "ERR_SSL_WRONG_VERSION_NUMBER",
  },
  { name: "the alert handshake_failure", bytes: Buffer.from("15030300020228", "hex"), shows: "ERR_SSL_" },
  { name: "the alert protocol_version", bytes: Buffer.from("15030300020246", "hex"), shows: "ERR_SSL_" },
  { name: "the alert unrecognized_name", bytes: Buffer.from("15030300020270", "hex"), shows: "ERR_SSL_" },
  {
    name: "a record that cannot be decrypted",
    bytes: Buffer.from(`1703030020${"ab".repeat(32)}`, "hex"),
    shows: "ERR_SSL_",
  },
];

const TUNNELS: readonly SentCase[] = (["TLSv1.2", "TLSv1.3"] as const).flatMap((maxVersion) =>
  BROKEN_TUNNELS.flatMap(({ name, bytes, shows }) => {
    const server = (received: Received): Promise<number> =>
      httpsServerBehindBrokenTunnel({ ...certificates.good, maxVersion }, bytes, received);
    return [
      {
        name: `node:https, ${maxVersion}: ${name} after the request`,
        shows,
        occur: async (received: Received) => https(await server(received), fetchOverHttps(certificates.root)),
      },
      {
        name: `undici, ${maxVersion}: ${name} after the request`,
        shows: "",
        occur: async (received: Received) => https(await server(received), undiciWith({ ca: certificates.root })),
      },
    ];
  }),
);

const CONNECTIONS: readonly SentCase[] = [
  {
    name: "the built-in fetch: reset after the request",
    shows: "ECONNRESET",
    occur: async (received) => ({
      baseUrl: `http://127.0.0.1:${await httpServer(({ socket }) => {
        received();
        socket.resetAndDestroy();
      })}`,
    }),
  },
  {
    name: "the built-in fetch: closed after the request",
    shows: "UND_ERR_SOCKET",
    occur: async (received) => ({
      baseUrl: `http://127.0.0.1:${await httpServer(({ socket }) => {
        received();
        socket.destroy();
      })}`,
    }),
  },
  {
    name: "node-fetch: closed after the request",
    shows: "ECONNRESET",
    occur: async (received) => ({
      baseUrl: `http://127.0.0.1:${await httpServer(({ socket }) => {
        received();
        socket.destroy();
      })}`,
      fetch: nodeFetch,
    }),
  },
  {
    name: "node:https: closed after the request",
    shows: "ECONNRESET",
    occur: async (received) => {
      const port = await httpsServer(certificates.good, ({ socket }) => {
        received();
        socket.destroy();
      });
      return https(port, fetchOverHttps(certificates.root));
    },
  },
];

/** Errors that do not prove that nothing was sent, although here the request was not received. */
const UNPROVEN: readonly SentCase[] = [
  {
    name: "the built-in fetch: reset during the TLS handshake",
    shows: "ECONNRESET",
    occur: async (received) =>
      https(
        await tcpServer((socket) => {
          received();
          socket.resetAndDestroy();
        }),
      ),
  },
  {
    name: "node-fetch: plain HTTP behind https",
    shows: "EPROTO",
    occur: async (received) =>
      https(
        await tcpServer((socket) => {
          received();
          socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
        }),
        nodeFetch,
      ),
  },
  {
    name: "undici's ProxyAgent: the proxy closes without a response to CONNECT, and undici keeps retrying",
    shows: "timed out",
    occur: async (received) => {
      received();
      return { baseUrl: ANYWHERE, fetch: undiciThroughProxy(await proxyThatResponds("")) };
    },
  },
  {
    name: "node:https: the server requires a client certificate (TLS 1.3 reports it after the handshake)",
    shows: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    occur: async (received) => {
      received();
      const server = { ...certificates.good, requestCert: true, rejectUnauthorized: true, ca: certificates.root };
      return https(await httpsServer(server, received), fetchOverHttps(certificates.root));
    },
  },
];

/** Creates a case whose error is thrown after the request was received. */
const shape = (name: string, error: unknown): SentCase => ({
  name,
  shows: "",
  occur: (received) => {
    received();
    return Promise.resolve({ baseUrl: ANYWHERE, fetch: throwing(error) });
  },
});

const SHAPES: readonly SentCase[] = [
  ...[
    "ERR_SSL_PROTOCOL_IS_SHUTDOWN",
    "ERR_SSL_APP_DATA_IN_HANDSHAKE",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
    "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
    "ERR_SSL_TLSV1_UNRECOGNIZED_NAME",
    "ERR_SSL_UNSUPPORTED_PROTOCOL",
    "EPROTO",
    "ECONNRESET",
    "ECONNABORTED",
    "EPIPE",
    "ETIMEDOUT",
    "UND_ERR_SOCKET",
    "UND_ERR_HEADERS_TIMEOUT",
    "UND_ERR_BODY_TIMEOUT",
    "UND_ERR_CLOSED",
    "UND_ERR_DESTROYED",
    "ERR_HTTP2_STREAM_ERROR",
    "ConnectionClosed",
  ].map((code) => shape(`the code ${code} of a fetch that is not the built-in one`, withCode(code))),
  shape("UND_ERR_ABORTED, the request aborted", withCode("UND_ERR_ABORTED", "Request aborted")),
  shape(
    "UND_ERR_ABORTED, the tunnel's message with a suffix",
    withCode("UND_ERR_ABORTED", "Proxy response (200) !== 200 when HTTP Tunneling was used before"),
  ),
  shape(
    "the tunnel's message under another code",
    withCode("UND_ERR", "Proxy response (407) !== 200 when HTTP Tunneling"),
  ),
  shape("ECONNRESET while reading", withCode("ECONNRESET", "read ECONNRESET")),
  shape("ECONNRESET, socket hang up", withCode("ECONNRESET", "socket hang up")),
  shape("Chromium", new TypeError("Failed to fetch")),
  shape("Firefox", new TypeError("NetworkError when attempting to fetch resource.")),
  shape("Safari", new TypeError("Load failed")),
  shape("workerd", new Error("Network connection lost.")),
  shape(
    "Deno: after connecting",
    new TypeError("error sending request: client error (SendRequest): connection closed"),
  ),
  shape(
    "one address refused, one lost",
    new TypeError("fetch failed", {
      cause: new AggregateError([
        Object.assign(new Error("refused"), { syscall: "connect" }),
        Object.assign(new Error("lost"), { code: "ECONNRESET" }),
      ]),
    }),
  ),
  shape("no address at all", new AggregateError([])),
  shape("a system call that only begins like connect", Object.assign(new Error("failed"), { syscall: "connectx" })),
  shape("a string", "ECONNREFUSED"),
  shape("undefined", undefined),
];

describe.each([
  { group: "bytes that are not TLS", cases: TUNNELS },
  { group: "connections", cases: CONNECTIONS },
  { group: "errors without proof", cases: UNPROVEN },
  { group: "errors as thrown", cases: SHAPES },
])("$group", ({ cases }) => {
  test.each(cases)("not retried: $name", async ({ shows, occur }) => {
    let received = 0;

    const { error, attempts } = await createAt(await occur(() => (received += 1)));

    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect({ attempts, received }).toEqual({ attempts: 1, received: 1 });
    expect(factsOf(error)).toContain(shows);
  });
});
