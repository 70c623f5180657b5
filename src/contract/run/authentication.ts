import type { SendableRequest } from "../case.ts";
import type { RunContract } from "./contract.ts";
import type { Recorder } from "./recorder.ts";
import { send, type SendOptions } from "./send.ts";

/** What the test of an operation's authentication works with. */
export interface AuthenticationTest {
  readonly name: string;
  readonly contract: RunContract;
  readonly recorder: Recorder;
  readonly sending: SendOptions;
  /** The plain request, which is accepted with credentials. */
  readonly request: SendableRequest;
}

/** Sends the plain request without credentials and with wrong ones, which the service has to refuse with 401 or 403. */
export async function testAuthentication({
  name,
  contract,
  recorder,
  sending,
  request,
}: AuthenticationTest): Promise<void> {
  const credentials = contract.credentials(name);
  if (credentials.length === 0) return;
  const secret = new Set(credentials.map(({ header }) => header.toLowerCase()));
  const without = (headers: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).filter(([header]) => !secret.has(header.toLowerCase())));
  const headers = without(sending.headers);
  const plain = { ...request, headers: without(request.headers) };
  const tries = [
    { why: "without credentials", request: plain },
    ...credentials.map(({ header, wrong }) => ({
      why: `with ${header}: ${wrong}`,
      request: { ...plain, headers: { ...plain.headers, [header]: wrong } },
    })),
  ];
  for (const { why, request: tried } of tries) {
    const exchange = await send(tried, { ...sending, headers });
    const about = {
      where: `${name} ${why}`,
      operation: name,
      kind: "authentication",
      request: tried,
      headers,
    } as const;
    if ("failure" in exchange) continue;
    const { status } = exchange;
    if (status < 400 || status >= 500)
      recorder.finding({
        ...about,
        expected: "401 or 403",
        got: String(status),
        message: `a request ${why} was answered with ${status}`,
      });
  }
}
