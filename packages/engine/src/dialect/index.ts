export { type CompileOptions, compile, tablesOf } from './compile.ts';
export { Dialect } from './dialect.ts';
export { DIALECTS, dialectOf } from './registry.ts';
