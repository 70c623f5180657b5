export { compile, PATHS } from "../../scripts/compile.ts";
