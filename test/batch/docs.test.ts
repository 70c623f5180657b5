// Protects docs/batch.md: its programs run as printed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresPrograms, startPostgres, type PostgresServer } from "../../scripts/crash/postgres-server.ts";
import { compiled } from "../guides/compiled.ts";
import { guideFor, KEY } from "../guides/guide.ts";
import { blocksOf } from "../guides/page.ts";
import { start } from "../guides/process.ts";
import { lines, sandboxFor } from "./fixtures.ts";

const PAGE = "docs/batch.md";
const programs = postgresPrograms();
const blocks = blocksOf(PAGE).filter(({ language }) => language === "ts");

describe.skipIf(programs === undefined)("a program of the page", () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres(String(programs));
  });

  afterAll(() => server.stop());

  test.each([
    { what: "on one machine", has: "openFileJournal", printed: /saved: 3/, charges: 3 },
    {
      what: "on several machines",
      has: "connectionString: process.env.DATABASE_URL, batch",
      printed: /saved: 3/,
      charges: 3,
    },
    { what: "on a pg-boss of its own", has: "new PgBoss", printed: /completed: 0/, charges: 0 },
    { what: "with another queue", has: "once(", printed: /^task-unified-/m, charges: 1 },
  ])("runs: $what", async ({ has, printed, charges }) => {
    const sandbox = await sandboxFor({ speed: 1000 });
    const guide = guideFor(PAGE);
    const code = blocks.find((block) => block.code.includes(has))?.code ?? "";
    writeFileSync(join(guide.folder, "program.ts"), code);
    writeFileSync(join(guide.folder, "films.jsonl"), lines(3));

    const env = { EVOLINK_API_KEY: KEY, EVOLINK_BASE_URL: sandbox.url, DATABASE_URL: server.url };
    // Not by `guide.node`, which shortens intervals: those of pg-boss are its own.
    const {
      code: exit,
      stdout,
      stderr,
    } = await start(process.execPath, compiled(guide.folder, ["program.ts"]), {
      cwd: guide.folder,
      env,
    }).ended;

    expect(`${String(exit)} ${stderr}`).toMatch(/^0/);
    expect(stdout).toMatch(printed);
    expect(sandbox.charges).toHaveLength(charges);
  });

  test("the page has no other program", () => {
    expect(blocks).toHaveLength(4);
    expect(readFileSync(PAGE, "utf8")).toContain("expires after 90 seconds");
  });
});
