// Protects the environment variables: blank ones count as unset, none is read without need, and errors name the
// variable.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EvoLink, EvoLinkError, type ClientOptions } from "../../src/sdk/index.ts";

const NAMES = ["EVOLINK_API_KEY", "EVOLINK_BASE_URL", "EVOLINK_LOG"] as const;
const TASK_ID = "task-unified-1757169743-7cvnl5zw";

type Variables = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** Sets these variables and unsets the others of this package. */
function setVariables(variables: Variables): void {
  for (const name of NAMES) vi.stubEnv(name, variables[name]);
}

beforeEach(() => setVariables({}));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Creates a `fetch` that records its requests and responds with a task. */
function recordingFetch(): { fetch: NonNullable<ClientOptions["fetch"]>; requests: Request[] } {
  const requests: Request[] = [];
  const fetch = (url: string, init: RequestInit): Promise<Response> => {
    requests.push(new Request(url, init));
    return Promise.resolve(Response.json({ id: TASK_ID, status: "completed" }));
  };
  return { fetch, requests };
}

/** Reads a task with a client of these options. Returns the URL and the key of the request. */
async function requestWith(options: ClientOptions): Promise<{ url: string; key: string | null }> {
  const { fetch, requests } = recordingFetch();
  await new EvoLink({ ...options, fetch }).tasks.get(TASK_ID);
  return { url: String(requests[0]?.url), key: requests[0]?.headers.get("authorization") ?? null };
}

function thrownBy(construct: () => unknown): unknown {
  try {
    return construct();
  } catch (error) {
    return error;
  }
}

const READ = `/v1/tasks/${TASK_ID}`;

interface Source {
  readonly name: string;
  readonly variables: Variables;
  readonly options: ClientOptions;
  readonly url: string;
  readonly key: string;
}

const SOURCES: readonly Source[] = [
  {
    name: "both from the environment",
    variables: { EVOLINK_API_KEY: "key-of-env", EVOLINK_BASE_URL: "https://env.example" },
    options: {},
    url: `https://env.example${READ}`,
    key: "Bearer key-of-env",
  },
  {
    name: "spaces around a value are not part of it",
    variables: { EVOLINK_API_KEY: " key-of-env\n", EVOLINK_BASE_URL: "\thttps://env.example/ " },
    options: {},
    url: `https://env.example${READ}`,
    key: "Bearer key-of-env",
  },
  {
    name: "options take precedence",
    variables: { EVOLINK_API_KEY: "key-of-env", EVOLINK_BASE_URL: "https://env.example" },
    options: { apiKey: "key-of-options", baseUrl: "https://options.example" },
    url: `https://options.example${READ}`,
    key: "Bearer key-of-options",
  },
  {
    name: "one from the options, one from the environment",
    variables: { EVOLINK_API_KEY: "key-of-env", EVOLINK_BASE_URL: "https://env.example" },
    options: { apiKey: "key-of-options" },
    url: `https://env.example${READ}`,
    key: "Bearer key-of-options",
  },
  {
    name: "an empty base URL is unset",
    variables: { EVOLINK_API_KEY: "key-of-env", EVOLINK_BASE_URL: "" },
    options: {},
    url: `https://api.evolink.ai${READ}`,
    key: "Bearer key-of-env",
  },
  {
    name: "a blank base URL and log level are unset",
    variables: { EVOLINK_API_KEY: "key-of-env", EVOLINK_BASE_URL: " \t", EVOLINK_LOG: "  " },
    options: {},
    url: `https://api.evolink.ai${READ}`,
    key: "Bearer key-of-env",
  },
];

test.each(SOURCES)("key and base URL: $name", async ({ variables, options, url, key }) => {
  setVariables(variables);

  expect(await requestWith(options)).toEqual({ url, key });
});

