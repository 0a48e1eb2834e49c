#!/usr/bin/env node
import './quick-start.ts';
import { ioOfProcess } from './io.ts';
import { quickProgram } from './quick-program.ts';

type Program = typeof import('./program.ts');

const argv = process.argv.slice(2);
const quick = quickProgram(argv);
const { runCommandLine } = quick === undefined ? await import('./program.ts') : ((await import(quick)) as Program);
process.exitCode = await runCommandLine(argv, ioOfProcess(argv));
