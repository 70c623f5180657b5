/** Runs a function, now or a little later. */
export type WakeUpQueue = (resume: () => void) => void;

/**
 * Creates a queue that runs at most `batchSize` functions in one turn of the event loop and the others in order in
 * later turns, a millisecond apart. Thousands of waits whose timers end together then do not block the loop.
 */
export function createWakeUpQueue(batchSize: number): WakeUpQueue {
  const queue: (() => void)[] = [];
  let startedInThisTurn = 0;
  const runBatch = (): void => {
    const batch = queue.splice(0, batchSize);
    startedInThisTurn = batch.length;
    if (batch.length > 0) setTimeout(runBatch, 1);
    for (const resume of batch) resume();
  };
  return (resume) => {
    startedInThisTurn += 1;
    if (startedInThisTurn === 1) setTimeout(runBatch, 1);
    if (startedInThisTurn <= batchSize) resume();
    else queue.push(resume);
  };
}
