/** The exit codes of the commands. A command that a signal ends exits with 128 plus its number (POSIX shells). */
export const EXIT = {
  done: 0,
  refused: 1,
  usage: 2,
  outcomeUnknown: 3,
  unfinished: 4,
  tryLater: 5,
  notSaved: 6,
  bug: 70,
  interrupted: 130,
} as const;

/** An exit code. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The meaning of each exit code, for the help and the documentation. */
export const meanings: readonly { readonly code: ExitCode; readonly meaning: string }[] = [
  { code: EXIT.done, meaning: "done" },
  {
    code: EXIT.refused,
    meaning: "the task failed, was cancelled or completed without a result, or the API rejected the request",
  },
  { code: EXIT.usage, meaning: "wrong usage or an invalid request; nothing was sent" },
  {
    code: EXIT.outcomeUnknown,
    meaning: "outcome unknown: the video may have been created and charged; no id is known",
  },
  {
    code: EXIT.unfinished,
    meaning: "the task had not finished: the wait timed out, or the response to the create request ended after the id",
  },
  { code: EXIT.tryLater, meaning: "the API was not reached or limits the rate, or a read failed; nothing was created" },
  { code: EXIT.notSaved, meaning: "the video is ready but could not be saved, or stdout could not be written" },
  { code: EXIT.bug, meaning: "internal error" },
  { code: EXIT.interrupted, meaning: "interrupted by Ctrl-C (143 by SIGTERM, 129 by SIGHUP)" },
];
