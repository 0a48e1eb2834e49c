import type { DeployResult } from '@waybill/api';
import { parseExport } from '@waybill/engine/definition';
import { WaybillError } from '@waybill/engine/errors';
import type { Actor, ServiceContext } from '../context.ts';
import type { InputOf } from '../http/handler.ts';
import { deploy } from './deploy.ts';
import { withSchedule } from './edit-definition.ts';
import { currentText } from './export-view.ts';
import { findExport } from './find-export.ts';

/**
 * Changes when an export runs (S4): a new revision whose text differs in the schedule alone. The whole schedule is
 * replaced, validity and policies included. A dry run gives the export as it would be, with its next five firings.
 * @throws `schedule-kind-changed`, what is wrong with the schedule, `revision-conflict` when somebody else changed the
 *   export meanwhile.
 */
export async function rescheduleExport(
  service: ServiceContext,
  actor: Actor,
  { params: { name }, body: { schedule, note, dryRun } }: InputOf<'rescheduleExport'>,
): Promise<DeployResult> {
  const row = await findExport(service.store, name);
  const before = await currentText(service.store.db, row);
  // What says the same as now is no change, whatever it looks like; absent means `now`.
  const text =
    schedule === 'now' && parseExport(before).value?.schedule === undefined ? before : withSchedule(before, schedule);
  try {
    return await deploy(service, actor, { text, note, dryRun, expectedRevision: row.revision });
  } catch (error) {
    throw error instanceof WaybillError ? inRequest(error) : error;
  }
}

/** Whoever asks does not have the text in front of them: places are those of the request. */
function inRequest(error: WaybillError): WaybillError {
  const [first, ...rest] = error.problems.map(problem => ({
    ...problem,
    ...(problem.place === undefined
      ? {}
      : { place: problem.place.path === undefined ? {} : { path: problem.place.path } }),
  }));
  return first ? new WaybillError([first, ...rest], { cause: error }) : error;
}
