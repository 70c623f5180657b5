export type {
  ConstraintRef,
  ContractCase,
  CoverageRow,
  Derivation,
  Location,
  RequestPlan,
  SendableRequest,
  Side,
} from "./case.ts";
export { deriveCases, type DeriveOptions } from "./derive.ts";
export { runCases, type Finding, type RunOptions } from "./run.ts";
export { DocumentError } from "./schema/source.ts";
