import { check, LinkState } from "linkinator";

/** What is known of a site's links. */
export interface Links {
  /** Links to no page or no anchor, as `PAGE: LINK`. */
  readonly broken: readonly string[];
  readonly checked: number;
}

/** Follows every link and anchor within a built site, over HTTP on loopback. Links to other sites are not followed. */
export async function checkLinks(folder: string): Promise<Links> {
  const { links } = await check({
    path: "/",
    serverRoot: folder,
    recurse: true,
    checkFragments: true,
    checkCss: true,
    concurrency: 20,
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
