import type { RunView } from '@waybill/api';
import type { GlobalOptions } from '../command-context.ts';
import type { ApproveOptions, ReasonOptions } from '../commands/decide.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { visible } from '../render/visible.ts';
import { withService } from '../service/with-service.ts';
import { findRun, runThatAllows } from './find-run.ts';
import { followAsked } from './follow-run.ts';

const reasonOf = ({ reason }: ReasonOptions) => (reason === undefined ? {} : { reason });

/** Stops a run: its query and its uploads (R3). */
export async function cancelRun(io: Io, word: string, options: ReasonOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const id = await findRun(io, client, word, runThatAllows('cancel', 'that could be stopped'));
    const run = await client.cancelRun({ params: { id }, body: reasonOf(options) });
    const how = run.status === 'cancelled' ? 'was cancelled' : 'is being stopped';
    return told(io, run, `${io.out.colours.yellow('–')} Run ${id} of ${visible(run.export)} ${how}.`, options);
  });
}

/** Delivers the very file that is in quarantine (O7); gives the exit code of how that went. */
export async function approveRun(io: Io, word: string, options: ApproveOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const id = await findRun(io, client, word, runThatAllows('approve', 'in quarantine'));
    const run = await client.approveRun({ params: { id }, body: reasonOf(options) });
    return followAsked(io, client, run, options);
  });
}

/** Lets a file in quarantine go nowhere (O7). */
export async function rejectRun(io: Io, word: string, options: ReasonOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const id = await findRun(io, client, word, runThatAllows('reject', 'in quarantine'));
    const run = await client.rejectRun({ params: { id }, body: reasonOf(options) });
    return told(
      io,
      run,
      `${io.out.colours.yellow('–')} The file of run ${id} of ${visible(run.export)} goes nowhere.`,
      options,
    );
  });
}

function told(io: Io, run: RunView, sentence: string, { json }: GlobalOptions): number {
  if (json) sayJson(io.out, run);
  else say(io.out, sentence);
  return EXIT.ok;
}
