import type { GlobalOptions } from '../command-context.ts';
import type { RunOptions } from '../commands/run.ts';
import type { Io } from '../io.ts';
import { exportName } from '../service/export-name.ts';
import { withService } from '../service/with-service.ts';
import { UsageFault } from '../usage-fault.ts';
import { followAsked } from './follow-run.ts';

/** Asks the service to run an export as it is deployed, now; gives the exit code of its outcome. */
export async function requestRun(io: Io, word: string, options: RunOptions & GlobalOptions): Promise<number> {
  const { at, day, checks, deliver } = options;
  if (!deliver) throw UsageFault.of('options-exclude', { one: '--no-deliver', other: '--service' });
  const body = {
    ...(at === undefined ? {} : { at }),
    ...(day === undefined ? {} : { day }),
    ...(checks ? {} : { skipChecks: true }),
  };
  return withService(io, options, async client => {
    const name = await exportName(io, word);
    const run = await client.runExport({ params: { name }, body });
    return followAsked(io, client, run, options);
  });
}
