import { isatty } from 'node:tty';
import picocolors from 'picocolors';
import { EXIT } from './exit-codes.ts';

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Where a command writes; a terminal may be written to with colours and over what stood there. */
export interface Channel {
  readonly isTerminal: boolean;
  /** Characters that fit in a line. */
  readonly columns: number;
  readonly colours: Colours;
  write(text: string | Uint8Array): void;
  /** As `write`, for much: resolves when more may come. */
  writeAll(bytes: Uint8Array): Promise<void>;
}

/** What is typed or piped in. */
export interface Input {
  readonly isTerminal: boolean;
  readonly stream: NodeJS.ReadableStream;
  /** Whether what is typed is shown by the terminal; does nothing on a pipe. */
  echo(shown: boolean): void;
}

/** What a command sees of the process that it runs in. */
export interface Io {
  readonly input: Input;
  /** What was asked for: the receipt, the problems, the preview. */
  readonly out: Channel;
  /** What goes on meanwhile, and errors that belong to no file. */
  readonly err: Channel;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Width that is taken for granted where nobody says it. */
const DEFAULT_COLUMNS = 100;

/**
 * Whether a stream gets colours: a terminal does, a pipe and a file do not (C1). NO_COLOR and `--no-color` switch them
 * off, FORCE_COLOR on.
 */
export function wantsColours(isTerminal: boolean, env: NodeJS.ProcessEnv, argv: readonly string[]): boolean {
  if (argv.includes('--no-color') || (env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}

function channelOf(
  stream: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  argv: readonly string[],
  onFailure: (error: NodeJS.ErrnoException) => void,
): Channel {
  // Whoever reads may stop early (`waybill preview … | head`): what is left to say is then said to nobody.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') onFailure(error);
  });
  const isTerminal = stream.isTTY === true;
  return {
    isTerminal,
    get columns() {
      return stream.columns ?? DEFAULT_COLUMNS;
    },
    colours: picocolors.createColors(wantsColours(isTerminal, env, argv)),
    write: text => void stream.write(text),
    writeAll: bytes => new Promise(resolve => stream.write(bytes, () => resolve())),
  };
}

/** The surroundings of a real process. */
export function ioOfProcess(argv: readonly string[]): Io {
  const { env } = process;
  // A full disk under the output stops no command, and yet nobody has read that all went well.
  let told = false;
  const failed = (then: (error: NodeJS.ErrnoException) => void) => (error: NodeJS.ErrnoException) => {
    if (told) return;
    told = true;
    process.once('exit', () => {
      process.exitCode = EXIT.machine;
    });
    then(error);
  };
  const err = channelOf(
    process.stderr,
    env,
    argv,
    failed(() => {}),
  );
  const tell = async ({ code, message }: NodeJS.ErrnoException) => {
    const { problem } = await import('@waybill/engine/errors');
    const { renderProblems } = await import('./render/problems.ts');
    const found = problem('output-unwritable', { detail: code ?? message });
    err.write(renderProblems([found], { colours: err.colours, textOf: () => undefined }));
  };
  return {
    // Only a command that reads it may touch it: a stream that was opened keeps the process alive.
    input: {
      isTerminal: isatty(0),
      get stream() {
        return process.stdin;
      },
      echo: shown => void (process.stdin.isTTY && process.stdin.setRawMode(!shown)),
    },
    out: channelOf(
      process.stdout,
      env,
      argv,
      failed(error => void tell(error)),
    ),
    err,
    cwd: process.cwd(),
    env,
  };
}

/** Prints lines, each with its end. */
export const say = (channel: Channel, ...lines: readonly string[]): void => {
  if (lines.length > 0) channel.write(`${lines.join('\n')}\n`);
};

/** Prints a value as indented JSON. */
export const sayJson = (channel: Channel, value: unknown): void =>
  channel.write(`${JSON.stringify(value, undefined, 2)}\n`);
