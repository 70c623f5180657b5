/** The exit codes of the commands that talk to the API. Those ended by a signal exit with 128 and its number (POSIX shells). */
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

/** One of them. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each says to a script, for the help. */
export const meanings: readonly (readonly [ExitCode, string])[] = [
  [EXIT.done, "done"],
  [EXIT.refused, "the task failed or was cancelled, or the API refused the request"],
  [EXIT.usage, "wrong usage or an invalid request; nothing was sent"],
  [EXIT.outcomeUnknown, "outcome unknown: the video may have been created and charged; no id is known"],
  [
    EXIT.unfinished,
    "the end of the task was not seen: the wait is over its time, or the creation's answer broke off behind the id",
  ],
  [EXIT.tryLater, "not reached, rate limited, or a read failed; nothing was created"],
  [EXIT.notSaved, "the video is ready but could not be saved, or stdout could not be written"],
  [EXIT.bug, "a fault in this program"],
  [EXIT.interrupted, "interrupted by Ctrl-C (143 by SIGTERM)"],
];
