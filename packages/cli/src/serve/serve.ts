import { startService } from '@waybill/service';
import type { GlobalOptions } from '../command-context.ts';
import type { ServeOptions } from '../commands/serve.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { version } from '../version.ts';
import { workspaceFolder } from '../workspace/locate.ts';
import { readyLines } from './ready-lines.ts';

/** Runs the service until it is told to stop (C3, C4); gives the exit code. */
export async function serve(io: Io, options: ServeOptions & GlobalOptions): Promise<number> {
  const folder = workspaceFolder(io, options);
  const { port, host } = options;
  return interruptible(
    io.err,
    async signal => {
      const service = await startService({
        folder,
        env: io.env,
        ...(port === undefined ? {} : { port }),
        ...(host === undefined ? {} : { host }),
      });
      if (options.json) sayJson(io.out, { url: service.url, workspace: folder, version: version(), pid: process.pid });
      else say(io.out, ...readyLines({ url: service.url, folder }, io));
      const stopped = new Promise<void>(resolve => {
        const stop = () => resolve(service.stop());
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      });
      await Promise.race([service.closed, stopped]);
      return EXIT.ok;
    },
    'Stopping: runs in progress are finished or handed over; once more ends at once.',
  );
}
