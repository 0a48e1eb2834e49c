#!/usr/bin/env node
import { ioOfProcess } from './io.ts';
import { runCommandLine } from './program.ts';

const argv = process.argv.slice(2);
process.exitCode = await runCommandLine(argv, ioOfProcess(argv));
