// Protects money: each error that proves that nothing was sent is recognised, and similar errors are not.
// test/sdk/http/unsent-errors.test.ts causes the same errors with real connections.
import { describe, expect, test } from "vitest";
import { isProvablyUnsent } from "../../../src/sdk/http/unsent-errors.ts";

const TLS_CLOSED = "Client network socket disconnected before secure TLS connection was established";
const TUNNEL_REFUSED = "Proxy response (407) !== 200 when HTTP Tunneling";

/** Creates an error as `fetch` throws it, with this cause. */
const because = (cause: object): Error => new TypeError("fetch failed", { cause });

/** Creates the error of an attempt to connect to several addresses. */
const ofEach = (...errors: readonly object[]): Error => because(new AggregateError(errors));

const refused = { syscall: "connect", code: "ECONNREFUSED", message: "connect ECONNREFUSED" };
const reset = { syscall: "read", code: "ECONNRESET", message: "read ECONNRESET" };

interface Case {
  readonly what: string;
  readonly error: unknown;
}

const CODES = [
  ...["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "ConnectionRefused", "FailedToOpenSocket"],
  ...["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REJECTED", "CERT_REVOKED", "CERT_SIGNATURE_FAILURE"],
  ...["CERT_UNTRUSTED", "CERT_CHAIN_TOO_LONG", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
  ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ...["HOSTNAME_MISMATCH", "ERR_TLS_CERT_ALTNAME_INVALID"],
];

/** Wraps an error as the cause of so many others. */
function under(levels: number, error: object): object {
  return levels === 0 ? error : { message: "failed", cause: under(levels - 1, error) };
}

const PROVEN: readonly Case[] = [
  ...CODES.map((code) => ({ what: `the code ${code}`, error: because({ code, message: "failed" }) })),
  { what: "the system call getaddrinfo", error: because({ syscall: "getaddrinfo" }) },
  { what: "the system call connect", error: because({ syscall: "connect" }) },
  { what: "the system call connect, as node-fetch names it", error: { erroredSysCall: "connect" } },
  {
    what: "the system call connect, whatever its code",
    error: because({ syscall: "connect", code: "EHOSTUNREACH", message: "connect EHOSTUNREACH" }),
  },
  { what: "a code, whatever the system call", error: because({ syscall: "write", code: "CERT_HAS_EXPIRED" }) },
  { what: "a forbidden port", error: because({ message: "bad port" }) },
  { what: "a refused tunnel", error: because({ code: "UND_ERR_ABORTED", message: TUNNEL_REFUSED }) },
  { what: "Deno, while connecting", error: { message: "error sending request: client error (Connect): refused" } },
  { what: "closed during the TLS handshake", error: because({ code: "ECONNRESET", message: TLS_CLOSED }) },
  {
    what: "closed during the TLS handshake, as node-fetch words it",
    error: { code: "ECONNRESET", message: `request to https://a.example failed, reason: ${TLS_CLOSED}` },
  },
  { what: "the error itself", error: refused },
  { what: "a cause of a cause", error: because(new Error("failed", { cause: refused })) },
  { what: "the tenth error in a chain of causes", error: under(9, refused) },
  { what: "every address refused", error: ofEach(refused, { syscall: "getaddrinfo" }) },
  { what: "no address listed, and a cause", error: { errors: [], cause: refused } },
  { what: "a member called errors that is not a list", error: { errors: refused, cause: refused } },
];

const UNPROVEN: readonly Case[] = [
  ...["ECONNRESET", "EPROTO", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_ABORTED", "ERR_SSL_PROTOCOL_IS_SHUTDOWN"].map(
    (code) => ({ what: `the code ${code}`, error: because({ code, message: "failed" }) }),
  ),
  { what: "ERR_SSL_APP_DATA_IN_HANDSHAKE", error: because({ code: "ERR_SSL_APP_DATA_IN_HANDSHAKE", message: "a" }) },
  { what: "a code that only begins like one of the list", error: { code: "ENOTFOUND2" } },
  { what: "another system call", error: because(reset) },
  { what: "a similar message about a port", error: { message: "a bad port" } },
  { what: "a longer message about a port", error: { message: "bad port 22" } },
  { what: "a tunnel under another code", error: { code: "UND_ERR", message: TUNNEL_REFUSED } },
  { what: "a tunnel without a code", error: { message: TUNNEL_REFUSED } },
  { what: "a tunnel message with a prefix", error: { code: "UND_ERR_ABORTED", message: `No ${TUNNEL_REFUSED}` } },
  { what: "a tunnel message with a suffix", error: { code: "UND_ERR_ABORTED", message: `${TUNNEL_REFUSED} before` } },
  {
    what: "a tunnel without a status",
    error: { code: "UND_ERR_ABORTED", message: "Proxy response (none) !== 200 when HTTP Tunneling" },
  },
  { what: "the TLS handshake under another code", error: { code: "EPIPE", message: TLS_CLOSED } },
  { what: "the TLS handshake message with a prefix", error: { code: "ECONNRESET", message: `No ${TLS_CLOSED}` } },
  { what: "the TLS handshake message with a suffix", error: { code: "ECONNRESET", message: `${TLS_CLOSED} twice` } },
  { what: "one address refused, one lost", error: ofEach(refused, reset) },
  { what: "one address lost, though the cause was refused", error: { errors: [reset], cause: refused } },
  { what: "no address at all", error: new AggregateError([]) },
  { what: "the eleventh error in a chain of causes", error: under(10, refused) },
  { what: "a string", error: "ECONNREFUSED" },
  { what: "a function", error: Object.assign(() => 1, refused) },
  { what: "null", error: null },
  { what: "undefined", error: undefined },
];

describe.each([
  { whose: "the built-in fetch", isBuiltIn: true },
  { whose: "another fetch", isBuiltIn: false },
])("$whose", ({ isBuiltIn }) => {
  test.each(PROVEN)("proves that nothing was sent: $what", ({ error }) => {
    expect(isProvablyUnsent(error, isBuiltIn)).toBe(true);
  });

  test.each(UNPROVEN)("does not prove that nothing was sent: $what", ({ error }) => {
    expect(isProvablyUnsent(error, isBuiltIn)).toBe(false);
  });

  test(`ERR_SSL_WRONG_VERSION_NUMBER ${isBuiltIn ? "proves" : "does not prove"} that nothing was sent`, () => {
    expect(isProvablyUnsent(because({ code: "ERR_SSL_WRONG_VERSION_NUMBER" }), isBuiltIn)).toBe(isBuiltIn);
  });
});