const REFUSALS: readonly {
  readonly name: string;
  readonly variables: Variables;
  readonly options?: ClientOptions;
  readonly message: RegExp;
}[] = [
  { name: "no key anywhere", variables: {}, message: /apiKey.*EVOLINK_API_KEY/ },
  { name: "an empty key", variables: { EVOLINK_API_KEY: "" }, message: /apiKey.*EVOLINK_API_KEY/ },
  { name: "a blank key", variables: { EVOLINK_API_KEY: " \n" }, message: /apiKey.*EVOLINK_API_KEY/ },
  {
    name: "a base URL that is not a URL",
    variables: { EVOLINK_API_KEY: "k", EVOLINK_BASE_URL: "api.evolink.ai" },
    message: /^EVOLINK_BASE_URL must be an absolute URL/,
  },
  {
    name: "a base URL of another scheme",
    variables: { EVOLINK_API_KEY: "k", EVOLINK_BASE_URL: "ftp://a.example" },
    message: /^EVOLINK_BASE_URL must begin with https/,
  },
  {
    name: "a base URL with a query",
    variables: { EVOLINK_API_KEY: "k", EVOLINK_BASE_URL: "https://a.example/?a=1" },
    message: /^EVOLINK_BASE_URL must have no user information, query or fragment/,
  },
  {
    name: "a base URL with a password",
    variables: { EVOLINK_API_KEY: "k", EVOLINK_BASE_URL: "https://me:secret@a.example" },
    message: /^EVOLINK_BASE_URL must have no user information/,
  },
  {
    name: "a base URL with plain http",
    variables: { EVOLINK_API_KEY: "k", EVOLINK_BASE_URL: "http://mock:4010" },
    message: /^EVOLINK_BASE_URL must be https.*allowInsecureHttp/,
  },
  {
    name: "a log level that does not exist",
    variables: { EVOLINK_API_KEY: "k", EVOLINK_LOG: "verbose" },
    message: /^EVOLINK_LOG must be one of debug, info, warn, error, got "verbose"/,
  },
  {
    name: "the option, when the option is invalid",
    variables: { EVOLINK_API_KEY: "k", EVOLINK_BASE_URL: "https://a.example" },
    options: { baseUrl: "not a URL" },
    message: /^baseUrl must be an absolute URL/,
  },
];

test.each(REFUSALS)("an error names what has to change: $name", ({ variables, options, message }) => {
  setVariables(variables);

  const error = thrownBy(() => new EvoLink(options));

  expect(error).toBeInstanceOf(EvoLinkError);
  expect((error as EvoLinkError).message).toMatch(message);
  expect((error as EvoLinkError).message).not.toContain("secret");
});

test("a variable that is not a string counts as unset", () => {
  vi.spyOn(process, "env", "get").mockReturnValue({ EVOLINK_API_KEY: 5 } as unknown as NodeJS.ProcessEnv);

  const error = thrownBy(() => new EvoLink());

  expect(error).toHaveProperty("message", expect.stringContaining("There is no API key"));
});

describe("permission to read the environment", () => {
  /** Denies every read, as Deno does without `--allow-env`. */
  function denyEnvironment(): string[] {
    const read: string[] = [];
    const deny = (name: string | symbol): never => {
      read.push(String(name));
      throw new Error(`Requires env access to "${String(name)}"`);
    };
    vi.spyOn(process, "env", "get").mockReturnValue(new Proxy({}, { get: (_target, name) => deny(name) }));
    return read;
  }

  test("is not needed when API key and base URL are given", async () => {
    const read = denyEnvironment();

    const { url } = await requestWith({ apiKey: "key-of-options", baseUrl: "https://options.example" });

    expect(url).toBe(`https://options.example${READ}`);
    expect(read).toEqual([]);
  });

  test.each<{ readonly name: string; readonly options: ClientOptions }>([
    { name: "the API key is missing", options: { baseUrl: "https://options.example" } },
    { name: "the base URL is missing", options: { apiKey: "key-of-options" } },
  ])("is needed when $name", ({ options }) => {
    const read = denyEnvironment();

    const error = thrownBy(() => new EvoLink(options));

    expect(read).toEqual(["EVOLINK_API_KEY"]);
    expect(error).toBeInstanceOf(EvoLinkError);
    expect(error).toHaveProperty("message", expect.stringMatching(/^The environment cannot be read: pass apiKey and /));
  });
});

