import { DownloadError } from "./download-error.ts";
import type { DownloadProgress } from "./options.ts";
import type { PartialFile } from "./partial-file.ts";
import type { Content } from "./response.ts";

/**
 * Appends a response's bytes to the partial file until the video is complete.
 *
 * @throws {DownloadError} with the reason `network`, `incomplete` or `too_large`.
 */
export async function writeBody(
  content: Content,
  file: PartialFile,
  maxBytes: number,
  onProgress: (progress: DownloadProgress) => void,
): Promise<void> {
  const { reader, total, end = Infinity } = content;
  try {
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
      if (file.size + chunk.byteLength > Math.min(maxBytes, end)) throw tooLarge(maxBytes, total);
      await file.append(chunk);
      onProgress({ received: file.size, total });
    }
  } finally {
    reader.cancel();
  }
  await assertComplete(content, file);
}

/** Creates the error for a video that is larger than it may be, or than was announced. */
export function tooLarge(maxBytes: number, total: number | undefined): DownloadError {
  if (total !== undefined && total <= maxBytes)
    return new DownloadError("too_large", `More bytes arrived than the ${total} that were announced.`);
  const announced = total === undefined ? "no length was announced" : `${total} were announced`;
  return new DownloadError("too_large", `The video is too large: at most ${maxBytes} bytes are allowed, ${announced}.`);
}

/**
 * Without an announced length only the video itself shows whether it is complete. An encoded one has to, because fetch
 * decodes a cut body silently.
 */
async function assertComplete({ total, isEncoded }: Content, file: PartialFile): Promise<void> {
  if (total !== undefined) {
    if (file.size < total) throw new DownloadError("incomplete", `Only ${file.size} of ${total} bytes arrived.`);
    return;
  }
  const completeness = await file.checkMp4();
  if (completeness === "truncated") throw new DownloadError("incomplete", "The end of the video is missing.");
  if (isEncoded && completeness === "unknown")
    throw new DownloadError(
      "refused",
      "The server compressed the video, so it cannot be checked whether it is complete.",
    );
}
