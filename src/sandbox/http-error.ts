import { documentedError, type EnvelopeError, type Operation } from "./contract.ts";

/** What an error response holds besides its message. */
export interface HttpErrorDetails {
  /** The field, parameter or header to blame. */
  readonly param?: string;
  readonly operation?: Operation;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rejects a request. The response is made from the contract's error for the status. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly status: number,
    message: string,
    readonly details: HttpErrorDetails = {},
  ) {
    super(message);
  }
}

/** Breaks the connection instead of a response, as a request asked for. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
}

/** Longest message of an error, in characters: a hostile request must not get a response of any length. */
const MAX_MESSAGE = 2000;

/** Returns the contract's error envelope for an error. */
export function errorEnvelope({ status, message, details }: HttpError): { readonly error: EnvelopeError } {
  const { code, type } = documentedError(status, details.operation);
  return {
    error: {
      ...(code === undefined ? {} : { code }),
      message: message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message,
      ...(type === undefined ? {} : { type }),
      ...(details.param === undefined ? {} : { param: details.param }),
    },
  };
}
