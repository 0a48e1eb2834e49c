#!/usr/bin/env node
import './quick-start.ts';
import { ioOfProcess } from './io.ts';
import { quickProgram } from './quick-program.ts';

const argv = process.argv.slice(2);
const { runCommandLine } = (await import(quickProgram(argv) ?? './program.js')) as typeof import('./program.ts');
process.exitCode = await runCommandLine(argv, ioOfProcess(argv));
