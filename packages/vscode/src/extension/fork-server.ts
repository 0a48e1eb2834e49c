import { type ChildProcess, fork } from 'node:child_process';

/** Starts the process of the language server, which waits for somebody to introduce himself. */
export const forkServer = (program: string): ChildProcess =>
  fork(program, ['--node-ipc'], {
    // Of VS Code on a desktop, the program that runs this is no Node unless it is told to be.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
