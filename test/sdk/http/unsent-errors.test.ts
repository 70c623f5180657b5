// Protects money: a create request is retried after each error of `fetch` that proves that it was not sent. The errors
// come from real connections where this machine can cause them.
import { beforeAll, expect, test } from "vitest";
import { ConnectionError } from "../../../src/sdk/index.ts";
import { UNSENT_ERRORS } from "../../../src/sdk/http/unsent-errors.ts";
import { ANYWHERE, createAt, factsOf, https, withCode, type Occurrence } from "./unsent/attempts.ts";
import { makeCertificates, type Certificates, type ServerCertificate } from "./unsent/certificates.ts";
import { nodeFetch, throwing, undiciThroughProxy, undiciWith } from "./unsent/fetches.ts";
import { closedPort, httpServer, httpsServer, proxyThatResponds, tcpServer } from "./unsent/servers.ts";

let certificates: Certificates;
beforeAll(() => {
  certificates = makeCertificates();
});

interface UnsentCase {
  readonly name: string;
  /** The entry of `UNSENT_ERRORS` that it covers: a code, a system call, or a message. */
  readonly proves: string;
  readonly occur: () => Occurrence | Promise<Occurrence>;
}

const CONNECTIONS: readonly UnsentCase[] = [
  {
    name: "the built-in fetch: connection refused",
    proves: "connect",
    occur: async () => ({ baseUrl: `http://127.0.0.1:${await closedPort()}` }),
  },
  {
    name: "node-fetch: connection refused",
    proves: "ECONNREFUSED",
    occur: async () => ({ baseUrl: `http://127.0.0.1:${await closedPort()}`, fetch: nodeFetch }),
  },
  {
    name: "the built-in fetch: unknown host",
    proves: "getaddrinfo",
    occur: () => ({ baseUrl: "https://nowhere.invalid" }),
  },
  {
    name: "node-fetch: unknown host",
    proves: "ENOTFOUND",
    occur: () => ({ baseUrl: "https://nowhere.invalid", fetch: nodeFetch }),
  },
  {
    name: "undici: connect timeout",
    proves: "UND_ERR_CONNECT_TIMEOUT",
    occur: async () => https(await tcpServer(() => undefined), undiciWith({ timeout: 200 })),
  },
  { name: "the built-in fetch: forbidden port", proves: "bad port", occur: () => ({ baseUrl: "http://127.0.0.1:22" }) },
  ...[407, 403, 502].map((status) => ({
    name: `undici's ProxyAgent: the proxy responds to CONNECT with ${status}`,
    proves: "UND_ERR_ABORTED",
    occur: async () => ({
      baseUrl: ANYWHERE,
      fetch: undiciThroughProxy(await proxyThatResponds(`HTTP/1.1 ${status} No\r\n\r\n`)),
    }),
  })),
  {
    name: "undici's ProxyAgent: the proxy refuses the connection",
    proves: "connect",
    occur: async () => ({ baseUrl: ANYWHERE, fetch: undiciThroughProxy(await closedPort()) }),
  },
  {
    name: "the built-in fetch: closed during the TLS handshake",
    proves: "Client network socket disconnected before secure TLS connection was established",
    occur: async () => https(await tcpServer((socket) => socket.end())),
  },
  {
    name: "node-fetch: closed during the TLS handshake",
    proves: "Client network socket disconnected before secure TLS connection was established",
    occur: async () => https(await tcpServer((socket) => socket.end()), nodeFetch),
  },
  {
    name: "the built-in fetch: plain HTTP behind https",
    proves: "ERR_SSL_WRONG_VERSION_NUMBER",
    occur: async () => https(await httpServer(() => undefined)),
  },
];

/** Creates a case with the certificate of a server and what the client trusts. */
const certificate = (
  proves: string,
  pick: (all: Certificates) => ServerCertificate,
  trust: (all: Certificates) => object = ({ root }) => ({ ca: root }),
): UnsentCase => ({
  name: `undici: certificate, ${proves}`,
  proves,
  occur: async () =>
    https(
      await httpsServer(pick(certificates), () => expect.unreachable("the request was sent")),
      undiciWith(trust(certificates)),
    ),
});

