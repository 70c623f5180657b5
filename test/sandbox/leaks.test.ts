// Protects a process that starts sandboxes: close() leaves no socket or timer open, whatever was running.
import { readdirSync, readlinkSync } from "node:fs";
import { connect } from "node:net";
import { expect, it, vi } from "vitest";
import { startSandbox } from "../../src/sandbox/index.ts";
import { create, headers } from "./caller.ts";
import { startReceiver } from "./receiver.ts";

/** Returns the number of open sockets of this process. */
function sockets(): number {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
    } catch {
      return false;
    }
  }).length;
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** Starts a sandbox with callbacks, streams and requests in progress, and closes it. */
async function useAndClose(): Promise<void> {
  let hungUp = false;
  const receiver = await startReceiver((response) => response.on("close", () => (hungUp = true)));
  const sandbox = await startSandbox({ speed: 10_000 });
  const port = Number(new URL(sandbox.url).port);
  const open = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
  open[1]?.write("POST /v1/videos/generations HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
  for (const socket of open) socket.on("error", () => undefined).resume();
  const gone = open.map((socket) => new Promise((resolve) => socket.on("close", resolve)));
  const events = await sandbox.fetch("/sandbox/events");
  await create(sandbox, { callback_url: receiver.url });
  await create(sandbox, {}, { Prefer: "scenario=stalled" });
  const slow = sandbox.fetch("/v1/credits", { headers: { ...headers, Prefer: "fault=slow" } });
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1));

  await sandbox.close();

  await Promise.all([...gone, slow, events.text()]);
  await vi.waitFor(() => expect(hungUp).toBe(true));
  await receiver.close();
}

it("close() frees sockets and timers while callbacks, streams, slow responses and half-sent requests exist", async () => {
  await useAndClose();
  const before = { sockets: sockets(), timers: timers() };

  for (let count = 0; count < 5; count += 1) await useAndClose();

  await vi.waitFor(() => expect({ sockets: sockets(), timers: timers() }).toEqual(before));
});

it("close() stops the timers of running tasks", async () => {
  const before = timers();
  const sandbox = await startSandbox({ speed: 1 });
  await create(sandbox);

  await sandbox.close();

  expect(timers()).toBe(before);
});

it("close() frees the port, and later connections are refused", async () => {
  const first = await startSandbox();
  const port = Number(new URL(first.url).port);
  await fetch(`${first.url}/sandbox/about.json`);
  await first.close();

  const second = await startSandbox({ port });

  await expect(startSandbox({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await second.close();
  await expect(fetch(`${second.url}/sandbox/about.json`)).rejects.toThrow("fetch failed");
});
