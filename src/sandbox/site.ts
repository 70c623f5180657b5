/** The URLs of the sandbox, known once a server listens. */
export interface Site {
  /** Base URL, without a slash at the end; undefined when links use that of the request. */
  publicUrl: string | undefined;
  /** Base URL of the server; undefined without one. */
  serverUrl: string | undefined;
}
