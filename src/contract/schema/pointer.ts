export { append as join, segments as split, valueAt } from "../../shared/json-pointer.ts";
