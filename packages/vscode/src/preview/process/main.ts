/**
 * The process of the preview: started by `preview-process.ts`, spoken to in the messages of `protocol.ts`. Drivers of
 * databases, and queries that take all memory, never share a process with the editor's extensions.
 *
 * Argument: after how many ms without anything to do it ends; it is started anew when it is needed.
 */
import { type FromProcess, toProcessSchema } from '../protocol.ts';
import { answer } from './answer.ts';

/** How long a query may take to stop when the editor is gone, in ms. */
const LAST_PATIENCE = 5000;

const idle = Number(process.argv[2] ?? 300_000);
const running = new Map<number, { readonly abort: AbortController; readonly over: Promise<void> }>();

const say = (message: FromProcess): void => {
  if (process.connected) process.send?.(message);
};

let idling: NodeJS.Timeout | undefined;
const rest = (): void => {
  clearTimeout(idling);
  if (running.size === 0) idling = setTimeout(() => process.exit(), idle);
};

process.on('message', (raw: unknown) => {
  const message = toProcessSchema.parse(raw);
  const { id } = message;
  if (message.kind === 'cancel') {
    running.get(id)?.abort.abort();
    return;
  }
  clearTimeout(idling);
  const abort = new AbortController();
  const over = answer(message.asked, abort.signal, step => say({ kind: 'step', id, step })).then(given => {
    running.delete(id);
    say({ id, ...given });
    rest();
  });
  running.set(id, { abort, over });
});

// The editor is gone: what still runs in a database is stopped, then there is nobody to work for.
process.on('disconnect', () => {
  setTimeout(() => process.exit(), LAST_PATIENCE).unref();
  for (const { abort } of running.values()) abort.abort();
  void Promise.allSettled([...running.values()].map(({ over }) => over)).then(() => process.exit());
});
// A terminal sends these to all its processes; the editor's end is what decides.
process.on('SIGINT', () => {});

rest();
