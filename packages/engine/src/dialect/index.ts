export { type CompileOptions, compile, compileEmptyCells, tablesOf } from './compile.ts';
export { Dialect } from './dialect.ts';
export { DIALECTS, dialectOf } from './registry.ts';
