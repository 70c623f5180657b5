/**
 * Returns the chunks of a response's body: of a web stream, or of a stream of Node, which node-fetch has. `readWhole`
 * reads a body that is neither, as React Native's. `return()` releases the connection.
 */
export function bodyChunks(response: Response, readWhole: () => unknown): AsyncIterator<unknown, unknown> {
  const body: unknown = response.body;
  if (isWebStream(body)) return streamChunks(body.getReader());
  if (isAsyncIterable(body)) return body[Symbol.asyncIterator]();
  return wholeBody(readWhole);
}

/** Returns the bytes of a chunk. Throws a `TypeError` if it has none. */
export function toBytes(chunk: unknown): Uint8Array {
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new TypeError(`the body consists of values of type ${typeof chunk}, not of bytes`);
}

function streamChunks(reader: ReadableStreamDefaultReader<unknown>): AsyncIterator<unknown, unknown> {
  return {
    next: () => reader.read(),
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

async function* wholeBody(readWhole: () => unknown): AsyncGenerator {
  yield await readWhole();
}

function isWebStream(body: unknown): body is ReadableStream {
  return typeof body === "object" && body !== null && "getReader" in body;
}

function isAsyncIterable(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}
