#!/usr/bin/env node
import { ioOfProcess } from './io.ts';
import { quickProgram } from './quick-program.ts';
import { optimiseLate } from './quick-start.ts';

type Program = typeof import('./program.ts');

const argv = process.argv.slice(2);
const quick = quickProgram(argv);
if (quick !== undefined) optimiseLate();
const { runCommandLine } = quick === undefined ? await import('./program.ts') : ((await import(quick)) as Program);
process.exitCode = await runCommandLine(argv, ioOfProcess(argv));