const untrusted = (): object => ({});

const CERTIFICATES: readonly UnsentCase[] = [
  {
    name: "the built-in fetch: self-signed certificate",
    proves: "DEPTH_ZERO_SELF_SIGNED_CERT",
    occur: async () => https(await httpsServer(certificates.selfSigned, () => undefined)),
  },
  {
    name: "node-fetch: self-signed certificate",
    proves: "DEPTH_ZERO_SELF_SIGNED_CERT",
    occur: async () => https(await httpsServer(certificates.selfSigned, () => undefined), nodeFetch),
  },
  certificate("SELF_SIGNED_CERT_IN_CHAIN", (all) => all.selfSignedInChain, untrusted),
  certificate("UNABLE_TO_VERIFY_LEAF_SIGNATURE", (all) => all.good, untrusted),
  certificate("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", (all) => all.withIntermediate, untrusted),
  certificate(
    "UNABLE_TO_GET_ISSUER_CERT",
    (all) => all.ofIntermediate,
    (all) => ({ ca: all.intermediate }),
  ),
  certificate("CERT_HAS_EXPIRED", (all) => all.expired),
  certificate("CERT_NOT_YET_VALID", (all) => all.notYetValid),
  certificate(
    "CERT_REVOKED",
    (all) => all.revoked,
    ({ root, revocations }) => ({ ca: root, crl: revocations }),
  ),
  certificate("CERT_SIGNATURE_FAILURE", (all) => all.forged),
  certificate("ERR_TLS_CERT_ALTNAME_INVALID", (all) => all.otherHost),
];

/** Creates a case with the error of another runtime, or of a network that this machine cannot provide. */
const shape = (name: string, proves: string, error: object): UnsentCase => ({
  name,
  proves,
  occur: () => ({ baseUrl: ANYWHERE, fetch: throwing(error) }),
});

const SHAPES: readonly UnsentCase[] = [
  shape("a DNS server that does not respond", "EAI_AGAIN", withCode("EAI_AGAIN")),
  shape(
    "Bun: connection refused",
    "ConnectionRefused",
    Object.assign(new Error("Unable to connect."), { code: "ConnectionRefused" }),
  ),
  shape(
    "Bun: unknown host",
    "FailedToOpenSocket",
    Object.assign(new Error("Was there a typo?"), { code: "FailedToOpenSocket" }),
  ),
  shape(
    "Deno: connection refused",
    "client error (Connect)",
    new TypeError("error sending request for url (https://api.example/): client error (Connect): tcp connect error"),
  ),
  ...["CERT_REJECTED", "CERT_UNTRUSTED", "CERT_CHAIN_TOO_LONG", "HOSTNAME_MISMATCH"].map((code) =>
    shape(`a certificate that OpenSSL refuses, ${code}`, code, withCode(code)),
  ),
  shape(
    "every address refused",
    "connect",
    new TypeError("fetch failed", {
      cause: new AggregateError([
        Object.assign(new Error("a"), { syscall: "connect" }),
        Object.assign(new Error("b"), { syscall: "connect" }),
      ]),
    }),
  ),
  shape("an error of another realm", "ECONNREFUSED", {
    message: "fetch failed",
    cause: { code: "ECONNREFUSED", message: "refused" },
  }),
];

const UNSENT = [...CONNECTIONS, ...CERTIFICATES, ...SHAPES];

test.concurrent.each(UNSENT)("not sent, so retried: $name", async ({ proves, occur }) => {
  const { error, attempts } = await createAt(await occur());

  expect(error).toBeInstanceOf(ConnectionError);
  expect((error as ConnectionError).sent).toBe(false);
  expect(attempts).toBe(2);
  if (!SHAPES.some((one) => one.occur === occur)) expect(factsOf(error)).toContain(proves);
});

test("every entry of UNSENT_ERRORS is covered by a case", () => {
  const unproved = UNSENT_ERRORS.filter(
    ({ code, systemCall, message }) =>
      !UNSENT.some(({ proves }) => [code, systemCall].includes(proves) || message?.test(proves) === true),
  );

  expect(unproved).toEqual([]);
});
