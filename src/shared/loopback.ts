const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Returns whether a host, as `URL.hostname` writes it, is this machine: `localhost`, 127.0.0.0/8 or ::1 (RFC 6890, RFC
 * 6761).
 */
export const isLoopbackHost = (hostname: string): boolean => LOOPBACK.test(hostname);

/** Returns whether a value is a URL that names this machine: `localhost`, 127.0.0.0/8 or ::1 (RFC 6890, RFC 6761). */
export function isLoopback(url: unknown): boolean {
  return URL.canParse(String(url)) && isLoopbackHost(new URL(String(url)).hostname);
}
