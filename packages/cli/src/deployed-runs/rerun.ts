import { ApiError, type Client, type RunView } from '@waybill/api';
import { askYesNo, canAsk, declined } from '../ask.ts';
import type { GlobalOptions } from '../command-context.ts';
import type { RerunOptions } from '../commands/rerun.ts';
import type { Io } from '../io.ts';
import { visible } from '../render/visible.ts';
import { needsYes } from '../service/needs-yes.ts';
import { withService } from '../service/with-service.ts';
import { FAILED_RUN, findRun } from './find-run.ts';
import { followAsked } from './follow-run.ts';

/** Runs a run again with its own window and revision (R3); gives the exit code of its outcome. */
export async function rerun(io: Io, word: string, options: RerunOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const id = await findRun(io, client, word, FAILED_RUN);
    const run = await askedAgain(io, client, id, options);
    return run === undefined ? declined(io) : followAsked(io, client, run, options);
  });
}

/** The new run; undefined when the person says no to what would be overwritten. */
async function askedAgain(io: Io, client: Client, id: string, options: RerunOptions): Promise<RunView | undefined> {
  const params = { id };
  if (options.yes) return client.rerunRun({ params, body: { confirm: true } });
  try {
    return await client.rerunRun({ params, body: {} });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'confirm-again') throw error;
    if (!canAsk(io, options)) throw needsYes(error);
    if (!(await askYesNo(io, visible(error.message)))) return undefined;
    return client.rerunRun({ params, body: { confirm: true } });
  }
}
