import { CannotCompare } from "../finding.ts";
import type { JsonObject } from "../../openapi/json.ts";
import { readSource, type SourceOptions } from "../sources/document.ts";
import { looksLikeHtml, parseDocument } from "../../openapi/parse.ts";

/** The vendor's page of the model. */
export const VENDOR_PAGE = "https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-reference-to-video";

/** The vendor's page of each path of the contract. */
export const PAGE_OF_PATH: Readonly<Record<string, string>> = {
  "/v1/videos/generations": VENDOR_PAGE,
  "/v1/tasks/{task_id}": "https://docs.evolink.ai/en/api-manual/task-management/get-task-detail",
  "/v1/credits": "https://docs.evolink.ai/en/api-manual/account-management/get-credits",
};

/** The vendor's pages that are compared by default. */
export const VENDOR_PAGES: readonly string[] = Object.values(PAGE_OF_PATH);

/** A fenced block of Markdown (CommonMark 0.31, section 4.5). */
interface Block {
  readonly language: string;
  readonly text: string;
}

/**
 * Reads the vendor's document from a page, its Markdown twin or a plain OpenAPI file. Throws CannotCompare when there
 * is no document.
 */
export async function readVendor(source: string, options: SourceOptions = {}): Promise<JsonObject> {
  const place = twinOf(source);
  return documentIn(await readSource(place, options), place);
}

/** Returns the address of a page's Markdown twin; an address with a file extension is unchanged. */
export function twinOf(source: string): string {
  if (!/^https?:\/\//i.test(source)) return source;
  const url = new URL(source);
  if (/\.(?:md|ya?ml|json|txt)$/i.test(url.pathname)) return source;
  url.pathname = `${url.pathname.replace(/\/$/, "")}.md`;
  return url.href;
}

/**
 * Finds the OpenAPI document in a text: the text itself, or a block of YAML or JSON in Markdown. Throws CannotCompare
 * with what it found instead.
 */
export function documentIn(text: string, source: string): JsonObject {
  if (looksLikeHtml(text))
    throw new CannotCompare(
      `${source} is an HTML page. The document stands in the page's Markdown twin, whose address ends in .md.`,
    );
  if (text.trim() === "") throw new CannotCompare(`${source} is empty.`);
  if (/^(?:\{|openapi\s*:|"openapi"\s*:)/.test(contentOf(text))) return openapi(parseDocument(text, source), source);
  const blocks = fencedBlocks(text, source).filter(({ language }) => /^(?:ya?ml|json|)$/i.test(language));
  const documents = blocks.filter((block) => /^\s*(?:"?openapi"?\s*:|\{[\s\S]*"openapi"\s*:)/m.test(block.text));
  const [first, ...others] = documents;
  if (first === undefined) {
    const found =
      blocks.length === 0
        ? "no fenced block of YAML or JSON"
        : `${blocks.length} fenced blocks, none of them an OpenAPI document`;
    throw new CannotCompare(`${source} embeds no OpenAPI document: it has ${found}.`);
  }
  if (others.length > 0)
    throw new CannotCompare(
      `${source} embeds ${documents.length} OpenAPI documents; it is not clear which one counts.`,
    );
  return openapi(parseDocument(first.text, `the document in ${source}`), source);
}

/** Returns a text without the blank lines, YAML comments and document markers at its start. */
function contentOf(text: string): string {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const first = lines.findIndex((line) => !/^\s*(?:#.*|---\s*)?$/.test(line));
  return first < 0 ? "" : lines.slice(first).join("\n").trimStart();
}

function openapi(document: JsonObject, source: string): JsonObject {
  if (typeof document.openapi === "string") return document;
  throw new CannotCompare(`${source} holds a document that is not OpenAPI.`);
}

function fencedBlocks(text: string, source: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; language: string; lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    const [, fence = "", info = ""] = mark ?? [];
    if (open) {
      const closes = fence.startsWith(open.fence) && info.trim() === "";
      if (!closes) open.lines.push(line);
      else {
        blocks.push({ language: open.language, text: open.lines.join("\n") });
        open = undefined;
      }
    } else if (mark) open = { fence, language: info.trim().split(/\s/)[0] ?? "", lines: [] };
  }
  if (open) throw new CannotCompare(`${source} ends inside a fenced block: it was truncated, or its format changed.`);
  return blocks;
}
