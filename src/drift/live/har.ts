import { CannotCompare } from "../finding.ts";
import { isJsonObject, isArray, objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { messageOf, type Exchange, type Message } from "./exchange.ts";

/** Returns the exchanges of a HAR 1.2 recording. Throws CannotCompare when it is not one, or has no exchange. */
export function readHar(recording: Json, source: string): Exchange[] {
  const entries = isObject(recording) ? own(objectAt(recording, "log"), "entries") : undefined;
  if (!isArray(entries)) throw new CannotCompare(`${source} is not a HAR recording: it has no log.entries.`);
  if (entries.length === 0) throw new CannotCompare(`${source} holds no exchange.`);
  return entries.filter(isJsonObject).map((entry) => exchangeOf(entry, source));
}

function exchangeOf(entry: JsonObject, source: string): Exchange {
  const [request, response] = [objectAt(entry, "request"), objectAt(entry, "response")];
  const [method, url, status] = [request.method, request.url, response.status];
  if (typeof method !== "string" || typeof url !== "string" || typeof status !== "number")
    throw new CannotCompare(`${source} holds an entry without method, URL or status.`);
  return {
    method: method.toLowerCase(),
    path: pathOf(url),
    request: message(objectAt(request, "postData")),
    status,
    response: message(objectAt(response, "content")),
  };
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : (url.split("?")[0] ?? url);
}

function message(content: JsonObject): Message | undefined {
  const { mimeType, text, encoding } = content;
  if (typeof text !== "string") return undefined;
  return messageOf(
    typeof mimeType === "string" ? mimeType : undefined,
    encoding === "base64" ? Buffer.from(text, "base64").toString() : text,
  );
}
