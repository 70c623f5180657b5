import type { FileHandle } from "node:fs/promises";

/** Whether the boxes of an MP4 file (ISO/IEC 14496-12, section 4.2) end where the file ends. */
export type Mp4Completeness = "complete" | "truncated" | "unknown";

const HEADER_BYTES = 16;
const SIZE_TO_END = 0;
const SIZE_IN_64_BITS = 1;

/**
 * Follows the boxes of a file from its beginning. Returns `truncated` when one reaches beyond the end of the file, and
 * `unknown` when the file is not an MP4 file or its last box is open-ended.
 */
export async function checkMp4(file: FileHandle, fileSize: number): Promise<Mp4Completeness> {
  for (let offset = 0; offset < fileSize;) {
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, offset);
    if (offset === 0 && header.toString("latin1", 4, 8) !== "ftyp") return "unknown";
    if (bytesRead < 8) return "truncated";
    const size = boxSize(header);
    if (size === undefined) return "unknown";
    if (size > fileSize - offset) return "truncated";
    offset += size;
  }
  return "complete";
}

/** Returns the size of a box with its header; undefined when it is open-ended or impossible. */
function boxSize(header: Buffer): number | undefined {
  const size = header.readUInt32BE(0);
  if (size === SIZE_TO_END) return undefined;
  if (size !== SIZE_IN_64_BITS) return size >= 8 ? size : undefined;
  const largeSize = Number(header.readBigUInt64BE(8));
  return largeSize >= HEADER_BYTES ? largeSize : undefined;
}
