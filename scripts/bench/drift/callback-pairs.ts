// Pairs that change the callback of the base document and the schemas of its body and response.
import { move, remove, set } from "./edit.ts";
import { OPERATION, pair, type Pair } from "./pair.ts";

const CALLBACK = `${OPERATION}/callbacks/shipped/{$request.body#~1website}/post`;
const NOTIFICATION = "/components/schemas/Notification";
const RECEIPT = "/components/schemas/Receipt";

/** Changes of the callback. */
export const CALLBACK_PAIRS: readonly Pair[] = [
  pair(
    "callback may send another value",
    "breaking",
    "compatible",
    set(`${NOTIFICATION}/properties/state/enum/2`, "returned"),
  ),
  pair(
    "callback sends a smaller range",
    "compatible",
    "breaking",
    set(`${NOTIFICATION}/properties/weight/maximum`, 40),
  ),
  pair("callback may omit a member", "breaking", "compatible", set(`${NOTIFICATION}/required`, ["id"])),
  pair(
    "callback sends a new member",
    "compatible",
    "breaking",
    set(`${NOTIFICATION}/properties/carrier`, { type: "string" }),
  ),
  pair("callback response must hold more", "breaking", "compatible", set(`${RECEIPT}/required/1`, "remark")),
  pair("callback response may be longer", "compatible", "breaking", set(`${RECEIPT}/properties/remark/maxLength`, 20)),
  pair("callback body optional", "breaking", "compatible", set(`${CALLBACK}/requestBody/required`, false)),
  pair(
    "callback in another media type",
    "breaking",
    "breaking",
    move(`${CALLBACK}/requestBody/content/application~1json`, `${CALLBACK}/requestBody/content/application~1xml`),
  ),
  pair(
    "callback with a new required header",
    "compatible",
    "breaking",
    set(`${CALLBACK}/parameters`, [{ name: "X-Signature", in: "header", required: true, schema: { type: "string" } }]),
  ),
  pair("callback response status removed", "breaking", "compatible", remove(`${CALLBACK}/responses/4XX`)),
  pair("callback renamed operation", "breaking", "breaking", set(`${CALLBACK}/operationId`, "orderSent")),
  pair(
    "callback example removed",
    "breaking",
    "compatible",
    remove(`${CALLBACK}/requestBody/content/application~1json/examples/shipped`),
  ),
  pair(
    "callback with another URL expression",
    "breaking",
    "breaking",
    move(
      `${OPERATION}/callbacks/shipped/{$request.body#~1website}`,
      `${OPERATION}/callbacks/shipped/{$request.body#~1url}`,
    ),
  ),
  pair("callback removed", "breaking", "compatible", remove(`${OPERATION}/callbacks/shipped`)),
];