describe("EVOLINK_LOG", () => {
  /**
   * Returns the `console` levels that a request logs at. Its first attempt fails and its second one returns an unknown
   * status.
   */
  async function levelsOf(value: string | undefined, options: ClientOptions = {}): Promise<string[]> {
    setVariables({ EVOLINK_API_KEY: "key-of-env", ...(value === undefined ? {} : { EVOLINK_LOG: value }) });
    const written: string[] = [];
    for (const level of ["debug", "info", "warn", "error"] as const)
      vi.spyOn(console, level).mockImplementation((line: unknown) => {
        expect(line).toBeTypeOf("string");
        written.push(level);
      });
    let attempts = 0;
    const fetch = (): Promise<Response> =>
      Promise.resolve(
        attempts++ === 0
          ? Response.json({ error: { message: "busy" } }, { status: 503 })
          : Response.json({ id: TASK_ID, status: "thinking" }),
      );
    await new EvoLink({ ...options, fetch }).tasks.get(TASK_ID);
    return written;
  }

  test.each([
    { name: "debug", value: "debug", levels: ["info", "debug", "warn"] },
    { name: "info: a retry", value: "info", levels: ["info", "warn"] },
    { name: "upper case", value: "INFO", levels: ["info", "warn"] },
    { name: "warn", value: "warn", levels: ["warn"] },
    { name: "error", value: "error", levels: [] },
    { name: "blank", value: " ", levels: [] },
    { name: "unset", value: undefined, levels: [] },
  ])("$name", async ({ value, levels }) => {
    expect(await levelsOf(value)).toEqual(levels);
  });

  test("logLevel takes precedence", async () => {
    expect(await levelsOf("debug", { logLevel: "error" })).toEqual([]);
  });

  test("a logger takes precedence over the console", async () => {
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

    expect(await levelsOf("info", { logger })).toEqual([]);
    expect(logger.info).toHaveBeenCalledOnce();
    expect(logger.debug).not.toHaveBeenCalled();
  });
});

describe("plain http", () => {
  const HOSTS = [
    "http://mock:4010",
    "http://host.docker.internal:4010",
    "http://192.168.1.20",
    "http://127.0.0.1.nip.io",
  ];

  test.each(HOSTS)("to %s is rejected, and the error names allowInsecureHttp", (baseUrl) => {
    const error = thrownBy(() => new EvoLink({ apiKey: "key-of-options", baseUrl }));

    expect(error).toBeInstanceOf(EvoLinkError);
    expect((error as EvoLinkError).message).toMatch(/^baseUrl must be https.*allowInsecureHttp/);
  });

  test.each(HOSTS)("to %s is allowed with allowInsecureHttp", async (baseUrl) => {
    const { url } = await requestWith({ apiKey: "key-of-options", baseUrl, allowInsecureHttp: true });

    expect(url).toBe(new URL(READ, baseUrl).href);
  });

  test.each(["http://localhost:4010", "http://127.0.0.1", "http://127.1.2.3:1", "http://[::1]:4010"])(
    "to %s needs no option",
    async (baseUrl) => {
      const { url } = await requestWith({ apiKey: "key-of-options", baseUrl });

      expect(url).toBe(new URL(READ, baseUrl).href);
    },
  );

  test("allowInsecureHttp applies to a base URL from the environment", async () => {
    setVariables({ EVOLINK_API_KEY: "key-of-env", EVOLINK_BASE_URL: "http://mock:4010" });

    expect(await requestWith({ allowInsecureHttp: true })).toEqual({
      url: `http://mock:4010${READ}`,
      key: "Bearer key-of-env",
    });
  });
});

describe("withOptions", () => {
  test("returns a client with other defaults and keeps the rest", async () => {
    const { fetch, requests } = recordingFetch();
    const client = new EvoLink({
      apiKey: "first-key",
      baseUrl: "https://first.example",
      headers: { "x-team": "a" },
      fetch,
    });

    const other = client.withOptions({ baseUrl: "https://second.example" });
    await other.tasks.get(TASK_ID);
    await client.tasks.get(TASK_ID);

    expect(requests.map(({ url }) => url)).toEqual([`https://second.example${READ}`, `https://first.example${READ}`]);
    expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Bearer first-key",
      "Bearer first-key",
    ]);
    expect(requests.map(({ headers }) => headers.get("x-team"))).toEqual(["a", "a"]);
  });

  test("validates its options", () => {
    const client = new EvoLink({ apiKey: "first-key", baseUrl: "https://first.example" });

    // @ts-expect-error: misspelt on purpose
    expect(() => client.withOptions({ timout: 1 })).toThrow(/Did you mean "timeout"/);
    expect(() => client.withOptions({ baseUrl: "http://mock:4010" })).toThrow(/allowInsecureHttp/);
  });

  test("changes the default number of retries", async () => {
    let attempts = 0;
    const fetch = (): Promise<Response> => {
      attempts += 1;
      return Promise.resolve(Response.json({ error: { message: "busy" } }, { status: 503 }));
    };
    const client = new EvoLink({ apiKey: "first-key", baseUrl: "https://first.example", fetch });

    await expect(client.withOptions({ maxRetries: 0 }).tasks.get(TASK_ID)).rejects.toThrow("503");

    expect(attempts).toBe(1);
  });
});
