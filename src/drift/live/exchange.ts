import type { Json } from "../../openapi/json.ts";

/** A request and its response: the parts that the contract describes. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly request: Message | undefined;
  readonly status: number;
  readonly response: Message | undefined;
}

/** A body with its media type; `body` is undefined when it is not JSON. */
export interface Message {
  readonly mediaType: string;
  readonly body: Json | undefined;
}

/** Parses a body; undefined when there is none. Only JSON is parsed. */
export function messageOf(mediaType: string | undefined, text: string | undefined): Message | undefined {
  if (text === undefined || text === "") return undefined;
  const type = (mediaType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return { mediaType: type, body: /^(?:application|text)\/(?:.*\+)?json$/.test(type) ? parsed(text) : undefined };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
