// Protects the options of a sandbox: an invalid one is rejected with an EvoLinkError that names it, and never ignored.
import { describe, expect, it } from "vitest";
import { createSandbox, startSandbox, type SandboxOptions } from "../../src/sandbox/index.ts";
import { handlers, type HandlersOptions } from "../../src/sandbox/msw.ts";
import { EvoLinkError } from "../../src/sdk/index.ts";

type Options = SandboxOptions & HandlersOptions;

/** Returns what `create` throws or rejects with. */
async function errorOf(create: () => unknown): Promise<unknown> {
  try {
    await create();
  } catch (error) {
    return error;
  }
  return undefined;
}

const SETUPS: readonly (readonly [name: string, setUp: (options: Options) => unknown])[] = [
  ["createSandbox", createSandbox],
  ["startSandbox", startSandbox],
  ["handlers", handlers],
];

const WRONG = [
  ["an unknown name", { nope: 1 }, /^Unknown option "nope"\. The options are speed, /],
  ["a misspelt name", { sped: 0 }, 'Unknown option "sped". Did you mean "speed"?'],
  ["a name of the prototype", { constructor: 1 }, /^Unknown option "constructor"/],
  ["a negative speed", { speed: -1 }, "speed must be a finite number from 0, got -1."],
  ["an infinite speed", { speed: Infinity }, "speed must be a finite number from 0, got Infinity."],
  ["a speed that is NaN", { speed: NaN }, "speed must be a finite number from 0, got NaN."],
  ["a speed as a string", { speed: "60" }, "speed must be a finite number from 0, got a value of type string."],
  ["null", { speed: null }, "speed must be a finite number from 0, got null."],
  ["a seed with a fraction", { seed: 1.5 }, "seed must be a whole number, got 1.5."],
  ["a start before 1970", { start: new Date(-1) }, /^start must be a Date from 1970 to 9999, /],
  ["a start that is an invalid Date", { start: new Date(NaN) }, /^start must be a Date from 1970 to 9999, /],
  ["a start after 9999", { start: new Date(Date.UTC(10_000, 0)) }, /^start must be a Date from 1970 to 9999, /],
  ["a start in milliseconds", { start: 0 }, "start must be a Date from 1970 to 9999, got 0."],
  ["negative credits", { credits: -1 }, "credits must be a number from 0 to 1000000000, got -1."],
  ["infinite credits", { credits: Infinity }, "credits must be a number from 0 to 1000000000, got Infinity."],
  ["an empty key", { expectKey: "" }, /^expectKey must be a string without blanks, not empty, /],
  ["a key with a space", { expectKey: "a b" }, /^expectKey must be a string without blanks, not empty, /],
  ["one host instead of a list", { allowHosts: "mock" }, /^allowHosts must be a list of host names /],
  ["a host with a port", { allowHosts: ["mock:4010"] }, /^allowHosts must be a list of host names /],
  ["a host in upper case", { allowHosts: ["Mock"] }, /^allowHosts must be a list of host names /],
  ["a URL as host", { allowCallbackHosts: ["http://mock"] }, /^allowCallbackHosts must be a list of host names /],
  ["a URL without a scheme", { publicUrl: "mock:4010" }, /^publicUrl must be an http or https URL, /],
  ["a URL with another scheme", { publicUrl: "ftp://mock/" }, /^publicUrl must be an http or https URL, /],
  ["keepTasks of 0", { keepTasks: 0 }, "keepTasks must be a whole number from 1, or Infinity, got 0."],
  ["a callbackTimeout of 0", { callbackTimeout: 0 }, "callbackTimeout must be a number above 0, got 0."],
  [
    "an onRequest that is not a function",
    { onRequest: {} },
    "onRequest must be a function, got a value of type object.",
  ],
] as const;

describe.each(SETUPS)("%s", (_name, setUp) => {
  it.each(WRONG)("rejects %s", async (_what, options, message) => {
    const error = await errorOf(() => setUp(options as unknown as Options));

    expect(error).toBeInstanceOf(EvoLinkError);
    expect((error as Error).message).toEqual(
      message instanceof RegExp ? (expect.stringMatching(message) as string) : message,
    );
  });

  it.each([null, 4010, "speed"])("rejects %j instead of options", async (options) => {
    const error = await errorOf(() => setUp(options as unknown as Options));

    expect(error).toBeInstanceOf(EvoLinkError);
    expect((error as Error).message).toBe("The options must be an object.");
  });
});

it.each([
  ["a port above 65535", { port: 99_999 }, "port must be a whole number from 0 to 65535, got 99999."],
  ["a port with a fraction", { port: 1.5 }, "port must be a whole number from 0 to 65535, got 1.5."],
  ["an empty host, which would mean every address", { host: "" }, /^host must be an address, not empty, /],
  ["an option of handlers", { baseUrl: "http://mock" }, /^Unknown option "baseUrl"/],
])("startSandbox rejects %s", async (_what, options, message) => {
  const starting = startSandbox(options as SandboxOptions);

  await expect(starting).rejects.toBeInstanceOf(EvoLinkError);
  await expect(starting).rejects.toThrow(message);
});

it.each([
  ["an option of startSandbox", { port: 0 }, /^Unknown option "port"/],
  ["a base URL without a scheme", { baseUrl: "api.example" }, /^baseUrl must be an http or https URL, /],
])("handlers rejects %s", (_what, options, message) => {
  const create = (): unknown => handlers(options as HandlersOptions);

  expect(create).toThrow(EvoLinkError);
  expect(create).toThrow(message);
});

it("treats undefined options as omitted", async () => {
  const names = [
    "speed",
    "seed",
    "start",
    "credits",
    "expectKey",
    "allowHosts",
    "publicUrl",
    "port",
    "host",
    "onRequest",
  ];

  const sandbox = await startSandbox(Object.fromEntries(names.map((name) => [name, undefined])));

  expect((await fetch(`${sandbox.url}/sandbox/about.json`)).status).toBe(200);
  await sandbox.close();
});

it("accepts Infinity as callbackTimeout and keepTasks", async () => {
  const sandbox = createSandbox({ speed: 0, callbackTimeout: Infinity, credits: 1e9, keepTasks: Infinity });

  expect((await sandbox.fetch("/")).status).toBe(200);
  await sandbox.close();
});

describe.each([
  ["advance", "milliseconds"],
  ["addCredits", "credits"],
] as const)("%s", (method, name) => {
  it.each([
    [-1, "-1"],
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    ["1000", "a value of type string"],
    [undefined, "a value of type undefined"],
  ])("rejects %j, and the sandbox continues to work", async (value, shown) => {
    const sandbox = createSandbox({ speed: 0 });

    const error = await errorOf(() => sandbox[method](value as number));

    expect(error).toBeInstanceOf(EvoLinkError);
    expect((error as Error).message).toMatch(new RegExp(`^${name} must be a number from 0 to \\d+, got ${shown}\\.$`));
    await sandbox[method](1);
    await sandbox.close();
  });
});
