import type { Block } from '../../../blocks/block-kit.ts';
import { actions, button, context, option, section } from '../../../blocks/build.ts';
import { LIMITS } from '../../../blocks/limits.ts';
import { bold, cut, escaped } from '../../../blocks/text.ts';
import type { Catalog } from '../catalog.ts';
import { type Aside, type CreateDraft, type CriterionList, nextGeneration } from '../create-draft.ts';
import type { AudienceChoice, CriterionChoice, DraftState, SetChoice } from '../draft-state.ts';
import { audienceInWords, criterionInWords, setInWords } from '../filters-in-words.ts';
import { listIn, textIn, trimmed } from '../form.ts';
import { type Choice, multiSelectInput, radioInput, selectInput, textInput } from '../inputs.ts';
import { criterionAt, type Path } from '../problem-path.ts';
import { problemsAt, type Shown, type Step, typedList, typedText, wb } from '../step.ts';
import { withSets } from './criterion-modal.ts';
import { itemValue } from './field-list.ts';
import { changesOf, splitChanges } from './rows-mode.ts';

export const FILTERS = {
  mode: wb('filters:mode'),
  leaveOut: wb('filters:leave-out'),
  audience: wb('filters:audience'),
  audienceName: (kind: string) => wb(`filters:audience-${kind}`),
} as const;

type FiltersMode = 'template' | 'sets' | 'none' | '';

const MODES: Readonly<Record<Exclude<FiltersMode, ''>, Choice>> = {
  template: ['template', 'As the template has them', 'You can leave some out and add others'],
  sets: ['sets', 'Only rows that match', 'You say which'],
  none: ['none', 'Every row', 'No filter at all'],
};

export function filtersModeOf({ filters, extends: template }: DraftState): FiltersMode {
  if (filters === undefined) return template === undefined ? '' : 'template';
  return filters.any.length === 0 ? 'none' : 'sets';
}

/** The mode that is shown: as chosen, also before there is any criterion. */
const shownMode = (draft: CreateDraft): FiltersMode =>
  typedText(draft, FILTERS.mode, filtersModeOf(draft.state)) as FiltersMode;

/** Which rows: sets of criteria (D3), and an audience (D7). */
export const filtersStep: Step = {
  id: 'filters',
  title: 'Filters',
  blocks(shown) {
    const { draft } = shown;
    const mode = shownMode(draft);
    const offered =
      draft.state.extends === undefined ? (['sets', 'none'] as const) : (['template', 'sets', 'none'] as const);
    return [
      radioInput(
        FILTERS.mode,
        'Which rows',
        offered.map(one => MODES[one]),
        mode,
        { dispatch: true },
      ),
      ...(mode === 'sets' ? setBlocks(shown, 'filters', draft.state.filters?.any ?? [], 0) : []),
      ...(mode === 'template' ? templateBlocks(shown) : []),
      ...audienceBlocks(shown),
    ];
  },
  read(draft, catalog) {
    return readAudience(readMode(readLeftOut(draft, catalog)));
  },
  missing(draft) {
    const { state, typed } = draft;
    const mode = shownMode(draft);
    const kind = textIn(typed, FILTERS.audience) ?? '';
    const name = textIn(typed, FILTERS.audienceName(kind));
    return {
      ...(mode === '' ? { [FILTERS.mode]: 'Choose which rows, or that every row is kept.' } : {}),
      ...(mode === 'sets' && (state.filters?.any ?? []).length === 0
        ? { [FILTERS.mode]: 'Add a criterion below, or choose "Every row".' }
        : {}),
      ...(kind !== '' && kind !== 'none' && name?.trim() === ''
        ? { [FILTERS.audienceName(kind)]: 'Say which one.' }
        : {}),
    };
  },
  owns: path =>
    path[0] === 'filters' ||
    path[0] === 'audience' ||
    ((path[0] === 'add' || path[0] === 'remove') && ['filters', 'criteria'].includes(String(path[1]))),
  inputOf(path, draft) {
    const [key] = path;
    if (key === 'audience') {
      const [kind] = Object.keys(draft.state.audience ?? {});
      return kind === undefined ? FILTERS.audience : FILTERS.audienceName(kind);
    }
    if (key === 'remove') return FILTERS.leaveOut;
    return key === 'filters' && path.length === 1 ? FILTERS.mode : undefined;
  },
};

// Sets

/** So many criteria are shown at once. */
const SHOWN = 30;

