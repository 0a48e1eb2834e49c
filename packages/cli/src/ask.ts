import { createInterface } from 'node:readline';
import { fail } from '@waybill/engine/errors';
import { EXIT } from './exit-codes.ts';
import { type Io, say } from './io.ts';

/** What decides whether a command asks before it does something. */
export interface AskOptions {
  /** The answer in advance: `--yes`. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Whether somebody is there who could answer: a person at a terminal who did not ask for JSON (C1). */
export const canAsk = (io: Io, { json }: AskOptions): boolean =>
  io.input.isTerminal && io.err.isTerminal && json !== true;

/**
 * Whether a person agrees. `question` is what would happen, as a sentence; `--yes` agrees in advance. Where nobody can be
 * asked, `inPipe` says what that means: `agree`, or `refuse` with the problem `needs-yes`.
 */
export async function agrees(
  io: Io,
  options: AskOptions,
  question: string,
  inPipe: 'agree' | 'refuse',
): Promise<boolean> {
  if (options.yes) return true;
  if (canAsk(io, options)) return askYesNo(io, question);
  return inPipe === 'agree' || fail('needs-yes', { what: question });
}

/** Asks for yes or no; anything but a yes, the end of the input too, is a no. */
export async function askYesNo(io: Io, question: string): Promise<boolean> {
  io.err.write(`${question} Go on? [y/N] `);
  const answer = await readLine(io);
  if (answer === undefined) io.err.write('\n');
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

/** After a no: says that nothing happened, and gives the exit code. */
export function declined(io: Io): number {
  say(io.err, 'Nothing was changed.');
  return EXIT.interrupted;
}

/** A line that is typed; undefined at the end of the input. */
function readLine(io: Io): Promise<string | undefined> {
  return new Promise(resolve => {
    const lines = createInterface({ input: io.input.stream, terminal: false });
    let line: string | undefined;
    lines.once('line', text => {
      line = text;
      lines.close();
    });
    lines.once('close', () => resolve(line));
  });
}
