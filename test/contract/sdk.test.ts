// Protects the SDK end to end: against each mock, it returns typed results and throws typed errors.
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  EvoLink,
  InsufficientCreditsError,
  isEvoLinkError,
  NotFoundError,
  OutcomeUnknownError,
  type Credits,
  type Task,
} from "../../src/sdk/index.ts";
import { targets } from "./targets.ts";

const body = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox crosses a frozen river",
  video_url: "https://example.com/a.mp4",
} as const;

describe.each(targets)("the client, pointed at $name", ({ url, fetch }) => {
  const client = (prefer: string): EvoLink =>
    new EvoLink({ apiKey: "test-key", baseUrl: url, fetch, deadline: 10_000, headers: { prefer } });

  test("creates a task", async () => {
    const task = await client("example=pending").videos.generate(body);

    expectTypeOf(task).toEqualTypeOf<Task>();
    expect(task).toMatchObject({ id: "task-unified-1757169743-7cvnl5zw", status: "pending" });
  });

  test("reads a task", async () => {
    const task = await client("example=completed").tasks.get("task-unified-1757169743-7cvnl5zw");

    expectTypeOf(task.results).toEqualTypeOf<readonly string[] | undefined>();
    expect(task.results).toHaveLength(1);
  });

  test("waits for a task", async () => {
    const progress: string[] = [];

    const task = await client("example=completed").tasks.wait("task-unified-1757169743-7cvnl5zw", {
      onProgress: ({ status }) => progress.push(status),
    });

    expect(task.status).toBe("completed");
    expect(progress).toEqual(["completed"]);
  });

  test("reads the balance", async () => {
    const credits = await client("example=limited").credits.get();

    expectTypeOf(credits).toEqualTypeOf<Credits>();
    expect(credits.data.user?.remaining_credits).toBe(9959.5);
  });

  test("throws an error class for a 402 response, narrowed by its status", async () => {
    const error: unknown = await client("code=402")
      .videos.generate(body)
      .catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(InsufficientCreditsError);
    expect(error).toMatchObject({ name: "InsufficientCreditsError", status: 402, code: "insufficient_quota" });
    if (isEvoLinkError(error) && error.status === 402) expectTypeOf(error).toEqualTypeOf<InsufficientCreditsError>();
  });

  test("throws NotFoundError for an unknown task", async () => {
    const reading = client("code=404").tasks.get("task-unified-0");

    await expect(reading).rejects.toThrow(NotFoundError);
  });

  test("throws OutcomeUnknownError for a create request that gets 500", async () => {
    const creating = client("code=500").videos.generate(body);

    await expect(creating).rejects.toThrow(OutcomeUnknownError);
  });
});
