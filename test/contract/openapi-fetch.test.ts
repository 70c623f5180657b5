// Protects those who bring their own client: the generated types drive openapi-fetch, which knows nothing of this package, against each mock.
import createClient from "openapi-fetch";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { paths, Task } from "../../src/sdk/index.ts";
import { targets } from "./targets.ts";

const body = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox crosses a frozen river",
  video_url: "https://example.com/a.mp4",
} as const;

describe.each(targets)("openapi-fetch, pointed at $name", ({ url }) => {
  const client = createClient<paths>({ baseUrl: url, headers: { authorization: "Bearer test-key" } });

  test("creates a task and reads it", async () => {
    const created = await client.POST("/v1/videos/generations", { body, headers: { prefer: "example=pending" } });
    const params = { path: { task_id: created.data?.id ?? "" } };
    const read = await client.GET("/v1/tasks/{task_id}", { params, headers: { prefer: "example=pending" } });

    expectTypeOf(read.data?.status).toEqualTypeOf<Task["status"] | undefined>();
    expect([created.response.status, read.response.status]).toEqual([200, 200]);
    expect(read.data?.id).toBe(created.data?.id);
  });

  test("is told of a refusal in the contract's envelope", async () => {
    const { error, response } = await client.GET("/v1/credits", { headers: { authorization: "" } });

    expect(response.status).toBe(401);
    expect(error?.error.message).toBeTypeOf("string");
  });

  test("cannot be given a value that the contract does not allow", () => {
    // @ts-expect-error: 4k is no quality
    const creating = (): unknown => client.POST("/v1/videos/generations", { body: { ...body, quality: "4k" } });

    expect(creating).toBeTypeOf("function");
  });
});
