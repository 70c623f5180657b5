export type {
  ConstraintRef,
  ContractCase,
  CoverageRow,
  Derivation,
  DocumentProblem,
  Location,
  RequestPlan,
  SendableRequest,
  Side,
} from "./case.ts";
export { deriveCases, deriveParts, type DerivedPart, type DeriveOptions } from "./derive.ts";
export { runCases, runContract, type RunOptions } from "./run/run.ts";
export type { Finding, FindingKind, OperationReport, RunReport, Undecided } from "./run/finding.ts";
export { DocumentError } from "./schema/problems.ts";
