import type { Block } from '../../../blocks/block-kit.ts';
import { actions, button, context, section } from '../../../blocks/build.ts';
import { LIMITS } from '../../../blocks/limits.ts';
import { escaped } from '../../../blocks/text.ts';
import { type Catalog, fieldLabel, pathOfKey } from '../catalog.ts';
import { type CreateDraft, nextGeneration } from '../create-draft.ts';
import type { DimensionChoice, DraftState, FieldChoice, KpiChoice } from '../draft-state.ts';
import { listIn, textIn } from '../form.ts';
import { type Choice, multiPickInput, multiSelectInput, radioInput, textInput } from '../inputs.ts';
import { printPairs, readPairs } from '../lines.ts';
import { itemAt, restOf } from '../problem-path.ts';
import { type Shown, type Step, typedList, typedText, wb } from '../step.ts';
import { fieldListBlocks, itemValue, listOf } from './field-list.ts';
import { leaveOut, leftOut, templateItems } from './leave-out.ts';
import { changesOf, isKpiTemplate, type RowsMode, rowsModeOf, withRowsMode } from './rows-mode.ts';

export const ROWS = {
  mode: wb('rows:mode'),
  /** Changes its id with the list, so that it is empty again. */
  pick: ({ generation }: Pick<CreateDraft, 'generation'>) => wb(`rows:pick~${generation}`),
  kpis: wb('rows:kpis'),
  dimensions: wb('rows:dimensions'),
  headers: wb('rows:headers'),
  leaveOut: wb('rows:leave-out'),
  leaveOutKpis: wb('rows:leave-out-kpis'),
  leaveOutDimensions: wb('rows:leave-out-dimensions'),
} as const;

const MODES: Readonly<Record<RowsMode, Choice>> = {
  template: ['template', 'As the template has it', 'You can leave something out and add to it'],
  all: ['all', 'All standard fields', 'One row for each entry'],
  picked: ['picked', 'Fields that you choose', 'One row for each entry'],
  groups: ['groups', 'Totals for groups', 'One row for each group, with counts, sums and averages'],
  kpis: ['kpis', 'KPIs', 'Key figures, broken up by dimensions'],
};

/** What each row holds (D2, D5, D6). */
export const rowsStep: Step = {
  id: 'rows',
  title: 'Fields',
  blocks(shown) {
    const { draft } = shown;
    const mode = rowsModeOf(draft.state);
    const offered: readonly RowsMode[] = ['all', 'picked', 'groups', 'kpis'];
    const modes = draft.state.extends === undefined ? offered : (['template', ...offered] as const);
    return [
      radioInput(
        ROWS.mode,
        'What each row holds',
        modes.map(one => MODES[one]),
        typedText(draft, ROWS.mode, mode),
        { dispatch: true },
      ),
      ...blocksFor(mode, shown),
    ];
  },
  read(given, catalog) {
    const { typed } = given;
    const chosen = textIn(typed, ROWS.mode);
    const before = rowsModeOf(given.state);
    // What is shown belongs to the kind of rows that it was shown for, so it is read before the kind changes.
    const draft = readRows(given, catalog, before);
    const mode = chosen !== undefined && chosen in MODES ? (chosen as RowsMode) : before;
    return mode === before ? draft : { ...nextGeneration(withRowsMode(draft, mode)), offset: 0 };
  },
  missing(draft) {
    const { state, typed } = draft;
    const pick = ROWS.pick(draft);
    const mode = rowsModeOf(state);
    if (mode === 'kpis') {
      const kpis = (state.kpis ?? []).map(({ kpi }) => kpi);
      const names = new Set([
        ...kpis,
        ...(state.dimensions ?? []).map(({ dimension }) => dimensionInLines(dimension, kpis)),
      ]);
      const wrong = readPairs(textIn(typed, ROWS.headers) ?? '').find(
        ([name, to]) => to === undefined || !names.has(name),
      );
      return {
        ...((state.kpis ?? []).length === 0 ? { [ROWS.kpis]: 'Choose at least one KPI.' } : {}),
        ...(wrong === undefined
          ? {}
          : {
              [ROWS.headers]:
                wrong[1] === undefined
                  ? `Write a line as "name = header"; "${wrong[0]}" has no "=".`
                  : `"${wrong[0]}" is neither a KPI nor a dimension that is chosen above.`,
            }),
      };
    }
    if ((mode === 'picked' || mode === 'groups') && listOf(state.fields).length === 0) {
      return { [pick]: 'Choose at least one field.' };
    }
    return {};
  },
  owns: path =>
    ['fields', 'kpis', 'dimensions', 'aggregate'].includes(String(path[0])) ||
    ((path[0] === 'add' || path[0] === 'remove') && ['fields', 'kpis', 'dimensions'].includes(String(path[1]))),
  inputOf(path, draft) {
    const [key, second] = path;
    if (key === 'aggregate') return ROWS.mode;
    if (key === 'kpis') return path.includes('to') ? ROWS.headers : ROWS.kpis;
    if (key === 'dimensions') return path.includes('to') ? ROWS.headers : ROWS.dimensions;
    if (key === 'fields') return path.length === 1 ? ROWS.pick(draft) : undefined;
    if (key === 'add') return second === 'kpis' ? ROWS.kpis : second === 'dimensions' ? ROWS.dimensions : undefined;
    if (second === 'kpis') return ROWS.leaveOutKpis;
    return second === 'dimensions' ? ROWS.leaveOutDimensions : ROWS.leaveOut;
  },
};

