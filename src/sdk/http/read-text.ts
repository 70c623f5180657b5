import { bodyChunks, toBytes } from "./body-chunks.ts";

/**
 * Reads the body of a response as text, without a byte order mark, and hands on each piece as it comes. Rejects when it
 * has more than `maxBytes` bytes after decompression; the pieces so far were handed on.
 */
export async function readText(response: Response, maxBytes: number, onPiece: (piece: string) => void): Promise<void> {
  const chunks = bodyChunks(response, () => response.text());
  try {
    await readChunks(chunks, maxBytes, onPiece);
  } catch (error) {
    // A body that cannot be cancelled must not keep the error back.
    void Promise.resolve(chunks.return?.()).catch(() => undefined);
    throw error;
  }
}

async function readChunks(
  chunks: AsyncIterator<unknown, unknown>,
  maxBytes: number,
  onPiece: (piece: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let bytes = 0;
  for (let part = await chunks.next(); part.done !== true; part = await chunks.next()) {
    const chunk = toBytes(part.value);
    onPiece(decoder.decode(chunk.subarray(0, maxBytes - bytes), { stream: true }));
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`the response body has more than ${maxBytes} bytes (maxResponseBytes)`);
  }
  onPiece(decoder.decode());
}
