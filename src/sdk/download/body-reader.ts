import { abortable } from "../../shared/abortable.ts";
import { bodyChunks, toBytes } from "../http/body-chunks.ts";
import { DownloadError } from "./download-error.ts";

/** Number of bytes that decide what a response is. */
const START_BYTES = 512;

/** Reads a response's body in chunks. Its beginning can be peeked at before it is consumed. */
export class BodyReader {
  readonly #chunks: AsyncIterator<unknown, unknown>;
  readonly #signal: AbortSignal;
  readonly #onChunk: () => void;
  #peeked: Uint8Array = new Uint8Array(0);

  /**
   * Locks the body at once: undici ends an unread body as soon as its `Response` is garbage collected.
   *
   * @param onChunk Called whenever bytes arrive.
   */
  constructor(response: Response, signal: AbortSignal, onChunk: () => void = () => undefined) {
    this.#chunks = bodyChunks(response, () => readWhole(response));
    this.#signal = signal;
    this.#onChunk = onChunk;
  }

  /** Returns the next `length` bytes, or fewer at the end, without consuming them. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#peeked.byteLength < length) {
      const chunk = await this.#read();
      if (chunk === undefined) break;
      this.#peeked = Buffer.concat([this.#peeked, chunk]);
    }
    return this.#peeked.subarray(0, length);
  }

  /** Consumes bytes that were peeked at. */
  skip(length: number): void {
    this.#peeked = this.#peeked.subarray(length);
  }

  /** Consumes and returns the next chunk; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#peeked.byteLength === 0) return this.#read();
    const chunk = this.#peeked;
    this.#peeked = new Uint8Array(0);
    return chunk;
  }

  /** Releases the connection. */
  cancel(): void {
    void Promise.resolve(this.#chunks.return?.()).catch(() => undefined);
  }

  async #read(): Promise<Uint8Array | undefined> {
    try {
      const result = await abortable(this.#chunks.next(), this.#signal);
      if (result.done === true) return undefined;
      this.#onChunk();
      return toBytes(result.value);
    } catch (cause) {
      this.#signal.throwIfAborted();
      throw new DownloadError("network", "The connection was lost.", { cause });
    }
  }
}

/** Returns the beginning of a response's body as text, and discards the rest. */
export async function readStart(response: Response, signal: AbortSignal): Promise<string> {
  const reader = new BodyReader(response, signal);
  const start = await reader.peek(START_BYTES).catch(() => new Uint8Array(0));
  reader.cancel();
  return new TextDecoder().decode(start);
}

/** Reads a body that is no stream, from a custom `fetch`. */
function readWhole(response: Response): unknown {
  const isReadable = response.body !== null && typeof response.arrayBuffer === "function";
  return isReadable ? response.arrayBuffer() : new Uint8Array(0);
}
