import type { TemplateInfo } from '../catalog.ts';
import type { Aside, CreateDraft } from '../create-draft.ts';
import type { Additions, DraftState, Removals } from '../draft-state.ts';
import { isAll, listOf } from './field-list.ts';

/** What each row of the file holds (D2, D5, D6, D8). */
export type RowsMode = 'template' | 'all' | 'picked' | 'groups' | 'kpis';

export function rowsModeOf(state: DraftState): RowsMode {
  if (state.kpis !== undefined || (state.dimensions !== undefined && state.fields === undefined)) return 'kpis';
  if (state.aggregate === true) return 'groups';
  if (state.fields !== undefined) return isAll(listOf(state.fields)[0]) ? 'all' : 'picked';
  return state.extends === undefined ? 'picked' : 'template';
}

const ROW_KEYS = ['aggregate', 'fields', 'kpis', 'dimensions', 'add', 'remove'] as const;

/** The draft with rows of another kind: what was chosen for the kind before is put aside, and comes back with it. */
export function withRowsMode(draft: CreateDraft, mode: RowsMode): CreateDraft {
  const { state } = draft;
  const before = rowsModeOf(state);
  if (before === mode) return draft;
  const aside: Aside = { ...draft.aside, ...putAside(state, before) };
  const rest = Object.fromEntries(
    Object.entries(state).filter(([key]) => !(ROW_KEYS as readonly string[]).includes(key)),
  ) as unknown as DraftState;
  const { add, remove } = splitChanges(state);
  const rows = taken(aside, mode);
  const changes = changesOf({ ...rows.add, ...add.others }, { ...rows.remove, ...remove.others });
  return { ...draft, aside, state: { ...rest, ...rows, ...changes } };
}

function putAside(state: DraftState, mode: RowsMode): Aside {
  const { fields, kpis, dimensions } = state;
  switch (mode) {
    case 'groups':
      return fields === undefined ? {} : { groups: fields };
    case 'kpis':
      return { ...(kpis === undefined ? {} : { kpis }), ...(dimensions === undefined ? {} : { dimensions }) };
    case 'template': {
      const { add, remove } = splitChanges(state);
      return changesOf(add.rows, remove.rows);
    }
    case 'all':
      return { extras: listOf(fields).slice(1) };
    default:
      return fields === undefined ? {} : { fields };
  }
}

function taken(aside: Aside, mode: RowsMode): Partial<DraftState> {
  switch (mode) {
    case 'all': {
      const extras = listOf(aside.extras);
      return { fields: extras.length === 0 ? 'all' : [{ from: 'all' }, ...extras] };
    }
    case 'picked':
      // Also none yet is one's own choice, and not the template's.
      return { fields: aside.fields ?? aside.extras ?? [] };
    case 'groups':
      return { aggregate: true, ...(aside.groups === undefined ? {} : { fields: aside.groups }) };
    case 'kpis':
      return {
        kpis: aside.kpis ?? [],
        ...(aside.dimensions === undefined ? {} : { dimensions: aside.dimensions }),
      };
    case 'template':
      return changesOf(aside.add ?? {}, aside.remove ?? {});
  }
}

/** Changes of a template's rows, and those of its filters, which stay whatever the rows are. */
export function splitChanges({ add = {}, remove = {} }: DraftState) {
  const { filters, criteria, ...rows } = add;
  const { filters: sets, ...removedRows } = remove;
  return {
    add: { rows: rows as Additions, others: given({ filters, criteria }) as Additions },
    remove: { rows: removedRows as Removals, others: given({ filters: sets }) as Removals },
  };
}

/** Without what is undefined or empty; itself absent where nothing is left. */
export function changesOf(add: Additions, remove: Removals): Pick<DraftState, 'add' | 'remove'> {
  const [some, less] = [given(add), given(remove)];
  return {
    ...(Object.keys(some).length === 0 ? {} : { add: some as Additions }),
    ...(Object.keys(less).length === 0 ? {} : { remove: less as Removals }),
  };
}

const given = (values: object): object =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );

export const isKpiTemplate = (template: TemplateInfo | undefined): boolean => template?.definition.kpis !== undefined;
