/** An error that proves that nothing of the request was sent. */
interface UnsentError {
  /** The error's `code`. */
  readonly code?: string;
  /** The system call that failed: Node's `syscall`, node-fetch's `erroredSysCall`. */
  readonly systemCall?: string;
  /** What the message has to be, where the code alone proves nothing or there is none. */
  readonly message?: RegExp;
  /** Whether it proves something only if the runtime's own `fetch` threw it. */
  readonly onlyBuiltInFetch?: boolean;
}

/**
 * Errors after which a request was provably not sent, each with the runtime and the moment that it belongs to. A TLS
 * error is in the list only if it cannot occur after the handshake: a create request that was sent must not be sent
 * again.
 */
export const UNSENT_ERRORS: readonly UnsentError[] = [
  // Node and what is built on it: the host name is looked up, then the connection is made.
  { systemCall: "getaddrinfo" },
  { systemCall: "connect" },
  // The same as node-fetch reports it, in some versions without the system call.
  { code: "ENOTFOUND" },
  { code: "EAI_AGAIN" },
  { code: "ECONNREFUSED" },
  // undici: the connection took too long; the Fetch standard forbids the port.
  { code: "UND_ERR_CONNECT_TIMEOUT" },
  { message: /^bad port$/ },
  // undici's ProxyAgent: the proxy rejected CONNECT, so there was no tunnel to send through.
  { code: "UND_ERR_ABORTED", message: /^Proxy response \(\d+\) !== 200 when HTTP Tunneling$/ },
  // Bun: the connection was refused; the host name was not found.
  { code: "ConnectionRefused" },
  { code: "FailedToOpenSocket" },
  // Deno (hyper): the connection was not made.
  { message: /client error \(Connect\)/ },
  // Node: the server closed the connection during the TLS handshake. node-fetch puts its own words before the message.
  {
    code: "ECONNRESET",
    message: /(^|, reason: )Client network socket disconnected before secure TLS connection was established$/,
  },
  // Node: the handshake's check of the certificate (OpenSSL's X509_V_ERR_*, then the host name).
  { code: "CERT_HAS_EXPIRED" },
  { code: "CERT_NOT_YET_VALID" },
  { code: "CERT_REJECTED" },
  { code: "CERT_REVOKED" },
  { code: "CERT_SIGNATURE_FAILURE" },
  { code: "CERT_UNTRUSTED" },
  { code: "CERT_CHAIN_TOO_LONG" },
  { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
  { code: "SELF_SIGNED_CERT_IN_CHAIN" },
  { code: "UNABLE_TO_GET_ISSUER_CERT" },
  { code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" },
  { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
  { code: "HOSTNAME_MISMATCH" },
  { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
  // The server does not speak TLS. A fetch over `node:https` reports the same when bytes that are no TLS arrive after
  // the request was sent; Node's own fetch then times out instead.
  { code: "ERR_SSL_WRONG_VERSION_NUMBER", onlyBuiltInFetch: true },
];

/**
 * Returns whether an error of `fetch`, one of its causes, or each error that it collects proves that nothing was sent.
 * Browsers report no such thing: there nothing is proven.
 */
export function isProvablyUnsent(error: unknown, isBuiltInFetch: boolean): boolean {
  let current = error;
  for (let depth = 0; isErrorLike(current) && depth < MAX_CAUSES; depth++) {
    if (Array.isArray(current.errors) && current.errors.length > 0)
      return current.errors.every((one) => isProvablyUnsent(one, isBuiltInFetch));
    const facts = current;
    if (UNSENT_ERRORS.some((unsent) => matches(unsent, facts, isBuiltInFetch))) return true;
    current = current.cause;
  }
  return false;
}

const MAX_CAUSES = 10;

/** An error, perhaps of another realm: a test runner's `Error` is not the runtime's. */
type ErrorLike = Readonly<
  Partial<Record<"message" | "code" | "syscall" | "erroredSysCall" | "errors" | "cause", unknown>>
>;

function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === "object" && value !== null;
}

function matches(unsent: UnsentError, error: ErrorLike, isBuiltInFetch: boolean): boolean {
  if (unsent.onlyBuiltInFetch && !isBuiltInFetch) return false;
  if (unsent.code !== undefined && unsent.code !== error.code) return false;
  if (unsent.systemCall !== undefined && unsent.systemCall !== (error.syscall ?? error.erroredSysCall)) return false;
  return unsent.message === undefined || unsent.message.test(String(error.message));
}
