import { type ChildProcess, fork } from 'node:child_process';
import { problem } from '@waybill/engine/errors';
import {
  type FromProcess,
  fromProcessSchema,
  type PreviewAsked,
  type PreviewResult,
  type ShownProblem,
  type Step,
  type ToProcess,
} from './protocol.ts';

export type PreviewAnswer =
  | { readonly kind: 'result'; readonly result: PreviewResult }
  | { readonly kind: 'problems'; readonly problems: readonly ShownProblem[] }
  | { readonly kind: 'cancelled' };

export interface PreviewWatch {
  /** Abort cancels the query; the answer comes when it has stopped. */
  readonly signal: AbortSignal;
  readonly onStep?: (step: Step) => void;
}

export interface PreviewProcessOptions {
  /** The process's program: an absolute path. */
  readonly program: string;
  /** Options of Node before it. Default none. */
  readonly execArgv?: readonly string[];
  /** Environment beyond this process's; secrets of the workspace may be in it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ms without anything to do until it ends. Default 5 minutes. */
  readonly idle?: number;
  /** How long a cancelled query may take to stop, in ms, before the process is killed. Default 10 s. */
  readonly patience?: number;
  /** What the process writes to stderr. */
  readonly log?: (words: string) => void;
}

/** The process that makes previews: started with the first one, and again after it ended. */
export interface PreviewProcess {
  /** Never rejects. A process that dies is a problem, and the next preview starts another. */
  preview(asked: PreviewAsked, watch: PreviewWatch): Promise<PreviewAnswer>;
  /** Undefined while none is there. */
  readonly pid: number | undefined;
  dispose(): void;
}

interface Waiting {
  readonly asked: PreviewAsked;
  readonly watch: PreviewWatch;
  readonly answer: (answer: PreviewAnswer) => void;
}

/** How much of what it writes to stderr is kept for the message of its death, in characters. */
const LAST_WORDS = 2000;

export function previewProcess(options: PreviewProcessOptions): PreviewProcess {
  const { program, execArgv = [], env = {}, idle = 300_000, patience = 10_000, log = () => {} } = options;
  let current: { readonly child: ChildProcess; readonly waiting: Map<number, Waiting> } | undefined;
  let lastId = 0;

  const start = () => {
    const child = fork(program, [String(idle)], {
      execArgv: [...execArgv],
      // Inside VS Code the executable is Electron, which is Node only when it is told so.
      env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const waiting = new Map<number, Waiting>();
    const started = { child, waiting };
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (words: string) => {
      lastWords = (lastWords + words).slice(-LAST_WORDS);
      log(words.trimEnd());
    });
    const end = (how: string, idle = false) => {
      if (current === started) current = undefined;
      // It was asked while it ended for want of anything to do: another one is.
      if (idle) {
        for (const { asked, watch, answer } of waiting.values()) void preview(asked, watch).then(answer);
        return waiting.clear();
      }
      const words = /^\w*Error\b.*$/m.exec(lastWords)?.[0] ?? '';
      for (const { answer } of waiting.values()) answer(died(words === '' ? how : `${how} (${words})`));
      waiting.clear();
    };
    child.once('error', error => end(`it could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      end(signal ? `it was stopped by ${signal}` : `it ended with code ${code}`, code === 0),
    );
    child.on('message', (raw: unknown) => {
      const read = fromProcessSchema.safeParse(raw);
      if (!read.success) {
        end(`it said something else than expected: ${read.error.issues[0]?.path.join('.')}`);
        child.kill('SIGKILL');
        return;
      }
      hear(read.data, waiting);
    });
    return started;
  };

  const ready = () => {
    // One that is idle may be ending just now: it no longer listens then.
    if (!current?.child.connected) current = start();
    return current;
  };

  const preview: PreviewProcess['preview'] = (asked, watch) => {
    if (watch.signal.aborted) return Promise.resolve({ kind: 'cancelled' });
    const { child, waiting } = ready();
    lastId += 1;
    const id = lastId;
    return new Promise<PreviewAnswer>(resolve => {
      let killing: NodeJS.Timeout | undefined;
      const cancel = () => {
        send(child, { kind: 'cancel', id });
        killing = setTimeout(() => child.kill('SIGKILL'), patience);
      };
      watch.signal.addEventListener('abort', cancel, { once: true });
      waiting.set(id, {
        asked,
        watch,
        answer: answer => {
          clearTimeout(killing);
          watch.signal.removeEventListener('abort', cancel);
          // Who cancelled does not ask any more how it ended.
          resolve(watch.signal.aborted ? { kind: 'cancelled' } : answer);
        },
      });
      send(child, { kind: 'preview', id, asked });
    });
  };

  return {
    preview,
    get pid() {
      return current?.child.pid;
    },
    dispose() {
      const ending = current;
      current = undefined;
      for (const { answer } of ending?.waiting.values() ?? []) answer({ kind: 'cancelled' });
      ending?.waiting.clear();
      // It stops its queries, and then itself.
      if (ending?.child.connected) ending.child.disconnect();
    },
  };
}

function hear(message: FromProcess, waiting: Map<number, Waiting>): void {
  const asked = waiting.get(message.id);
  if (message.kind === 'step') {
    asked?.watch.onStep?.(message.step);
    return;
  }
  waiting.delete(message.id);
  const { id: _, ...answer } = message;
  asked?.answer(answer);
}

/** An error means that it is ending; its exit answers what is waited for. */
const send = (child: ChildProcess, message: ToProcess): void => void child.send(message, () => {});

function died(how: string): PreviewAnswer {
  const { code, severity, message, fix } = problem('preview-died', { how });
  const nowhere = { file: null, shown: null, line: null, column: null, endLine: null, endColumn: null };
  return { kind: 'problems', problems: [{ code, severity, message, fix, ...nowhere }] };
}
