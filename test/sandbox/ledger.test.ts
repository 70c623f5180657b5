// Protects each movement of credits by itself: reserved, charged or released once, and forgotten without a loss.
import { describe, expect, it } from "vitest";
import { Ledger } from "../../src/sandbox/ledger.ts";

/** What a ledger of 100 credits holds after some movements. */
function after(act: (ledger: Ledger) => void) {
  const ledger = new Ledger(100);
  act(ledger);
  const { remaining, used, reserved, charges } = ledger;
  return { remaining, used, reserved, states: Object.fromEntries(charges.map(({ taskId, state }) => [taskId, state])) };
}

describe("a task's credits", () => {
  it("are settled once: what was charged is not released afterwards, and an unknown task changes nothing", () => {
    const found = after((ledger) => {
      ledger.reserve("a", 40);
      ledger.settle("a", "charged");
      ledger.settle("a", "released");
      ledger.settle("b", "charged");
    });

    expect(found).toEqual({ remaining: 60, used: 40, reserved: 0, states: { a: "charged" } });
  });

  it("come from what is neither used nor reserved", () => {
    const ledger = new Ledger(100);
    ledger.reserve("a", 40);
    ledger.settle("a", "charged");
    ledger.reserve("b", 30);

    const [tooMuch, allThatIsLeft] = [ledger.reserve("c", 30.000001), ledger.reserve("d", 30)];

    expect([tooMuch, allThatIsLeft]).toEqual([false, true]);
    expect([ledger.remaining, ledger.used, ledger.reserved]).toEqual([0, 40, 60]);
  });

  it("come back when a task is forgotten before its end, and stay used after it", () => {
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

it("a reset ledger is as at the start, whatever was added, reserved, charged", () => {
  const found = after((ledger) => {
    ledger.add(50);
    ledger.reserve("open", 10);
    ledger.reserve("ended", 20);
    ledger.settle("ended", "charged");
    ledger.reset();
  });

  expect(found).toEqual({ remaining: 100, used: 0, reserved: 0, states: {} });
});

it("the balance is what the API answers", () => {
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
