import { documentedError, MEDIA_TYPE, type EnvelopeError, type Operation } from "./contract.ts";

/** A request as the sandbox sees it, from a socket or from an in-process `fetch`. */
export interface Incoming {
  /** In capitals. */
  readonly method: string;
  /** The request target (RFC 9112, section 3.2), undecoded. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The whole body; undefined when it is longer than `limit` bytes. Rejects when the request ends before its body does. */
  body(limit: number): Promise<Uint8Array | undefined>;
}

/** Writes text that goes out piece by piece. Returns what to do when the reader has gone. */
export type Stream = (write: (text: string) => void, end: () => void) => () => void;

/** What goes back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Stream;
}

/** The connection is broken instead of an answer. */
export const RESET = Symbol("reset");

/** What the sandbox does with a request. */
export type Outcome = Answer | typeof RESET;

/** A request that is refused. The answer is made from the contract's error for the status. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    message: string,
    readonly details: {
      readonly param?: string;
      readonly operation?: Operation;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
  }
}

/** An answer with a JSON body. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { "Content-Type": MEDIA_TYPE, ...headers }, body: JSON.stringify(value) };
}

/** Longest message of an error, in characters: a hostile request must not be answered with a book. */
const LONGEST_MESSAGE = 2000;

/** The contract's error envelope for a refusal. */
export function envelope({ status, message, details }: Refusal): Answer {
  const { code, type } = documentedError(status, details.operation);
  const cut = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
  const error: Partial<EnvelopeError> = {
    ...(code === undefined ? {} : { code }),
    message: cut,
    ...(type === undefined ? {} : { type }),
    ...(details.param === undefined ? {} : { param: details.param }),
  };
  return json({ error }, status, details.headers);
}

/** A header as one string: repeated ones joined as in RFC 9110, section 5.3. */
export function header(incoming: Incoming, name: string): string | undefined {
  const value = incoming.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
