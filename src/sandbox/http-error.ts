import { documentedError, type EnvelopeError, type Operation } from "./contract.ts";

/** Members of an error response besides its message. */
export interface HttpErrorDetails {
  /** The invalid field, parameter or header. */
  readonly param?: string;
  readonly operation?: Operation;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rejects a request with the contract's error response for the status. */
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

/** Resets the connection instead of responding, because a request asked for this fault. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
}

/** Maximum length of an error message, in characters: a hostile request must not control the size of the response. */
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
