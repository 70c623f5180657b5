/**
 * Reads the body of a response as text and hands on each piece as it comes. Rejects when it has more than `maxBytes`
 * bytes after decompression; the pieces so far were handed on.
 */
export async function readText(response: Response, maxBytes: number, onPiece: (piece: string) => void): Promise<void> {
  const reader = readerOf(response);
  if (reader === undefined) {
    const text = await response.text();
    onPiece(text.slice(0, maxBytes));
    if (text.length > maxBytes) throw tooLong(maxBytes);
    return;
  }
  const decoder = new TextDecoder();
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    onPiece(decoder.decode(part.value, { stream: true }));
    if (bytes > maxBytes) throw tooLong(maxBytes);
  }
  onPiece(decoder.decode());
}

/** A reader, if the body is a web stream: React Native has no body, and node-fetch's is a stream of Node. */
function readerOf({ body }: Response): ReadableStreamDefaultReader<Uint8Array> | undefined {
  return typeof body?.getReader === "function" ? body.getReader() : undefined;
}

function tooLong(maxBytes: number): Error {
  return new Error(`the response body has more than ${maxBytes} bytes (maxResponseBytes)`);
}
