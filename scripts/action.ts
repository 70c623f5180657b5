import { runAction } from "./action/run.ts";

process.exitCode = await runAction(process.env, (line) => console.log(line));
