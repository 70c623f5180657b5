// Protects the types of results and errors: they are those of the contract, and wrong uses do not compile.
import { expect, test } from "vitest";
import { compile } from "./compile.ts";

const front = `import { EvoLink, isEvoLinkError, type CompletedTask, type Task, type ErrorEnvelope, type Violation, type paths } from "evolink-video";
const client = new EvoLink();
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(value: Equal<A, B>) => value;
`;

const validPrograms = {
  task_of_generate: `const task = await client.videos.generate({ model: "kling-o3-reference-to-video", prompt: "a" });
    same<typeof task, Task>(true);`,
  response: `const response = await client.tasks.get("task-unified-1").withResponse();
  same<typeof response.data, Task>(true); same<typeof response.status, number>(true);`,
  status_values: `same<Task["status"], "pending" | "processing" | "completed" | "failed" | "cancelled">(true);`,
  narrowed_by_status: `try { await client.credits.get(); } catch (error) {
      if (isEvoLinkError(error) && error.status === 402) {
        same<typeof error.name, "InsufficientCreditsError">(true); same<typeof error.body, ErrorEnvelope | undefined>(true);
      }
      if (isEvoLinkError(error) && error.name === "InvalidRequestError") same<typeof error.violations, readonly Violation[]>(true);
    }`,
  wait_resumes: `const resume = (error: unknown) => isEvoLinkError(error) ? error.resume?.({ maxWait: 1000 }) : undefined;
    same<ReturnType<typeof resume>, Promise<CompletedTask> | undefined>(true);`,
  paths_are_exported: `same<paths["/v1/tasks/{task_id}"]["get"]["parameters"]["path"], { readonly task_id: string }>(true);`,
};

const invalidPrograms = {
  task_is_read_only: `const task = await client.tasks.get("task-unified-1"); task.id = "other";`,
  unknown_option: `await client.tasks.wait("task-unified-1", { maxWaitSeconds: 5 });`,
  unknown_status: `const task = await client.tasks.get("task-unified-1"); if (task.status === "done") throw new Error();`,
  number_as_id: `await client.tasks.get(1);`,
  results_may_be_missing: `const task = await client.tasks.get("task-unified-1"); task.results[0];`,
  not_the_same: `same<Task["status"], string>(true);`,
};

const found = compile(
  Object.fromEntries(
    Object.entries({ ...validPrograms, ...invalidPrograms }).map(([name, text]) => [
      name,
      `${front}${text}\nexport {};`,
    ]),
  ),
);

test.each(Object.keys(validPrograms))("compiles: %s", (name) => {
  expect(found[name]).toEqual([]);
});

test.each(Object.keys(invalidPrograms))("does not compile: %s", (name) => {
  expect(found[name]).toHaveLength(1);
});
