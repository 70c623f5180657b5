// Protects the ledger: credits of a task are reserved, charged or released once, and none is lost when a task is deleted.
import { describe, expect, it } from "vitest";
import { Ledger } from "../../src/sandbox/ledger.ts";

/** Returns the state of a ledger of 100 credits after `act`. */
function after(act: (ledger: Ledger) => void) {
  const ledger = new Ledger(100);
  act(ledger);
  const { remaining, used, reserved, charges } = ledger;
  return { remaining, used, reserved, states: Object.fromEntries(charges.map(({ taskId, state }) => [taskId, state])) };
}

describe("a task's credits", () => {
  it("are settled once: charged credits are not released later, and an unknown task has no effect", () => {
    const found = after((ledger) => {
      ledger.reserve("a", 40);
      ledger.settle("a", "charged");
      ledger.settle("a", "released");
      ledger.settle("b", "charged");
    });

    expect(found).toEqual({ remaining: 60, used: 40, reserved: 0, states: { a: "charged" } });
  });

  it("are reserved from those that are neither used nor reserved", () => {
    const ledger = new Ledger(100);
    ledger.reserve("a", 40);
    ledger.settle("a", "charged");
    ledger.reserve("b", 30);

    const [tooMuch, allRemaining] = [ledger.reserve("c", 30.000001), ledger.reserve("d", 30)];

    expect([tooMuch, allRemaining]).toEqual([false, true]);
    expect([ledger.remaining, ledger.used, ledger.reserved]).toEqual([0, 40, 60]);
  });

  it("are released when an unfinished task is deleted, and stay used when a finished one is", () => {
    const found = after((ledger) => {
      ledger.reserve("open", 10);
      ledger.reserve("ended", 20);
      ledger.settle("ended", "charged");
      ledger.forget("open");
      ledger.forget("ended");
    });

    expect(found).toEqual({ remaining: 80, used: 20, reserved: 0, states: {} });
  });
});

it("added credits can be spent", () => {
  const found = after((ledger) => {
    ledger.add(50);
    ledger.reserve("a", 140);
  });

  expect(found).toEqual({ remaining: 10, used: 0, reserved: 140, states: { a: "reserved" } });
});

it("reset() restores the initial state after credits were added, reserved and charged", () => {
  const found = after((ledger) => {
    ledger.add(50);
    ledger.reserve("open", 10);
    ledger.reserve("ended", 20);
    ledger.settle("ended", "charged");
    ledger.reset();
  });

  expect(found).toEqual({ remaining: 100, used: 0, reserved: 0, states: {} });
});

it("balance() returns the body of getCredits", () => {
  const ledger = new Ledger(100);
  ledger.reserve("a", 40);
  ledger.settle("a", "charged");
  ledger.reserve("b", 10);

  const balance = ledger.balance();

  const credits = { remaining_credits: 50, used_credits: 40 };
  expect(balance).toEqual({
    success: true,
    message: "",
    data: { token: { ...credits, unlimited_credits: false }, user: credits },
  });
});
