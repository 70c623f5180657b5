// Protects the runner: what it sends, what it finds, and that cases that cannot be sent are reported.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveCases, runCases, runContract } from "../../src/contract/index.ts";
import { equal } from "../../src/shared/json.ts";
import { DOCUMENTS, independentValidator, derivationOf } from "./documents.ts";

const document = {
  openapi: "3.1.0",
  info: { title: "t", version: "1" },
  paths: {
    "/things/{id}": {
      put: {
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } },
          { name: "mode", in: "query", required: true, schema: { enum: ["fast", "slow"] } },
          { name: "X-Tag", in: "header", schema: { type: "string", maxLength: 3 } },
        ],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["n"],
                properties: { n: { type: "integer", maximum: 9 } },
                additionalProperties: false,
              },
            },
          },
        },
        responses: {},
      },
    },
  },
};

// A hand-written implementation of the document above. Its validation of the body can be turned off.
const service = { checksBody: true };
const server = createServer((request, response) => {
  const url = new URL(request.url ?? "", "http://x");
  let text = "";
  request.on("data", (chunk: Buffer) => (text += chunk.toString()));
  request.on("end", () => {
    const id = /^\/base\/things\/(\d+)$/.exec(url.pathname)?.[1];
    const tag = request.headers["x-tag"];
    const isFine =
      Number(id) >= 1 &&
      ["fast", "slow"].includes(url.searchParams.get("mode") ?? "") &&
      (tag === undefined || tag.length <= 3) &&
      (!service.checksBody || isBody(text));
    response.writeHead(isFine ? 200 : 422).end("{}");
  });
});
function isBody(text: string): boolean {
  if (text === "") return false;
  const body = JSON.parse(text) as unknown;
  return (
    typeof body === "object" &&
    body !== null &&
    Object.keys(body).join() === "n" &&
    "n" in body &&
    Number.isInteger(body.n) &&
    Number(body.n) <= 9
  );
}
let baseUrl = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`;
});
afterAll(() => server.close());

describe("runCases", () => {
  it("finds nothing in a service that implements the contract", async () => {
    service.checksBody = true;

    const findings = await runCases(deriveCases(document).cases, { baseUrl });

    expect(findings).toEqual([]);
  });

  it("finds that a service does not validate bodies, with a curl command for the request", async () => {
    service.checksBody = false;

    const findings = await runCases(deriveCases(document).cases, {
      baseUrl,
      headers: { authorization: "Bearer secret" },
    });

    const wrong = findings.filter(({ got }) => got === "200");
    expect(wrong.length).toBeGreaterThan(5);
    expect(wrong.every(({ expected, where }) => expected === "4xx" && where.includes("body"))).toBe(true);
    expect(wrong[0]?.curl).toMatch(/^curl -i -X PUT 'http:\/\/127\.0\.0\.1:\d+\/base\/things\/\d+\?mode=fast' /);
    expect(wrong[0]?.curl).toContain('-H "authorization: $AUTHORIZATION"');
    expect(findings.some(({ curl }) => curl.includes("secret"))).toBe(false);
  });

  it("reports an unreachable service once per operation, and sends nothing more", async () => {
    const { cases } = deriveCases(document);
    let requests = 0;

    const report = await runContract(cases, {
      baseUrl,
      fetch: () => {
        requests += 1;
        return Promise.reject(new TypeError("refused"));
      },
    });

    expect(requests).toBe(1);
    expect(report.findings).toMatchObject([{ kind: "control", got: "no response", message: "refused" }]);
    expect([report.reached, report.cases.sent]).toEqual([false, 0]);
  });

  it("sends no valid request with `control: false`, where one would be charged", async () => {
    service.checksBody = true;
    const statuses: number[] = [];
    const invalid = deriveCases(document).cases.filter(({ valid }) => !valid);
    const counting: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      statuses.push(response.status);
      return response;
    };

    const findings = await runCases(invalid, { baseUrl, control: false, fetch: counting });

    expect(findings).toEqual([]);
    expect(statuses.length).toBeGreaterThan(20);
    expect(statuses).not.toContain(200);
  });

  it("plans a request for every body case, with the case's value as its body", () => {
    const validate = independentValidator(DOCUMENTS.documents);

    const { cases } = derivationOf(DOCUMENTS.documents);

    for (const one of cases.filter(({ location }) => location === "body")) {
      if (!one.request || "unsendable" in one.request) throw new Error("a JSON body can be sent");
      if (one.value !== undefined)
        expect(equal(JSON.parse(one.request.body ?? ""), one.value) && validate(one) === one.valid).toBe(true);
    }
  });
});
