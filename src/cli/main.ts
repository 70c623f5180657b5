#!/usr/bin/env node
import { surviveClosedPipes } from "./output.ts";
import { program } from "./program.ts";

surviveClosedPipes();
process.exitCode = await program(process.argv.slice(2));
