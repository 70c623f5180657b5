/** What a runtime may have: not everything is everywhere. */
interface Runtime {
  /** Node, and what imitates it. */
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  /** Browsers and their workers, and in part Node and Deno. */
  readonly navigator?: { readonly userAgent?: string };
}

/** The runtime that the SDK runs in. */
export const runtime = globalThis as Runtime;
