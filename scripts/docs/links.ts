import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { check, LinkState } from "linkinator";

/** The result of checking a site's links. */
export interface Links {
  /** Links to a missing page or anchor, as `PAGE: LINK`. */
  readonly broken: readonly string[];
  readonly checked: number;
}

/**
 * Follows every link and anchor within a built site, over HTTP on loopback. Links to other sites are not followed.
 *
 * @param folder The site.
 * @param base The path under which it is served, as in production: a link that leaves it is broken.
 */
export async function checkLinks(folder: string, base: string): Promise<Links> {
  const root = await mkdtemp(join(tmpdir(), "site-"));
  try {
    const served = join(root, "served");
    const place = resolve(join(served, base));
    await mkdir(dirname(place), { recursive: true });
    await symlink(resolve(folder), place);
    return await follow(served, base);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function follow(serverRoot: string, base: string): Promise<Links> {
  const { links } = await check({
    path: base,
    serverRoot,
    recurse: true,
    checkFragments: true,
    checkCss: true,
    concurrency: 20,
    retryErrors: true,
    linksToSkip: (link) => Promise.resolve(!/^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(link)),
  });
  const followed = links.filter(({ state }) => state !== LinkState.SKIPPED);
  const broken = followed
    .filter(({ state }) => state === LinkState.BROKEN)
    .map(({ url, parent = "" }) => `${parent}: ${url}`);
  return {
    broken: broken.map((line) => line.replaceAll(/http:\/\/(localhost|127\.0\.0\.1):\d+/g, "")),
    checked: followed.length,
  };
}
