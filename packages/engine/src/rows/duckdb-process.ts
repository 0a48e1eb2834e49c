import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problem, WaybillError } from '../errors/index.ts';
import type { DuckdbCalls, Reply, Request } from './duckdb-messages.ts';

/** What DuckDB says about a failed call. */
export class DuckdbCallError extends Error {
  /** The data file that it is about, if it is about one. */
  readonly path: string | undefined;
  constructor(message: string, path: string | undefined) {
    super(message);
    this.name = 'DuckdbCallError';
    this.path = path;
  }
}

/** The process ended with calls unanswered. */
export class DuckdbDiedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DuckdbDiedError';
  }
}

export interface DuckdbProcess {
  readonly pid: number | undefined;
  readonly alive: () => boolean;
  /** @throws DuckdbCallError, DuckdbDiedError; WaybillError where DuckDB is not installed. */
  call<K extends keyof DuckdbCalls>(call: K, ask: DuckdbCalls[K]['ask']): Promise<DuckdbCalls[K]['answer']>;
  /** Ends it at once, and waits until it is gone. */
  kill(): Promise<void>;
}

/** What the process sees of the environment: nothing that could be a secret of the workspace. */
const ENVIRONMENT =
  /^(PATH|HOME|TMPDIR|TMP|TEMP|LANG|LC_\w+|SystemRoot|ELECTRON_RUN_AS_NODE|NODE_OPTIONS|LD_LIBRARY_PATH)$/;
/** How much of what it writes to stderr is kept, in characters. */
const LAST_WORDS = 2000;

export function startDuckdb(): DuckdbProcess {
  // Beside this file and with its ending: as source under a loader, as built, or in a bundle.
  const extension = extname(fileURLToPath(import.meta.url));
  const program = fileURLToPath(new URL(`./duckdb-child${extension}`, import.meta.url));
  const child = fork(program, [], {
    // As source it needs the loader for TypeScript, and nothing else that this process was started with.
    execArgv: extension === '.ts' ? loaders(process.execArgv) : [],
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => ENVIRONMENT.test(name))),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return speakTo(child);
}

const duckdbMissing = (detail: string): WaybillError => {
  const platform = `${process.platform}-${process.arch}`;
  return new WaybillError([problem('duckdb-missing', { platform, detail })]);
};

function loaders(given: readonly string[]): string[] {
  return given.flatMap((argument, index) => {
    if (/^(--import|--conditions|--loader|--experimental-loader|--require)=/.test(argument)) return [argument];
    const value = given[index + 1];
    return /^(--import|--conditions|-C|--loader|--experimental-loader|--require|-r)$/.test(argument) &&
      value !== undefined
      ? [argument, value]
      : [];
  });
}

function speakTo(child: ChildProcess): DuckdbProcess {
  type Waiting = { resolve: (answer: never) => void; reject: (error: Error) => void };
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended: DuckdbDiedError | undefined;
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (words: string) => {
    lastWords = (lastWords + words).slice(-LAST_WORDS);
  });

  const over = new Promise<void>(resolve => {
    const end = (how: string) => {
      if (ended) return;
      const words = lastWords.trim().split('\n').at(-1) ?? '';
      ended = new DuckdbDiedError(words === '' ? how : `${how} (${words})`);
      for (const { reject } of waiting.values()) reject(ended);
      waiting.clear();
      resolve();
    };
    child.once('error', error => end(`it could not be started: ${error.message}`));
    child.once('exit', (code, signal) => end(signal ? `it was stopped by ${signal}` : `it ended with code ${code}`));
  });

  child.on('message', (reply: Reply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('missing' in reply) asked?.reject(duckdbMissing(reply.error));
    else if ('error' in reply) asked?.reject(new DuckdbCallError(reply.error, reply.path));
    else asked?.resolve(reply.answer as never);
  });

  return {
    pid: child.pid,
    alive: () => ended === undefined,
    call(call, ask) {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        lastId += 1;
        const request: Request = { id: lastId, call, ask };
        waiting.set(lastId, { resolve, reject });
        // An error here means that it is ending; its exit rejects the call.
        child.send(request, () => {});
      });
    },
    async kill() {
      if (!ended) child.kill('SIGKILL');
      await over;
    },
  };
}
