import { DownloadError } from "../sdk/download/index.ts";
import { isEvoLinkError, type AbortError, type AnyEvoLinkError, type WaitTimeoutError } from "../sdk/index.ts";
import { EXIT } from "./exit-codes.ts";
import { inOptions } from "./fields.ts";
import { program } from "./resume.ts";
import { UsageError } from "./usage-error.ts";

/** What an error means for the caller of a command. */
export interface Verdict {
  readonly exitCode: number;
  /** What happened. */
  readonly message: string;
  /** What to do next, in a sentence. */
  readonly next?: string | undefined;
  /** The command that goes on with the task, where one does. */
  readonly resume?: string | undefined;
}

/** What a verdict depends on besides the error. */
export interface Circumstances {
  /** Name of the command. */
  readonly command: string;
  /** The command that goes on with a task. */
  readonly resume: (id: string) => string;
  /** Whether the request came from options, so that messages name these. */
  readonly fromOptions: boolean;
  /** Exit code of the signal that ended the command. */
  readonly interrupted: number;
}

/** What happened and what to do, for every error that a command can end with. */
export function verdictOn(error: unknown, circumstances: Circumstances): Verdict {
  if (error instanceof UsageError)
    return {
      exitCode: EXIT.usage,
      message: error.message,
      next: error.next ?? `${helpCommand(circumstances)} shows how.`,
    };
  if (error instanceof DownloadError) return onDownload(error, circumstances);
  if (isEvoLinkError(error)) return { message: error.message, ...onApi(error, circumstances) };
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exitCode: EXIT.bug,
    message: `A fault in this program: ${trace}`,
    next: circumstances.command === "generate" ? lookFirst() : undefined,
  };
}

type Judged = Omit<Verdict, "message"> & { readonly message?: string };

function onApi(error: AnyEvoLinkError, circumstances: Circumstances): Judged {
  const { taskId } = error;
  const resume = taskId === undefined ? undefined : circumstances.resume(taskId);
  switch (error.name) {
    case "InvalidRequestError":
      return onInvalid(
        error.violations.map(({ message }) => (circumstances.fromOptions ? inOptions(message) : message)),
        circumstances,
      );
    case "TaskFailedError":
      return { exitCode: EXIT.refused };
    case "OutcomeUnknownError":
      if (resume !== undefined) return { exitCode: EXIT.unfinished, resume };
      return { exitCode: EXIT.outcomeUnknown, next: `${program()} credits shows what is left and used.` };
    case "WaitTimeoutError":
      return { exitCode: EXIT.unfinished, message: standingOf(error), resume };
    case "AbortError":
      return onAbort(error, circumstances);
    case "ConnectionError":
    case "RateLimitError":
    case "ServerError":
    case "UnexpectedAnswerError":
      return {
        exitCode: EXIT.tryLater,
        resume,
        next: resume === undefined ? tryLater(error, circumstances) : undefined,
      };
    default:
      // A wait that was refused is refused again; after a creation the task is there and only the look at it failed.
      return {
        exitCode: EXIT.refused,
        resume: circumstances.command === "generate" ? resume : undefined,
        next: remedy(error.status),
      };
  }
}

function onInvalid(rules: readonly string[], circumstances: Circumstances): Judged {
  const message = ["The request breaks the contract; nothing was sent:", ...rules.map((rule) => `  ${rule}`)].join(
    "\n",
  );
  return { exitCode: EXIT.usage, message, next: `${helpCommand(circumstances)} lists what is allowed.` };
}

/** What a wait whose time is over knows of its task. That it goes on is certain only after a look that showed it so. */
function standingOf({ taskId = "The task", task, cause }: WaitTimeoutError): string {
  const failure = cause instanceof Error ? ` The last look failed: ${cause.message.replace(/[^.!?…]$/, "$&.")}` : "";
  if (task === undefined) return `${taskId} could not be seen.${failure}`;
  if (failure !== "") return `${taskId} was last known as ${task.status}.${failure}`;
  return `${taskId} is not finished yet (last seen as ${task.status}); it goes on and is paid for.`;
}

function onAbort(
  { sent, taskId, task }: AbortError,
  { command, resume, interrupted: exitCode }: Circumstances,
): Judged {
  if (taskId !== undefined) {
    const seen = task !== undefined || command === "generate";
    return {
      exitCode,
      message: seen ? `Interrupted. ${taskId} goes on and is paid for.` : `Interrupted before ${taskId} was seen.`,
      resume: resume(taskId),
    };
  }
  if (command !== "generate") return { exitCode, message: "Interrupted." };
  if (!sent) return { exitCode, message: "Interrupted. No request was accepted, so nothing was created." };
  const message = "Interrupted before the answer came. The request was sent: it may have been accepted and charged.";
  return { exitCode, message, next: lookFirst() };
}

function onDownload({ message, reason, cause, taskId }: DownloadError, circumstances: Circumstances): Verdict {
  const resume = taskId === undefined || reason === "expired" ? undefined : circumstances.resume(taskId);
  if (reason === "aborted")
    return {
      exitCode: circumstances.interrupted,
      message: "Interrupted. The video is ready; what came of it is kept.",
      resume,
    };
  const why = reason === "file" && cause instanceof Error ? ` (${cause.message})` : "";
  return { exitCode: EXIT.notSaved, message: `The video is ready but was not saved: ${message}${why}`, resume };
}

function tryLater(error: AnyEvoLinkError, { command }: Circumstances): string {
  const when =
    error.name === "RateLimitError" && error.retryAt !== undefined ? `after ${error.retryAt.toISOString()}` : "later";
  return `${command === "generate" ? "Nothing was created: run" : "Run"} the command again ${when}.`;
}

function remedy(status: number | undefined): string | undefined {
  if (status === 401) return "Check the key; keys are made at https://evolink.ai/dashboard/keys";
  if (status === 402) return `Top up, then run the command again; ${program()} credits shows what is left.`;
  return status === 404 ? "Check the id, and the base URL if you gave one." : undefined;
}

const lookFirst = (): string =>
  `The API lists no tasks: before creating again, see from ${program()} credits whether it was charged.`;

const helpCommand = ({ command }: Circumstances): string => `${[program(), command].join(" ").trim()} --help`;
