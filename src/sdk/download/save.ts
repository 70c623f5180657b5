import type { FileHandle } from "node:fs/promises";
import type { Content } from "./content.ts";
import { DownloadError } from "./error.ts";

/** How far a download has come, in bytes; `received` counts what an earlier call kept. */
export interface Progress {
  readonly received: number;
  /** Undefined when the server does not announce a length. */
  readonly total: number | undefined;
}

/** What ends the saving of a file early. */
export interface Limits {
  readonly maxBytes: number;
  /** Its reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * Writes the content at its place in a file and returns how long the file then is. Throws a `DownloadError`: `network` when the
 * connection breaks, `incomplete` or `too_large` when the length is not the announced one or passes `maxBytes`.
 */
export async function save(
  { from, total, reader }: Content,
  file: FileHandle,
  limits: Limits,
  onBytes: (progress: Progress) => void,
): Promise<number> {
  const { maxBytes, signal } = limits;
  let received = from;
  for await (const chunk of chunksOf(reader, signal)) {
    if (received + chunk.byteLength > Math.min(maxBytes, total ?? Infinity)) throw tooLarge(maxBytes, total);
    await write(file, chunk, received);
    received += chunk.byteLength;
    onBytes({ received, total });
  }
  if (total !== undefined && received < total)
    throw new DownloadError("incomplete", `Only ${received} of ${total} bytes came.`);
  return received;
}

/** The refusal of a file that is longer than it may be. */
export function tooLarge(maxBytes: number, total: number | undefined): DownloadError {
  const announced = total === undefined ? "no length was announced" : `${total} were announced`;
  return new DownloadError("too_large", `The file is too large: at most ${maxBytes} bytes may come, ${announced}.`);
}

/** Not every runtime settles a read that was pending at an abort; cancelling the reader does. */
async function* chunksOf(reader: Content["reader"], signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", stop);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new DownloadError("network", "The connection broke off.", { cause });
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

async function write(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.byteLength - written, position + written);
    written += bytesWritten;
  }
}
