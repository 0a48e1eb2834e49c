import { startService } from '@waybill/service';
import type { GlobalOptions } from '../command-context.ts';
import type { ServeOptions } from '../commands/serve.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say } from '../io.ts';
import { version } from '../version.ts';
import { workspaceFolder } from '../workspace/locate.ts';
import { logFor } from './log-for.ts';
import { serveSlack } from './serve-slack.ts';
import { started } from './small-start.ts';

/**
 * Runs the service until it is told to stop (C3, C4); gives the exit code. Its log is for people at a terminal; elsewhere,
 * and with `--json`, it is lines of JSON on the standard output.
 */
export async function serve(io: Io, options: ServeOptions & GlobalOptions): Promise<number> {
  const folder = workspaceFolder(io, options);
  const { port, host } = options;
  const forPeople = io.out.isTerminal && !options.json;
  const log = logFor(io, options);
  return interruptible(
    io.err,
    async signal => {
      const service = await startService({ folder, env: io.env, port, host, log });
      const bot = await serveSlack(io, { folder, log, service });
      started();
      say(forPeople ? io.out : io.err, readyLine(service, io));
      if (!signal.aborted) await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
      await bot?.stop();
      await service.stop();
      return EXIT.ok;
    },
    'Stopping: runs in progress are finished or handed over; once more ends at once.',
  );
}

/** Where it answers, for which workspace, and what to do next. */
const readyLine = (
  { url, workspace }: { readonly url: string; readonly workspace: string },
  { out: { colours } }: Io,
): string =>
  `${colours.green('✓')} Waybill ${version()} listens on ${colours.bold(url)} for the workspace ${workspace}. ` +
  'In it, `waybill deploy FILE` gives the service an export.';
