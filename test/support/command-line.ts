import { PassThrough } from 'node:stream';
import { type Channel, type Io, ioOfProcess } from '../../packages/cli/src/io.ts';
import { runCommandLine } from '../../packages/cli/src/program.ts';

export interface CommandLineOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Whether a person sits at a terminal. Default: everything is a pipe. */
  readonly terminal?: boolean;
  /** What is typed, or piped in, all at once. */
  readonly typed?: string;
}

export interface CommandLineResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What went to the standard output, byte by byte. */
  readonly bytes: Buffer;
  /** Whether what was typed was ever hidden. */
  readonly hidden: boolean;
}

const PLAIN = ioOfProcess(['--no-color']).out.colours;

/** A command line in this process, in a folder, and what it printed. Sees nothing of the environment of the tests. */
export async function commandLine(
  cwd: string,
  argv: readonly string[],
  { env = {}, terminal = false, typed = '' }: CommandLineOptions = {},
): Promise<CommandLineResult> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const channel = (into: Buffer[]): Channel => ({
    isTerminal: terminal,
    columns: 120,
    colours: PLAIN,
    write: text => void into.push(Buffer.from(text)),
    writeAll: async bytes => void into.push(Buffer.from(bytes)),
  });
  const stream = new PassThrough();
  stream.end(typed);
  let hidden = false;
  const io: Io = {
    out: channel(out),
    err: channel(err),
    input: {
      isTerminal: terminal,
      stream,
      echo: shown => {
        hidden ||= !shown;
      },
    },
    cwd,
    env,
  };
  const code = await runCommandLine(argv, io);
  return {
    code,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
    bytes: Buffer.concat(out),
    hidden,
  };
}
