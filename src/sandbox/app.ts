import { contractFingerprint } from "../../generated/constants.ts";
import { envelope, header, Refusal, RESET, type Answer, type Incoming, type Outcome } from "./answer.ts";
import type { Clock } from "./clock.ts";
import type { Place } from "./places.ts";
import type { Ids } from "./random.ts";

/** Headers of answers that a page of another origin may read. */
const EXPOSED =
  "x-request-id, x-oneapi-request-id, x-contract-fingerprint, Idempotency-Replayed, Retry-After, Allow, Accept-Ranges, Content-Range, ETag";

/** Headers that a page of another origin may always send; those that its preflight names come on top. */
const ALLOWED = "Authorization, Content-Type, Prefer, Idempotency-Key, Range";

/** Answers requests, whether they came over a socket or not. */
export class App {
  constructor(
    private readonly places: readonly Place[],
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Answers a request. Never rejects: what goes wrong in the sandbox itself is a 500 of the contract. */
  async handle(incoming: Incoming): Promise<Outcome> {
    const path = pathOf(incoming.target);
    const place = this.places.find((candidate) => candidate.path.test(path));
    const open = place?.open ?? true;
    try {
      const outcome = await this.#route(incoming, path, place);
      return outcome === RESET ? RESET : this.#finish(outcome, open);
    } catch (error) {
      if (error instanceof Refusal) return this.#finish(envelope(error), open);
      return this.refuse(500, `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** The contract's error envelope for a request that did not get far enough to be handled. */
  refuse(status: number, message: string): Answer {
    return this.#finish(envelope(new Refusal(status, message)), true);
  }

  #route(incoming: Incoming, path: string, place: Place | undefined): Outcome | Promise<Outcome> {
    const decoded = place?.path.exec(path)?.slice(1).map(decode) ?? [decode(path)];
    const parameters = decoded.filter((part) => part !== undefined);
    if (parameters.length < decoded.length) {
      throw new Refusal(
        400,
        "The path has a broken percent-encoding",
        place?.operation === undefined ? {} : { operation: place.operation },
      );
    }
    if (incoming.method === "OPTIONS" && (place !== undefined || path === "*")) return options(incoming, place);
    if (place === undefined) throw new Refusal(404, `There is nothing at ${path}`);
    const handler = place.methods.get(incoming.method === "HEAD" ? "GET" : incoming.method);
    if (handler === undefined)
      throw new Refusal(405, `${incoming.method} is not possible at ${path}`, { headers: { Allow: allow(place) } });
    return handler(incoming, parameters);
  }

  #finish(answer: Answer, open: boolean): Answer {
    const id = this.ids.request(this.clock.now());
    const common = {
      "x-request-id": id,
      "x-oneapi-request-id": id,
      "x-contract-fingerprint": contractFingerprint,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      ...(open ? { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED } : {}),
    };
    return { ...answer, headers: { ...common, ...answer.headers } };
  }
}

/** OPTIONS (RFC 9110, section 9.3.7), a browser's preflight included. */
function options(incoming: Incoming, place: Place | undefined): Answer {
  if (place === undefined) return { status: 204, headers: {}, body: "" };
  const asked = (header(incoming, "access-control-request-headers") ?? "").split(",").map((name) => name.trim());
  const names = [ALLOWED, ...asked.filter((name) => /^[\w-]+$/.test(name))].join(", ");
  const preflight = {
    "Access-Control-Allow-Methods": allow(place),
    "Access-Control-Allow-Headers": names,
    "Access-Control-Max-Age": "600",
  };
  return { status: 204, headers: { Allow: allow(place), ...(place.open ? preflight : {}) }, body: "" };
}

function allow({ methods }: Place): string {
  return [...methods.keys(), ...(methods.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

/** The undecoded path of a request target in any form but that of CONNECT. */
function pathOf(target: string): string {
  const origin = /^https?:\/\/[^/?#]*/i.exec(target)?.[0] ?? "";
  const path = target.slice(origin.length).replace(/[?#].*$/s, "");
  return path === "" ? "/" : path;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
