import type { SendableRequest } from "../case.ts";
import type { RunContract } from "./contract.ts";
import type { Recorder } from "./recorder.ts";
import { send, type SendOptions } from "./send.ts";

/** Input of the authentication test of an operation. */
export interface AuthenticationTest {
  readonly name: string;
  readonly contract: RunContract;
  readonly recorder: Recorder;
  readonly sending: SendOptions;
  /** The plain request, which is accepted with credentials. */
  readonly request: SendableRequest;
}

/** Sends the plain request without credentials and with wrong ones, which the service has to reject with 401 or 403. */
export async function testAuthentication(test: AuthenticationTest): Promise<void> {
  const { name, recorder, sending } = test;
  const { attempts, headers } = attemptsOf(test);
  for (const { why, request } of attempts) {
    const exchange = await send(request, { ...sending, headers });
    if ("failure" in exchange) continue;
    const { status } = exchange;
    if (status < 400 || status >= 500)
      recorder.finding({
        where: `${name} ${why}`,
        operation: name,
        kind: "authentication",
        request,
        headers,
        expected: "401 or 403",
        got: String(status),
        message: `a request ${why} got the status ${status}`,
      });
  }
}

/** A request that the service has to reject. */
interface Attempt {
  readonly why: string;
  readonly request: SendableRequest;
}

interface Attempts {
  readonly attempts: readonly Attempt[];
  /** The headers of every request, without the credentials. */
  readonly headers: Readonly<Record<string, string>>;
}

function attemptsOf({ name, contract, sending, request }: AuthenticationTest): Attempts {
  const credentials = contract.credentials(name);
  const secret = new Set(credentials.map(({ header }) => header.toLowerCase()));
  const withoutSecret = (headers: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).filter(([header]) => !secret.has(header.toLowerCase())));
  const plain = { ...request, headers: withoutSecret(request.headers) };
  const wrong = credentials.map(({ header, wrong: value }): Attempt => ({
    why: `with ${header}: ${value}`,
    request: { ...plain, headers: { ...plain.headers, [header]: value } },
  }));
  const attempts = credentials.length === 0 ? [] : [{ why: "without credentials", request: plain }, ...wrong];
  return { attempts, headers: withoutSecret(sending.headers) };
}
