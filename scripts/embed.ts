import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";

const SANDBOX = join(import.meta.dirname, "../src/sandbox");

/** The module with the sandbox's page and videos, for runtimes without a file system. */
export const ASSETS = join(SANDBOX, "assets.ts");

const HEADER = `// Generated from src/sandbox/page and src/sandbox/media by \`npm run embed\`. Do not edit: change a file there, then run the command again.
`;

/** Returns the source of the module. */
export async function assetsModule(): Promise<string> {
  const pages = readdirSync(join(SANDBOX, "page")).sort();
  const page = pages.map((file) => [file, readFileSync(join(SANDBOX, "page", file), "utf8")]);
  const videos = readdirSync(join(SANDBOX, "media"))
    .sort()
    .map((file) => {
      const bytes = readFileSync(join(SANDBOX, "media", file));
      const tag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`;
      return [file.replace(".mp4", "").replace("x", ":"), { tag, base64: bytes.toString("base64") }];
    });
  const text = `${HEADER}
/** The files of the page by their names. */
export const pageFiles: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(page))};

/** The videos by their aspect ratios: a strong entity tag (RFC 9110, section 8.8.3), and the MP4 in base64. */
export const videos: Readonly<Record<string, { readonly tag: string; readonly base64: string }>> = ${JSON.stringify(Object.fromEntries(videos))};
`;
  return format(text, { ...(await resolveConfig(ASSETS)), parser: "typescript" });
}

if (process.argv[1] === import.meta.filename) writeFileSync(ASSETS, await assetsModule());
