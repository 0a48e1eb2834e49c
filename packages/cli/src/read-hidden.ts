import { fail, problem, WaybillError } from '@waybill/engine/errors';
import type { Io } from './io.ts';

/** The longest secret that is taken, characters. */
const LONGEST = 100_000;

/**
 * Something that nobody may see (Q1): typed without being shown, or all of the standard input. Never an argument, which
 * other users of the machine could read. A newline at its end is not part of it.
 */
export async function readHidden(io: Io, what: string): Promise<string> {
  const text = io.input.isTerminal ? await typeHidden(io, what) : await readAll(io.input.stream);
  const value = text.replace(/\r?\n$/, '');
  if (value === '') fail('nothing-typed', { what });
  return value;
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array | string);
    length += bytes.length;
    // Far more than the service takes: it says so.
    if (length > 8 * LONGEST) break;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const ENTER = ['\r', '\n'];
const BACKSPACE = ['\u007f', '\b'];
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

function typeHidden(io: Io, what: string): Promise<string> {
  const { input, err } = io;
  err.write(`${what} (not shown): `);
  input.echo(false);
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const end = (settle: () => void) => {
      input.stream.removeListener('data', onData);
      input.stream.removeListener('end', onEnd);
      input.stream.pause();
      input.echo(true);
      err.write('\n');
      settle();
    };
    const onEnd = () => end(() => resolve(typed.join('')));
    const onData = (chunk: Uint8Array | string) => {
      for (const key of chunk.toString()) {
        if (ENTER.includes(key) || key === CTRL_D) return onEnd();
        if (key === CTRL_C) return end(() => reject(interrupted(what)));
        if (BACKSPACE.includes(key)) typed = typed.slice(0, -1);
        else typed.push(key);
      }
    };
    input.stream.on('data', onData).once('end', onEnd);
    input.stream.resume();
  });
}

const interrupted = (what: string): WaybillError =>
  new WaybillError([problem('interrupted', { what: `Typing ${what.charAt(0).toLowerCase()}${what.slice(1)}` })]);
