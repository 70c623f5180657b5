const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a URL names this machine: `localhost`, 127.0.0.0/8 or ::1 (RFC 6890, RFC 6761). Throws when it is no URL. */
export function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}
