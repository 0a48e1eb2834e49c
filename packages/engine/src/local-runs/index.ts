/** What runs on this machine leave in the workspace's folder `.waybill`: for the command line and the editor's preview. */
export { appendReceipt, earlierRuns, lastSuccess } from './journal.ts';
export { type RunFolders, runFolders } from './run-folders.ts';