function setBlocks(
  { draft, catalog, problems }: Shown,
  list: 'filters' | 'add',
  sets: readonly SetChoice[],
  offset: number,
): readonly Block[] {
  const { generation } = draft;
  const shown = sets.length === 0 ? [{ all: [] }] : sets;
  let left = SHOWN;
  const rows = shown.flatMap((set, index) => {
    if (left <= 0) return [];
    const all = set.all.slice(0, left);
    left -= all.length + 1;
    const cutOff = set.all.length - all.length;
    return [
      section(
        `${index > 0 ? 'Or ' : ''}${bold(`Set ${offset + index + 1}`)}: ${set.all.length > 1 ? 'all of these' : 'this'}`,
      ),
      ...all.flatMap((criterion, i) => [
        criterionBlock(criterion, catalog, [list, index, i, generation], sets.length),
        ...problemsAt(problems, path => isOf(path, list, index, i, sets)),
      ]),
      ...(cutOff > 0 ? [context(`${cutOff} more criteria of this set do not fit here; they stay as they are.`)] : []),
      actions([
        button(
          wb(`criterion-add:${list}:${index}`),
          set.all.length === 0 ? 'Add a criterion' : 'And: add a criterion',
          itemValue('criterion', list, index, set.all.length, generation),
          { label: `Add a criterion to set ${offset + index + 1}` },
        ),
        ...(index === shown.length - 1 && set.all.length > 0
          ? [
              button(
                wb(`set-add:${list}`),
                'Or: add a set',
                itemValue('criterion', list, shown.length, 0, generation),
                { label: 'Add another set of criteria' },
              ),
            ]
          : []),
      ]),
    ];
  });
  const hidden = shown.length - rows.filter(block => block.type === 'actions').length;
  return hidden > 0 ? [...rows, context(`${hidden} more sets do not fit here; they stay as they are.`)] : rows;
}

function isOf(path: Path, list: CriterionList, set: number, index: number, sets: readonly SetChoice[]): boolean {
  if (list === 'filters') {
    const found = criterionAt(path);
    const written = sets.slice(0, set).filter(({ all }) => all.length > 0).length;
    return found?.set === written && found.index === index;
  }
  const [first, second, third, , fifth] = path;
  if (first !== 'add') return false;
  return list === 'criteria'
    ? second === 'criteria' && third === index
    : second === 'filters' && third === set && fifth === index;
}

function criterionBlock(
  criterion: CriterionChoice,
  catalog: Catalog,
  [list, set, index, generation]: readonly [CriterionList, number, number, number],
  sets: number,
): Block {
  const value = (what: string) => itemValue(what, list, set, index, generation);
  return section(`• ${escaped(cut(criterionInWords(criterion, catalog), 2500))}`, {
    type: 'overflow',
    action_id: wb(`criterion-menu:${list}:${set}:${index}`),
    options: [
      option('Edit', value('edit-criterion')),
      ...(list !== 'criteria' && sets > 1 ? [option('Remove the whole set', value('remove-set'))] : []),
      option('Remove', value('remove-criterion')),
    ],
  });
}

// A template

function templateBlocks(shown: Shown): readonly Block[] {
  const { draft, catalog, problems } = shown;
  const sets = catalog.template?.definition.filters?.any ?? [];
  const { add = {} } = draft.state;
  const criteria = add.criteria ?? [];
  const { generation } = draft;
  return [
    section(sets.length === 0 ? 'The template keeps every row.' : bold('The template keeps rows with')),
    ...sets
      .slice(0, 10)
      .map((set, i) => context(`${i > 0 ? 'or ' : ''}${escaped(cut(setInWords(set, catalog), 2500))}`)),
    ...(sets.length > 1 && sets.length <= LIMITS.options ? [leaveOutSets(draft, sets, catalog)] : []),
    section(`${bold('Every row must also match')}${criteria.length === 0 ? ': nothing more' : ''}`),
    ...criteria
      .slice(0, SHOWN)
      .flatMap((criterion, i) => [
        criterionBlock(criterion, catalog, ['criteria', 0, i, generation], 0),
        ...problemsAt(problems, path => isOf(path, 'criteria', 0, i, [])),
      ]),
    actions([
      button(
        wb('criterion-add:criteria:0'),
        'Add a criterion',
        itemValue('criterion', 'criteria', 0, criteria.length, generation),
      ),
      ...(add.filters === undefined
        ? [button(wb('set-add:add'), 'Or: keep other rows too', itemValue('criterion', 'add', 0, 0, generation))]
        : []),
    ]),
    ...(add.filters === undefined
      ? []
      : [section(bold('Kept as well')), ...setBlocks(shown, 'add', add.filters, sets.length)]),
  ];
}

function leaveOutSets(draft: CreateDraft, sets: readonly SetChoice[], catalog: Catalog): Block {
  const choices = sets.map((set, i): Choice => [String(i), setInWords(set, catalog)]);
  return multiSelectInput(
    FILTERS.leaveOut,
    'Sets of the template to leave out',
    choices,
    typedList(draft, FILTERS.leaveOut, leftOutSets(draft.state, sets)),
    { optional: true },
  );
}

