/** Where the sandbox is reached. Known once a server listens. */
export interface Site {
  /** Base URL, without a slash at the end; undefined when links follow the request's own. */
  publicUrl: string | undefined;
  /** Base URL of the server; undefined without one. */
  serverUrl: string | undefined;
}
