// Pairs that change a schema which several places of the base document refer to.
import type { Draft } from "./base-document.ts";
import { change, move, remove, set } from "./edit.ts";
import { pair, type Pair } from "./pair.ts";

/** Changes of the schemas under `components`. */
export const COMPONENT_PAIRS: readonly Pair[] = [
  pair(
    "new required member in request and response",
    "breaking",
    "breaking",
    set("/components/schemas/Order/properties/extra", { type: "string" }),
    set("/components/schemas/Order/required/2", "extra"),
  ),
  pair("member no longer required", "breaking", "breaking", set("/components/schemas/Order/required", ["item"])),
  pair(
    "member renamed",
    "breaking",
    "breaking",
    move("/components/schemas/Order/properties/code", "/components/schemas/Order/properties/short"),
  ),
  pair(
    "new optional member in a closed object",
    "breaking",
    "breaking",
    set("/components/schemas/Address/properties/city", { type: "string" }),
  ),
  pair("closed object opened", "breaking", "breaking", remove("/components/schemas/Address/additionalProperties")),
  pair(
    "new branch",
    "breaking",
    "breaking",
    set("/components/schemas/Payment/oneOf/2", {
      type: "object",
      required: ["kind"],
      properties: { kind: { const: "cash" } },
    }),
  ),
  pair(
    "branches in another order",
    "compatible",
    "compatible",
    change("/components/schemas/Payment/oneOf", (list) => [...(list as Draft[])].reverse()),
  ),
  pair(
    "oneOf of exclusive branches as anyOf",
    "compatible",
    "compatible",
    move("/components/schemas/Payment/oneOf", "/components/schemas/Payment/anyOf"),
  ),
  pair(
    "tighter value deep in a recursive response",
    "compatible",
    "breaking",
    set("/components/schemas/Tree/properties/value/minimum", 1),
  ),
  pair(
    "condition added",
    "breaking",
    "breaking",
    set("/components/schemas/Order/if", { properties: { gift: { const: true } }, required: ["gift"] }),
    set("/components/schemas/Order/then", { required: ["note"] }),
  ),
  pair(
    "dependent member",
    "breaking",
    "breaking",
    set("/components/schemas/Order/dependentRequired", { code: ["note"] }),
  ),
  pair(
    "component renamed",
    "compatible",
    "compatible",
    move("/components/schemas/Address", "/components/schemas/Place"),
    set("/components/schemas/Order/properties/address/$ref", "#/components/schemas/Place"),
  ),
  pair(
    "required member that is read-only",
    "breaking",
    "breaking",
    set("/components/schemas/Order/properties/code/readOnly", true),
    set("/components/schemas/Order/required/2", "code"),
  ),
  pair("unused component", "compatible", "compatible", set("/components/schemas/Unused", { type: "string" })),
];
