// Protects the generated fetch client: each function sends one request to each mock, with the path and types of the
// contract.
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import {
  createEvoLinkClient,
  createVideoGeneration,
  getCredits,
  getTask,
  type EvoLinkClient,
} from "../../generated/client.ts";
import type { Credits, ErrorEnvelope, Task } from "../../generated/types.ts";
import { targets, type Target } from "./targets.ts";

const body = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox crosses a frozen river",
  video_url: "https://example.com/a.mp4",
} as const;

const pending = { headers: { prefer: "example=pending" } };

/** Returns a client of a mock, and a list that it fills with the requests it sends. */
function clientOf({ url, fetch }: Target): { client: EvoLinkClient; sent: string[] } {
  const client = createEvoLinkClient({ baseUrl: url, fetch, headers: { authorization: "Bearer test-key" } });
  const sent: string[] = [];
  const record = {
    onRequest: ({ request }: { readonly request: Request }): undefined => {
      sent.push(`${request.method} ${new URL(request.url).pathname}`);
    },
  };
  client.use(record);
  onTestFinished(() => client.eject(record));
  return { client, sent };
}

describe.each(targets)("the fetch client, pointed at $name", (target) => {
  test("creates a task and reads it", async () => {
    const { client, sent } = clientOf(target);

    const created = await createVideoGeneration(client, { body, ...pending });
    const id = created.data?.id ?? "";
    const read = await getTask(client, { params: { path: { task_id: id } }, ...pending });

    expectTypeOf(read.data).toEqualTypeOf<Task | undefined>();
    expect([created.response.status, read.response.status]).toEqual([200, 200]);
    expect(read.data?.id).toBe(id);
    expect(sent).toEqual(["POST /v1/videos/generations", `GET /v1/tasks/${id}`]);
  });

  test("reads the credits", async () => {
    const { client, sent } = clientOf(target);

    const { data, error } = await getCredits(client);

    expectTypeOf(data).toEqualTypeOf<Credits | undefined>();
    expect(error).toBeUndefined();
    expect(data?.data.user?.remaining_credits).toBeTypeOf("number");
    expect(sent).toEqual(["GET /v1/credits"]);
  });

  test.each([
    {
      name: "creating without a key",
      call: (client: EvoLinkClient) => createVideoGeneration(client, { body, headers: { authorization: "" } }),
      status: 401,
    },
    {
      name: "reading a task without a key",
      call: (client: EvoLinkClient) =>
        getTask(client, { params: { path: { task_id: "task-unified-1-a" } }, headers: { authorization: "" } }),
      status: 401,
    },
    {
      name: "reading the credits without a key",
      call: (client: EvoLinkClient) => getCredits(client, { headers: { authorization: "" } }),
      status: 401,
    },
    {
      name: "creating with a duration beyond the limit",
      call: (client: EvoLinkClient) => createVideoGeneration(client, { body: { ...body, duration: 99 } }),
      status: 400,
    },
    {
      name: "creating without credits",
      call: (client: EvoLinkClient) => createVideoGeneration(client, { body, headers: { prefer: "code=402" } }),
      status: 402,
    },
  ])("is sent once and returns the contract's error envelope: $name", async ({ call, status }) => {
    const { client, sent } = clientOf(target);

    const { data, error, response } = await call(client);

    expectTypeOf(error).toEqualTypeOf<ErrorEnvelope | undefined>();
    expect(response.status).toBe(status);
    expect(data).toBeUndefined();
    expect(error?.error.message).toBeTypeOf("string");
    expect(sent).toHaveLength(1);
  });

  test("does not compile with arguments that the contract forbids", () => {
    const client = createEvoLinkClient({ baseUrl: target.url });
    const wrong = [
      // @ts-expect-error: 4k is not a quality
      () => createVideoGeneration(client, { body: { ...body, quality: "4k" } }),
      // @ts-expect-error: a create request has a body
      () => createVideoGeneration(client, {}),
      // @ts-expect-error: a task has an id
      () => getTask(client, {}),
    ];

    expect(wrong).toHaveLength(3);
  });
});

test("calls the contract's server by default", async () => {
  const requested: string[] = [];
  const client = createEvoLinkClient({
    fetch: (request) => {
      requested.push(request.url);
      return Promise.resolve(Response.json({}));
    },
  });

  await getCredits(client);

  expect(requested).toEqual(["https://api.evolink.ai/v1/credits"]);
});