function blocksFor(mode: RowsMode, shown: Shown): readonly Block[] {
  switch (mode) {
    case 'kpis':
      return kpiBlocks(shown, shown.draft.state.kpis, shown.draft.state.dimensions, false);
    case 'template':
      return templateBlocks(shown);
    default:
      return fieldBlocks(shown, mode);
  }
}

// Fields

const PICK_HINTS: Readonly<Record<Exclude<RowsMode, 'kpis'>, string>> = {
  template: 'They come behind the fields of the template.',
  all: 'Custom and extended fields, and those of related models, are not among the standard fields.',
  picked: 'Fields of related models too, such as the name of the store.',
  groups: 'Those to group by, and those to count, add up or compare.',
};

function fieldBlocks({ draft, catalog, problems }: Shown, mode: 'all' | 'picked' | 'groups'): readonly Block[] {
  const fields = listOf(draft.state.fields);
  return [
    ...pickBlocks(draft, catalog, mode),
    ...(mode === 'all' && fields.length <= 1 ? [standardFields(catalog)] : []),
    ...fieldListBlocks({
      draft,
      catalog,
      problems,
      list: 'fields',
      fields,
      isOf: (path, index) => itemAt(path, 'fields')?.index === index && path.length > 1,
    }),
  ];
}

function standardFields({ model }: Catalog): Block {
  const names = model?.standard ?? [];
  const shown = names.slice(0, 40).join(', ');
  return context(`All standard fields: ${escaped(shown)}${names.length > 40 ? ` and ${names.length - 40} more` : ''}`);
}

function pickBlocks(draft: CreateDraft, catalog: Catalog, mode: Exclude<RowsMode, 'kpis'>): readonly Block[] {
  const block = ROWS.pick(draft);
  const chosen = typedList(draft, block, []).map((key): Choice => [key, fieldLabel(catalog, key)]);
  return [
    multiPickInput(block, 'Fields to add', chosen, {
      optional: true,
      placeholder: 'Type the name of a field',
      hint: PICK_HINTS[mode],
    }),
    actions([
      button(wb('rows:add'), 'Add these fields', itemValue('add', draft.generation)),
      ...(mode === 'groups'
        ? [button(wb('rows:count'), 'Add a count of entries', itemValue('count', draft.generation))]
        : []),
    ]),
  ];
}

// KPIs

