import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

/** A temporary PostgreSQL server, reachable only through a socket in its folder. */
export interface PostgresServer {
  readonly url: string;
  /** Path of its socket. */
  readonly socket: string;
  /** Restarts it on the same data; resolves when it accepts connections. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Debian installs the programs of each version in a folder outside PATH. */
const DEBIAN = "/usr/lib/postgresql";

/** Returns the folder of the newest installed version; undefined when there is none. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  return versions
    .map((version) => join(DEBIAN, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/**
 * Starts a server from the programs of a folder. PostgreSQL does not run as root; then the user is `postgres`.
 */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "evolink-pg-"));
  const user = userFor();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: "C" } };
  const made = spawnSync(
    join(programs, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"],
    { ...options, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const flags = ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"];
  const launch = (): ChildProcess => spawn(join(programs, "postgres"), flags, { ...options, stdio: "ignore" });
  let server = launch();
  const url = `postgres://postgres@/postgres?host=${encodeURIComponent(folder)}`;
  await waitUntilReady(url, server);
  return {
    url,
    socket: join(folder, ".s.PGSQL.5432"),
    async restart() {
      await ended(server);
      server = launch();
      await waitUntilReady(url, server);
    },
    async stop() {
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Stops a server by a fast shutdown, which closes its connections. */
async function ended(server: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  await exit;
}

function userFor(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    const client = new pg.Client({ connectionString: url });
    const ready = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (ready) return;
    await pause(50);
  }
  throw new Error("postgres does not accept connections");
}
