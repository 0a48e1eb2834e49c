import { context } from '../../../blocks/build.ts';
import { escaped } from '../../../blocks/text.ts';
import type { Catalog } from '../catalog.ts';
import type { CreateDraft } from '../create-draft.ts';
import type { DraftState } from '../draft-state.ts';
import { said } from '../form.ts';
import { type Step, wb } from '../step.ts';
import { firingBlocks, readSchedule, scheduleBlocks, scheduleInput, scheduleMissing } from './schedule-blocks.ts';

export const SCHEDULE_PREFIX = wb('schedule:');

export const zoneOf = ({ state }: CreateDraft, { template, brandZone }: Catalog): string =>
  state.timezone ?? template?.definition.timezone ?? brandZone;

/** When it runs (S1), with its next firings as they are with what is chosen. */
export const scheduleStep: Step = {
  id: 'schedule',
  title: 'Schedule',
  checks: true,
  blocks({ draft, catalog, check }) {
    const timezone = zoneOf(draft, catalog);
    const { typed, state } = draft;
    return [
      ...scheduleBlocks({ prefix: SCHEDULE_PREFIX, typed, schedule: state.schedule, timezone }),
      ...(check === undefined ? [] : firingBlocks(check.schedule, check.firings)),
      ...(check !== undefined && check.firings.length === 0 && state.schedule !== undefined && state.schedule !== 'now'
        ? [context('No run is in sight yet: choose when.')]
        : [context(`Times are those of ${escaped(timezone)}.`)]),
    ];
  },
  read(draft, catalog) {
    const { state, typed } = draft;
    const timezone = zoneOf(draft, catalog);
    const schedule = readSchedule({ prefix: SCHEDULE_PREFIX, typed, schedule: state.schedule, timezone });
    const { schedule: _, ...rest } = state;
    return { ...draft, state: said({ ...rest, schedule }) as DraftState };
  },
  missing: ({ state }) => scheduleMissing(SCHEDULE_PREFIX, state.schedule),
  owns: ([key]) => key === 'schedule',
  inputOf: ([, ...path], { state }) => scheduleInput(SCHEDULE_PREFIX, path, state.schedule),
};
