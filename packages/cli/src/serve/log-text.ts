import type { Colours } from '../io.ts';
import { visible } from '../render/visible.ts';

/** What every line has, or what is said already. */
const LEFT_OUT = ['level', 'time', 'service', 'msg', 'err', 'pid', 'hostname'];

/** A line of the service's log for people: `06:30:04  run queued  run=20261122T…`, the cause of an error after it. */
export function logText(line: string, { dim, yellow, red }: Colours): string {
  let entry: Readonly<Record<string, unknown>>;
  try {
    entry = JSON.parse(line) as typeof entry;
  } catch {
    return visible(line.trimEnd());
  }
  const { level, time, msg = '' } = entry;
  const paint = level === 'error' || level === 'fatal' ? red : level === 'warn' ? yellow : (text: string) => text;
  const facts = Object.entries(entry)
    .filter(([key, value]) => !LEFT_OUT.includes(key) && value !== null && typeof value !== 'object')
    .map(([key, value]) => `${key}=${visible(String(value))}`);
  const cause = messageIn(entry.err);
  return [
    dim(clock(String(time))),
    paint(visible(String(msg))),
    ...(cause === undefined || cause === msg ? [] : [paint(visible(cause))]),
    ...(facts.length === 0 ? [] : [dim(facts.join(' '))]),
  ].join('  ');
}

function messageIn(error: unknown): string | undefined {
  const message = (error as { readonly message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : undefined;
}

/** `06:30:04`, on this machine's clock. */
function clock(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? '--:--:--' : at.toLocaleTimeString('sv-SE');
}
