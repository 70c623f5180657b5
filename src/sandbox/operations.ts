import { isDeepStrictEqual } from "node:util";
import { validateIdempotencyKey } from "../../generated/validators/IdempotencyKey.js";
import { validateTaskId } from "../../generated/validators/TaskId.js";
import { header, json, Refusal, RESET, type Answer, type Incoming, type Outcome } from "./answer.ts";
import { examplesOf, type Operation } from "./contract.ts";
import { PROXY_PAGE, SLOW_ANSWER_MS } from "./faults.ts";
import { judge, judgeAccept, judgeCreation, judgeKey, readJson } from "./judge.ts";
import type { Ledger } from "./ledger.ts";
import { readWishes, type Wishes } from "./prefer.ts";
import type { Tasks } from "./tasks.ts";

/** What the operations work on. */
export interface OperationParts {
  readonly tasks: Tasks;
  readonly ledger: Ledger;
  /** The only key that is accepted; any key is when undefined. */
  readonly expectKey: string | undefined;
  /** Resolves after so many real milliseconds, or when the sandbox closes. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** A request to an operation that was judged: what is left is to do it. */
interface Call {
  readonly incoming: Incoming;
  readonly operation: Operation;
  /** Path parameters, decoded. */
  readonly path: readonly string[];
  /** The body, parsed; undefined when the operation takes none. */
  readonly body: unknown;
  readonly wishes: Wishes;
}

type Behaviour = (call: Call, parts: OperationParts) => Answer;

/** What each operation does, by `operationId`. One that is not listed here answers the first example of its success. */
const behaviours: Readonly<Partial<Record<string, Behaviour>>> = {
  createVideoGeneration(call, { tasks }) {
    const { operation, wishes } = call;
    const idempotencyKey = header(call.incoming, "idempotency-key");
    if (idempotencyKey !== undefined) judge(validateIdempotencyKey, idempotencyKey, operation, "Idempotency-Key");
    const request = judgeCreation(call.body, operation);
    const forced = forcedAnswer(call);
    if (forced !== undefined) return forced;
    const first = idempotencyKey === undefined ? undefined : tasks.underKey(idempotencyKey);
    if (first !== undefined) {
      if (!isDeepStrictEqual(first.request, request))
        throw new Refusal(400, "Idempotency-Key: was used before with another body", {
          operation,
          param: "Idempotency-Key",
        });
      tasks.note(first, "replayed", "the first answer was repeated");
      return json(first.answer, 200, { "Idempotency-Replayed": "true" });
    }
    const callbackFault = wishes.fault?.startsWith("callback_") === true ? wishes.fault : undefined;
    const record = tasks.create({
      request,
      idempotencyKey,
      callbackFault,
      scenario: wishes.scenario,
      scenarioName: wishes.scenarioName,
    });
    if (record === undefined) throw new Refusal(402, "The credits do not suffice for this video", { operation });
    return json(record.answer);
  },

  getTask(call, { tasks }) {
    const [id] = call.path;
    judge(validateTaskId, id, call.operation, "task_id");
    const forced = forcedAnswer(call);
    if (forced !== undefined) return forced;
    const record = tasks.get(id);
    if (record === undefined)
      throw new Refusal(404, `There is no task ${JSON.stringify(id)}`, { operation: call.operation, param: "task_id" });
    const task = tasks.present(record);
    tasks.note(record, "read", `${task.status}, ${task.progress ?? 0} %`);
    return json(task);
  },

  getCredits: (call, { ledger }) => forcedAnswer(call) ?? json(ledger.balance()),
};

/** Serves one operation: judges the request, does what it asks, and lets go wrong what it asked to go wrong. */
export async function serve(
  operation: Operation,
  incoming: Incoming,
  path: readonly string[],
  parts: OperationParts,
): Promise<Outcome> {
  const wishes = readWishes(header(incoming, "prefer"), operation);
  if (wishes.fault === "reset_before") return RESET;
  judgeAccept(incoming);
  judgeKey(incoming, parts.expectKey, operation);
  const body = operation.consumes === undefined ? undefined : await readJson(incoming);
  const behave =
    behaviours[operation.id] ??
    ((call) => forcedAnswer({ ...call, wishes: { ...wishes, code: wishes.code ?? 200 } }) ?? json({}));
  return await spoil(behave({ incoming, operation, path, body, wishes }, parts), wishes, parts);
}

/** The example that a request asks for by status or name. */
function forcedAnswer({ operation, wishes }: Call): Answer | undefined {
  if (wishes.code === undefined && wishes.example === undefined) return undefined;
  const status = wishes.code ?? 200;
  const examples = examplesOf(operation, status);
  const onGet = operation.method === "GET" ? [...examples.keys()].find((name) => name.endsWith("_on_get")) : undefined;
  const name = wishes.example ?? onGet ?? [...examples.keys()][0] ?? "";
  return json(examples.get(name), status, status === 429 || status === 503 ? { "Retry-After": "1" } : {});
}

async function spoil(answer: Answer, { fault }: Wishes, parts: OperationParts): Promise<Outcome> {
  if (fault === "reset_after") return RESET;
  if (fault === "html_502")
    return { status: 502, headers: { "Content-Type": "text/html; charset=utf-8" }, body: PROXY_PAGE };
  if (fault === "cut_json" && typeof answer.body === "string")
    return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
  if (fault === "slow") await parts.pause(SLOW_ANSWER_MS);
  return answer;
}
