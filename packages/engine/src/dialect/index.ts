export { type CompileOptions, compile, compileEmptyCells, tablesOf } from './compile.ts';
export { Dialect } from './dialect.ts';
export { dialectOf } from './registry.ts';
