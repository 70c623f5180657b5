import { DownloadError } from "../sdk/download/index.ts";
import {
  isEvoLinkError,
  type AbortError,
  type AnyEvoLinkError,
  type InvalidRequestError,
  type WaitTimeoutError,
} from "../sdk/index.ts";
import type { ExitReport } from "./report.ts";
import { EXIT } from "./exit-codes.ts";
import { inOptions } from "./fields.ts";
import { NoResultError } from "./no-result-error.ts";
import { reportOnCliError } from "./report.ts";
import { programName } from "./program-name.ts";

/** Context of a report. */
export interface ReportContext {
  /** Name of the command. */
  readonly command: string;
  /** Returns the command that resumes waiting for a task. */
  readonly resume: (id: string) => string;
  /** Whether the request came from options, so that messages name these. */
  readonly fromOptions: boolean;
  /** Exit code of the signal that ended the command. */
  readonly interrupted: number;
  /** Whether a retry was not sent because of a signal. */
  readonly blockedRetry: boolean;
  /** The created task, once there is one. */
  readonly taskId: string | undefined;
}

type ApiReport = Omit<ExitReport, "message"> & { readonly message?: string };

/** Returns the report on an error of a command that uses the API: what happened and what to do. */
export function reportOn(error: unknown, context: ReportContext): ExitReport {
  if (error instanceof NoResultError) return onNoResult(error, context);
  if (error instanceof DownloadError) return onDownload(error, context);
  if (isEvoLinkError(error)) return { message: error.message, ...onApi(error, context) };
  const report = reportOnCliError(error);
  const { taskId } = context;
  if (taskId !== undefined) return { ...report, resume: context.resume(taskId) };
  return report.exitCode === EXIT.bug && context.command === "generate"
    ? { ...report, next: [checkCredits()] }
    : report;
}

function onApi(error: AnyEvoLinkError, context: ReportContext): ApiReport {
  const { taskId } = error;
  const resume = taskId === undefined ? undefined : context.resume(taskId);
  switch (error.name) {
    case "InvalidRequestError":
      return onInvalid(error, context);
    case "TaskFailedError":
      return { exitCode: EXIT.refused };
    case "OutcomeUnknownError":
      if (resume !== undefined) return { exitCode: EXIT.unfinished, resume };
      return { exitCode: EXIT.outcomeUnknown, next: [`${programName()} credits shows what is left and used.`] };
    case "WaitTimeoutError":
      return { exitCode: EXIT.unfinished, message: lastKnownState(error), resume };
    case "AbortError":
      return onAbort(error, context);
    case "ConnectionError":
    case "RateLimitError":
    case "ServerError":
    case "UnexpectedAnswerError":
      return { exitCode: EXIT.tryLater, resume, next: resume === undefined ? [tryLater(error, context)] : [] };
    default:
      // The API would reject the wait again; after a create request the task exists and only the poll failed.
      return {
        exitCode: EXIT.refused,
        resume: context.command === "generate" ? resume : undefined,
        next: remedies(error.status),
      };
  }
}

function onInvalid({ violations }: InvalidRequestError, { fromOptions, command }: ReportContext): ApiReport {
  const rules = violations.map(({ message, value }) => {
    if (!fromOptions) return message;
    return inOptions(mayBeSecret(value) ? withoutValue(message) : message);
  });
  return {
    exitCode: EXIT.usage,
    message: "The request does not match the contract; nothing was sent:",
    details: rules.map((rule) => `  ${rule}`),
    next: [`${programName()} ${command} --help lists what is allowed.`],
  };
}

/** Returns whether a typed value, as JSON, could be a key: a word in the characters of keys. */
function mayBeSecret(value: string | undefined): boolean {
  return value !== undefined && /^"[\w.~+/=-]{8,}/.test(value);
}

function withoutValue(message: string): string {
  return message.split(", got ")[0] ?? "";
}

/** Describes the task of a wait that timed out. It says that the task continues only when a poll has shown it. */
function lastKnownState({ taskId = "The task", task, cause }: WaitTimeoutError): string {
  const failure = cause instanceof Error ? ` The last poll failed: ${cause.message.replace(/[^.!?…]$/, "$&.")}` : "";
  if (task === undefined) return `${taskId} could not be read.${failure}`;
  if (failure !== "") return `${taskId} was last known as ${task.status}.${failure}`;
  return `${taskId} is not finished yet (last read as ${task.status}); it continues and is charged.`;
}

function onAbort({ sent, taskId, task }: AbortError, context: ReportContext): ApiReport {
  const { command, resume, blockedRetry, interrupted: exitCode } = context;
  if (taskId !== undefined) {
    const exists = task !== undefined || command === "generate";
    return {
      exitCode,
      message: exists ? `Interrupted. ${taskId} continues and is charged.` : `Interrupted before ${taskId} was read.`,
      resume: resume(taskId),
    };
  }
  if (command !== "generate") return { exitCode, message: "Interrupted." };
  if (!sent || blockedRetry)
    return { exitCode, message: "Interrupted. No request was accepted, so nothing was created." };
  const message = "Interrupted before the response came. The request was sent: it may have been accepted and charged.";
  return { exitCode, message, next: [checkCredits()] };
}

function onDownload({ message, reason, cause, taskId }: DownloadError, context: ReportContext): ExitReport {
  const resume = taskId === undefined || reason === "expired" ? undefined : context.resume(taskId);
  if (reason === "aborted")
    return {
      exitCode: context.interrupted,
      message: "Interrupted. The video is ready; what has been downloaded is kept.",
      resume,
    };
  const why = reason === "file" && cause instanceof Error ? ` (${cause.message})` : "";
  return { exitCode: EXIT.notSaved, message: `The video is ready but was not saved: ${message}${why}`, resume };
}

function onNoResult({ message, taskId }: NoResultError, { resume }: ReportContext): ExitReport {
  return {
    exitCode: EXIT.refused,
    message,
    next: ["If this persists, contact EvoLink's support with the task id: the task was charged."],
    resume: resume(taskId),
  };
}

function tryLater(error: AnyEvoLinkError, { command }: ReportContext): string {
  const when =
    error.name === "RateLimitError" && error.retryAt !== undefined ? `after ${error.retryAt.toISOString()}` : "later";
  return `${command === "generate" ? "Nothing was created: run" : "Run"} the command again ${when}.`;
}

function remedies(status: number | undefined): readonly string[] {
  if (status === 401) return ["Check the key; create keys at https://evolink.ai/dashboard/keys"];
  if (status === 402) return [`Top up, then run the command again; ${programName()} credits shows what is left.`];
  return status === 404 ? ["Check the id, and the base URL if you gave one."] : [];
}

const checkCredits = (): string =>
  `The API lists no tasks: before you create the video again, check with ${programName()} credits whether it was charged.`;
