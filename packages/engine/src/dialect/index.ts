export { type CompileOptions, compile, compileEmptyCells, tablesOf, type UsedColumn, usedColumns } from './compile.ts';
export { Dialect } from './dialect.ts';
export { dialectOf } from './registry.ts';
