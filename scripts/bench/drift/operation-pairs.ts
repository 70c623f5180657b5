// Pairs that change paths and operations: parameters, media types, statuses and headers.
import { move, remove, set } from "./edit.ts";
import { RESPONSE, OPERATION, pair, type Pair } from "./pair.ts";

const BODY = `${OPERATION}/requestBody`;

/** Changes of paths and operations outside their schemas. */
export const OPERATION_PAIRS: readonly Pair[] = [
  pair("path removed", "breaking", "compatible", remove("/paths/~1orders~1{id}")),
  pair(
    "path parameter renamed",
    "breaking",
    "breaking",
    move("/paths/~1orders~1{id}", "/paths/~1orders~1{order}"),
    set("/paths/~1orders~1{order}/parameters/0/name", "order"),
  ),
  pair("method removed", "breaking", "compatible", remove("/paths/~1orders~1{id}/delete")),
  pair("operation renamed", "breaking", "breaking", set(`${OPERATION}/operationId`, "createOrder")),
  pair("operation deprecated", "compatible", "compatible", set(`${OPERATION}/deprecated`, true)),
  pair("optional parameter removed", "breaking", "compatible", remove(`${OPERATION}/parameters/0`)),
  pair(
    "required parameter added",
    "breaking",
    "breaking",
    set(`${OPERATION}/parameters/3`, { name: "page", in: "query", required: true, schema: { type: "integer" } }),
  ),
  pair("parameter required", "breaking", "compatible", set(`${OPERATION}/parameters/0/required`, true)),
  pair("parameter with a smaller range", "breaking", "compatible", set(`${OPERATION}/parameters/0/schema/maximum`, 40)),
  pair("parameter with another default", "breaking", "breaking", set(`${OPERATION}/parameters/0/schema/default`, 20)),
  pair("parameter elsewhere", "breaking", "breaking", set(`${OPERATION}/parameters/0/in`, "header")),
  pair("list written in another way", "breaking", "breaking", set(`${OPERATION}/parameters/1/explode`, false)),
  pair("explode of a scalar", "compatible", "compatible", set(`${OPERATION}/parameters/0/explode`, false)),
  pair(
    "header parameter in other letters",
    "compatible",
    "compatible",
    set(`${OPERATION}/parameters/2/name`, "x-trace"),
  ),
  pair("request media type removed", "breaking", "compatible", remove(`${BODY}/content/text~1plain`)),
  pair("request body optional", "compatible", "breaking", set(`${BODY}/required`, false)),
  pair(
    "response media type renamed",
    "breaking",
    "breaking",
    move(`${RESPONSE}/content/application~1json`, `${RESPONSE}/content/application~1xml`),
  ),
  pair(
    "new error status",
    "compatible",
    "breaking",
    set(`${OPERATION}/responses/409`, { $ref: "#/components/responses/Problem" }),
  ),
  pair("new success status", "breaking", "breaking", set(`${OPERATION}/responses/202`, { description: "Later." })),
  pair("default response removed", "breaking", "compatible", remove(`${OPERATION}/responses/default`)),
  pair("response header optional", "breaking", "compatible", set(`${RESPONSE}/headers/X-Rate/required`, false)),
  pair("response header removed", "breaking", "compatible", remove(`${RESPONSE}/headers/X-Rate`)),
  pair(
    "response header with more values",
    "breaking",
    "compatible",
    remove(`${RESPONSE}/headers/X-Rate/schema/minimum`),
  ),
];