function kpiBlocks(
  { draft, catalog: { model } }: Shown,
  kpis: readonly KpiChoice[] = [],
  dimensions: readonly DimensionChoice[] = [],
  optional: boolean,
): readonly Block[] {
  const kpiChoices = (model?.measures ?? []).map(
    ({ name, label }): Choice => [name, label, label === name ? '' : name],
  );
  const dimensionChoices = (model?.dimensions ?? []).map(({ path, label }): Choice => [path, label, path]);
  const more = optional ? ' to add' : '';
  return [
    multiSelectInput(
      ROWS.kpis,
      `KPIs${more}`,
      fitting(kpiChoices),
      typedList(
        draft,
        ROWS.kpis,
        kpis.map(({ kpi }) => kpi),
      ),
      { optional },
    ),
    multiSelectInput(
      ROWS.dimensions,
      `Dimensions${more}`,
      fitting(dimensionChoices),
      typedList(
        draft,
        ROWS.dimensions,
        dimensions.map(({ dimension }) => dimension),
      ),
      { optional: true, hint: 'What the KPIs are broken up by. Without any there is one row.' },
    ),
    textInput(ROWS.headers, 'Headers', typedText(draft, ROWS.headers, printPairs(headersOf(kpis, dimensions))), {
      multiline: true,
      optional: true,
      placeholder: 'revenue = Revenue in EUR',
      hint: 'Where a column is to have another header than its name: one a line, "name = header".',
    }),
  ];
}

const fitting = (choices: readonly Choice[]): readonly Choice[] =>
  choices.filter(([value]) => value.length <= LIMITS.optionValue);

/** What a line names a dimension by: a KPI that is chosen, too, may have the same name. */
const dimensionInLines = (dimension: string, kpis: readonly string[]): string =>
  kpis.includes(dimension) ? `dimension ${dimension}` : dimension;

