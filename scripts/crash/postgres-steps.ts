import pg from "pg";
import { openPostgresJournal, type JournalEvent, type Journal } from "../../src/batch/index.ts";
import { withMembers } from "./members.ts";
import type { Step, Witness } from "./witness.ts";

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** Makes every query of this process two steps, before it is sent and when it is answered, and opens journals that the witness sees. */
export function watchPostgres(step: Step, witness: Witness): typeof openPostgresJournal {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (...args) {
    const name = `query ${typeof args[0] === "string" ? (/\w+/.exec(args[0])?.[0] ?? "") : "of the pool"}`;
    step(`${name}: before`);
    const answer = query.apply(this, args);
    if (!(answer instanceof Promise)) return answer;
    return answer.then((rows: unknown) => {
      step(`${name}: answered`);
      return rows;
    });
  };
  return async (...args) => watched(await openPostgresJournal(...args), witness);
}

/** The journal, with every event told to the witness before it is kept and when it is. */
function watched(journal: Journal, witness: Witness): Journal {
  const watch = {
    async begin(event: JournalEvent & { readonly type: "begun" }, maxCredits: number | undefined) {
      witness.begins(event);
      const leave = await journal.begin(event, maxCredits);
      if (leave === "begun") witness.kept(event);
      return leave;
    },
    async record(event: JournalEvent) {
      witness.begins(event);
      const entry = await journal.record(event);
      witness.kept(event);
      return entry;
    },
  };
  return withMembers(journal, watch);
}
