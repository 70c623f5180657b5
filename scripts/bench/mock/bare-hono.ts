import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { exampleTask, operations } from "../../../src/sandbox/contract.ts";
import { errorEnvelope, HttpError } from "../../../src/sandbox/http-error.ts";
import { validateCreateRequest } from "../../../src/sandbox/validation.ts";

const app = new Hono();

app.post("/v1/videos/generations", async (c) => {
  const [operation] = operations.filter(({ id }) => id === "createVideoGeneration");
  if (operation === undefined) return c.notFound();
  validateCreateRequest(await c.req.json(), operation, () => false);
  return c.json(exampleTask);
});

app.get("/v1/credits", (c) => c.json({ success: true, message: "", data: {} }));

app.onError((error, c) => c.json(errorEnvelope(error instanceof HttpError ? error : new HttpError(500, "")), 400));

serve({ fetch: app.fetch, port: Number(process.argv[2]), hostname: "127.0.0.1" });
