#!/usr/bin/env node
import './quick-start.ts';
import { ioOfProcess } from './io.ts';

const argv = process.argv.slice(2);
const { runCommandLine } = await import('./program.ts');
process.exitCode = await runCommandLine(argv, ioOfProcess(argv));
