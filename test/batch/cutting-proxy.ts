import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A proxy to a PostgreSQL server that can lose responses. */
export interface CuttingProxy {
  readonly url: string;
  /** Number of counted responses since the last call of `lose`. */
  readonly count: number;
  /** Drops the response of this number, counted from now, and closes its connection; undefined drops none. */
  lose(number: number | undefined): void;
  close(): Promise<void>;
}

/** A CommandComplete message of PostgreSQL's protocol ("C", its length, the tag) for a COMMIT. */
const COMMIT = /C\0\0\0.COMMIT\0/s;

/** Starts a proxy in front of a server's socket. `only` says which responses count: all, or those to COMMITs. */
export async function startCuttingProxy(socket: string, only: "commits" | "responses"): Promise<CuttingProxy> {
  let count = 0;
  let lost: number | undefined;
  const open = new Set<Socket>();
  const server = createServer((front) => {
    const back = connect(socket);
    for (const one of [front, back]) {
      open.add(one);
      one
        .on("error", () => undefined)
        .on("close", () => {
          open.delete(one);
          front.destroy();
          back.destroy();
        });
    }
    front.on("data", (bytes) => back.write(bytes));
    back.on("data", (bytes) => {
      if (only === "responses" || COMMIT.test(bytes.toString("latin1"))) count += 1;
      if (count === lost) {
        lost = undefined;
        front.destroy();
      } else front.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    get count() {
      return count;
    },
    lose(number) {
      [count, lost] = [0, number];
    },
    async close() {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