/** What two sets say is the same whatever the order of their criteria. */
const meaning = ({ all }: SetChoice): string =>
  JSON.stringify(
    all.map(criterion => JSON.stringify(Object.entries(criterion).sort(([a], [b]) => (a < b ? -1 : 1)))).sort(),
  );

const leftOutSets = ({ remove }: DraftState, sets: readonly SetChoice[]): readonly string[] => {
  const gone = new Set((remove?.filters ?? []).map(meaning));
  return sets.flatMap((set, i) => (gone.has(meaning(set)) ? [String(i)] : []));
};

// Audience

function audienceBlocks({ draft, catalog }: Shown): readonly Block[] {
  const { audience } = draft.state;
  const [[kind, name] = ['none', '']] = Object.entries(audience ?? {});
  const chosen = typedText(draft, FILTERS.audience, kind);
  const ofTemplate = catalog.template?.definition.audience;
  const none = ofTemplate === undefined ? 'Everybody' : `As the template has it: ${audienceInWords(ofTemplate)}`;
  const labels: Readonly<Record<string, string>> = { segment: 'Segment', group: 'Group', file: 'File of customers' };
  return [
    selectInput(
      FILTERS.audience,
      'Only for certain customers',
      [
        ['none', none],
        ['segment', 'Customers of a segment'],
        ['group', 'Customers of a group'],
        ['file', 'Customers of a list (a file of the workspace)'],
      ],
      chosen,
      { dispatch: true, hint: 'Besides the filters.' },
    ),
    ...(chosen in labels
      ? [
          textInput(
            FILTERS.audienceName(chosen),
            labels[chosen] ?? '',
            typedText(draft, FILTERS.audienceName(chosen), chosen === kind ? name : ''),
            { placeholder: chosen === 'file' ? 'audiences/vip.csv' : 'vip' },
          ),
        ]
      : []),
  ];
}

function readAudience(draft: CreateDraft): CreateDraft {
  const { typed, state } = draft;
  const kind = textIn(typed, FILTERS.audience);
  if (kind === undefined) return draft;
  const { audience: before, ...rest } = state;
  if (kind === 'none') return { ...draft, state: rest };
  const old = (before as Readonly<Record<string, string>> | undefined)?.[kind];
  const name = trimmed(textIn(typed, FILTERS.audienceName(kind)), old) ?? '';
  return { ...draft, state: name === '' ? rest : { ...rest, audience: { [kind]: name } as AudienceChoice } };
}

function readMode(draft: CreateDraft): CreateDraft {
  const { state, aside, typed } = draft;
  const mode = textIn(typed, FILTERS.mode) as FiltersMode | undefined;
  const before = filtersModeOf(state);
  if (mode === undefined || mode === before || mode === '') return draft;
  const { filters, add: _, remove: __, ...rest } = state;
  const { add, remove } = splitChanges(state);
  // What was chosen comes back with its kind.
  const kept: Aside = {
    ...aside,
    ...(filters !== undefined && filters.any.length > 0 ? { filters } : {}),
    ...(before === 'template' ? { filterChanges: changesOf(add.others, remove.others) } : {}),
  };
  const own = { ...draft, aside: kept, state: { ...rest, ...changesOf(add.rows, remove.rows) } };
  if (mode === 'none') return nextGeneration({ ...own, state: { ...own.state, filters: { any: [] } } });
  if (mode === 'sets') {
    const sets = kept.filters?.any ?? [];
    // Nothing was there and nothing is: only what is shown differs.
    return before === '' && sets.length === 0 ? draft : nextGeneration(withSets(own, sets));
  }
  const { add: more = {}, remove: less = {} } = kept.filterChanges ?? {};
  const changes = changesOf({ ...add.rows, ...more }, { ...remove.rows, ...less });
  return nextGeneration({ ...own, state: { ...rest, ...changes } });
}

function readLeftOut(draft: CreateDraft, { template }: Catalog): CreateDraft {
  const chosen = listIn(draft.typed, FILTERS.leaveOut);
  const sets = template?.definition.filters?.any ?? [];
  if (chosen === undefined || sets.length === 0) return draft;
  const { state } = draft;
  const { add = {}, remove = {}, ...rest } = state;
  const kept = (remove.filters ?? []).filter(gone =>
    chosen.includes(String(sets.findIndex(set => meaning(set) === meaning(gone)))),
  );
  const fresh = sets.filter(
    (set, i) => chosen.includes(String(i)) && !kept.some(gone => meaning(gone) === meaning(set)),
  );
  return { ...draft, state: { ...rest, ...changesOf(add, { ...remove, filters: [...kept, ...fresh] }) } };
}
