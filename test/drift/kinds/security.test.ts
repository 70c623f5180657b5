// Protects the comparison of security: a change is breaking unless credentials of the old version are still sufficient.
import { describe } from "vitest";
import type { JsonObject } from "../../../src/openapi/json.ts";
import { document, testLevels, type Case } from "../documents.ts";

const bearer = { type: "http", scheme: "bearer" };
const key = (place: string, name: string): JsonObject => ({ type: "apiKey", in: place, name });
const flow = (name: string, url: string, scopes: JsonObject = { read: "" }): JsonObject => ({
  type: "oauth2",
  flows: { [name]: { tokenUrl: url, scopes } },
});
const secured = (security: readonly JsonObject[], schemes: JsonObject): JsonObject =>
  document({ "/x": { get: { security, responses: {} } } }, { components: { securitySchemes: schemes } });
const TWO = { user: bearer, admin: bearer };

const CASES: readonly Case[] = [
  {
    name: "a second scheme is required in addition",
    before: secured([{ user: [] }], TWO),
    after: secured([{ user: [], admin: [] }], TWO),
    level: "breaking",
  },
  {
    name: "another scheme is allowed as an alternative",
    before: secured([{ user: [] }], TWO),
    after: secured([{ user: [] }, { admin: [] }], TWO),
    level: "compatible",
  },
  {
    name: "one of two alternatives was removed",
    before: secured([{ user: [] }, { admin: [] }], TWO),
    after: secured([{ admin: [] }], TWO),
    level: "breaking",
  },
  {
    name: "credentials became required",
    before: secured([{}, { user: [] }], TWO),
    after: secured([{ user: [] }], TWO),
    level: "breaking",
  },
  {
    name: "two schemes swapped their definitions",
    before: secured([{ user: [] }], { user: key("header", "A"), admin: key("header", "B") }),
    after: secured([{ user: [] }], { user: key("header", "B"), admin: key("header", "A") }),
    level: "breaking",
  },
  {
    name: "a key moved from the header to the query",
    before: secured([{ user: [] }], { user: key("header", "key") }),
    after: secured([{ user: [] }], { user: key("query", "key") }),
    level: "breaking",
  },
  {
    name: "a header's name is written in another case",
    before: secured([{ user: [] }], { user: key("header", "X-Key") }),
    after: secured([{ user: [] }], { user: key("header", "x-key") }),
    level: "none",
  },
  {
    name: "the token URL changed",
    before: secured([{ user: ["read"] }], { user: flow("clientCredentials", "https://a.example") }),
    after: secured([{ user: ["read"] }], { user: flow("clientCredentials", "https://b.example") }),
    level: "breaking",
  },
  {
    name: "the scheme was renamed and has another flow",
    before: secured([{ user: ["read"] }], { user: flow("password", "https://a.example") }),
    after: secured([{ member: ["read"] }], { member: flow("clientCredentials", "https://a.example") }),
    level: "breaking",
  },
  {
    name: "another scope is required",
    before: secured([{ user: ["read"] }], { user: flow("password", "https://a.example", { read: "", write: "" }) }),
    after: secured([{ user: ["read", "write"] }], {
      user: flow("password", "https://a.example", { read: "", write: "" }),
    }),
    level: "breaking",
  },
  {
    name: "the OpenID Connect URL changed",
    before: secured([{ user: [] }], { user: { type: "openIdConnect", openIdConnectUrl: "https://a.example" } }),
    after: secured([{ user: [] }], { user: { type: "openIdConnect", openIdConnectUrl: "https://b.example" } }),
    level: "breaking",
  },
];

describe("security, if", () => {
  testLevels(CASES);
});
