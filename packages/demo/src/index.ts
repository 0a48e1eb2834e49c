export type { DemoProgress, DemoRows, DemoSize, DemoWatch } from './generate.ts';
export { type DemoSftp, startDemoSftp } from './sftp/start-demo-sftp.ts';
export { DEMO_MODELS } from './tables.ts';
export { demoWorkspaceFolder } from './workspace-folder.ts';
export { writeDuckDb } from './write-duckdb.ts';
export { writePostgres } from './write-postgres.ts';