function headersOf(
  kpis: readonly KpiChoice[],
  dimensions: readonly DimensionChoice[],
): Readonly<Record<string, string>> {
  const names = kpis.map(({ kpi }) => kpi);
  const named = [
    ...kpis.map(({ kpi, to }) => [kpi, to] as const),
    ...dimensions.map(({ dimension, to }) => [dimensionInLines(dimension, names), to] as const),
  ];
  return Object.fromEntries(named.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

// A template

function templateBlocks(shown: Shown): readonly Block[] {
  const { draft, catalog, problems } = shown;
  const { template, model } = catalog;
  const { add = {}, remove = {} } = draft.state;
  if (template === undefined) return [];
  if (isKpiTemplate(template)) {
    return [
      leaveOutBlock(
        draft,
        ROWS.leaveOutKpis,
        'KPIs of the template to leave out',
        templateItems(template, 'kpis', model),
        leftOut(template, 'kpis', remove.kpis, model),
      ),
      leaveOutBlock(
        draft,
        ROWS.leaveOutDimensions,
        'Dimensions of the template to leave out',
        templateItems(template, 'dimensions', model),
        leftOut(template, 'dimensions', remove.dimensions, model),
      ),
      ...kpiBlocks(shown, add.kpis, add.dimensions, true),
    ].filter(block => block !== undefined);
  }
  const items = templateItems(template, 'fields', model);
  const block = leaveOutBlock(
    draft,
    ROWS.leaveOut,
    'Fields of the template to leave out',
    items,
    leftOut(template, 'fields', remove.fields, model),
  );
  return [
    context(`Fields of the template: ${escaped(items.map(({ name }) => name).join(', '))}`),
    ...(block === undefined ? [] : [block]),
    ...pickBlocks(draft, catalog, 'template'),
    ...fieldListBlocks({
      draft,
      catalog,
      problems,
      list: 'add',
      fields: listOf(add.fields),
      isOf: (path, index) => {
        const rest = restOf(path, ['add']);
        return rest !== undefined && rest.length > 1 && itemAt(rest, 'fields')?.index === index;
      },
    }),
  ];
}

function leaveOutBlock(
  draft: CreateDraft,
  block: string,
  label: string,
  items: ReturnType<typeof templateItems>,
  chosen: readonly string[],
): Block | undefined {
  if (items.length === 0) return undefined;
  if (items.length > LIMITS.options) return section(`${label}: more than ${LIMITS.options} do not fit here.`);
  const choices = items.map(({ id, name }): Choice => [id, name]);
  return multiSelectInput(block, label, choices, typedList(draft, block, chosen), { optional: true });
}

// What was typed

function readRows(draft: CreateDraft, catalog: Catalog, mode: RowsMode): CreateDraft {
  if (mode === 'kpis') {
    const { kpis, dimensions } = readKpis(draft, draft.state.kpis, draft.state.dimensions);
    return { ...draft, state: withList({ ...draft.state, kpis }, 'dimensions', dimensions) };
  }
  if (mode === 'template') return readTemplate(draft, catalog);
  const picked = listIn(draft.typed, ROWS.pick(draft)) ?? [];
  if (picked.length === 0) return draft;
  const fields = added(listOf(draft.state.fields), picked, catalog, mode);
  return nextGeneration({ ...draft, state: { ...draft.state, fields } });
}

const withList = (
  { dimensions: _, ...state }: DraftState,
  key: 'dimensions',
  values: readonly DimensionChoice[],
): DraftState => (values.length === 0 ? state : { ...state, [key]: values });

function readKpis(
  { typed }: CreateDraft,
  kpis: readonly KpiChoice[] = [],
  dimensions: readonly DimensionChoice[] = [],
): { readonly kpis: readonly KpiChoice[]; readonly dimensions: readonly DimensionChoice[] } {
  const text = textIn(typed, ROWS.headers);
  const headers = text === undefined ? undefined : new Map(readPairs(text).map(([name, to]) => [name, to]));
  const to = (line: string, before: string | undefined): { to?: string } => {
    const header = headers === undefined ? before : headers.get(line);
    return header === undefined || header === '' ? {} : { to: header };
  };
  const kpiNames = listIn(typed, ROWS.kpis) ?? kpis.map(({ kpi }) => kpi);
  const dimensionNames = listIn(typed, ROWS.dimensions) ?? dimensions.map(({ dimension }) => dimension);
  return {
    kpis: kpiNames.map(kpi => ({ kpi, ...to(kpi, kpis.find(k => k.kpi === kpi)?.to) })),
    dimensions: dimensionNames.map(dimension => ({
      dimension,
      ...to(dimensionInLines(dimension, kpiNames), dimensions.find(d => d.dimension === dimension)?.to),
    })),
  };
}

function readTemplate(draft: CreateDraft, catalog: Catalog): CreateDraft {
  const { template, model } = catalog;
  const { state, typed } = draft;
  if (template === undefined) return draft;
  const { add = {}, remove = {} } = state;
  const { add: _, remove: __, ...rest } = state;
  if (isKpiTemplate(template)) {
    const { kpis, dimensions } = readKpis(draft, add.kpis, add.dimensions);
    const less = {
      ...remove,
      kpis: leaveOut(template, 'kpis', remove.kpis, listIn(typed, ROWS.leaveOutKpis), model),
      dimensions: leaveOut(template, 'dimensions', remove.dimensions, listIn(typed, ROWS.leaveOutDimensions), model),
    };
    return { ...draft, state: { ...rest, ...changesOf({ ...add, kpis, dimensions }, less) } };
  }
  const picked = listIn(typed, ROWS.pick(draft)) ?? [];
  const fields =
    picked.length === 0
      ? add.fields
      : added(listOf(add.fields), picked, catalog, template.definition.aggregate ? 'groups' : 'picked');
  const less = { ...remove, fields: leaveOut(template, 'fields', remove.fields, listIn(typed, ROWS.leaveOut), model) };
  const next = {
    ...draft,
    state: { ...rest, ...changesOf({ ...add, ...(fields === undefined ? {} : { fields }) }, less) },
  };
  return picked.length === 0 ? next : nextGeneration(next);
}

/** The fields with those that were picked; one that is there already stays once, but for groups. */
function added(
  fields: readonly FieldChoice[],
  picked: readonly string[],
  catalog: Catalog,
  mode: 'all' | 'picked' | 'groups',
): readonly FieldChoice[] {
  const begun = mode === 'all' && fields.length === 0 ? [{ from: 'all' }] : fields;
  const fresh = picked
    .map(key => pathOfKey(catalog, key))
    .filter(path => mode === 'groups' || !begun.some(({ from }) => from === path))
    .map((from): FieldChoice => (mode === 'groups' ? { from, aggregate: aggregateFor(from, catalog) } : { from }));
  return [...begun, ...fresh];
}

function aggregateFor(path: string, { fields }: Catalog): NonNullable<FieldChoice['aggregate']> {
  const field = fields.get(path);
  if (field?.identifier) return 'count';
  return field?.aggregations.includes('sum') ? 'sum' : 'group';
}
