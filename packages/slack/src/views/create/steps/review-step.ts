import type { Block } from '../../../blocks/block-kit.ts';
import { actions, button, context, section } from '../../../blocks/build.ts';
import { bold, code, cut, escaped } from '../../../blocks/text.ts';
import { stepsOf } from '../create-draft.ts';
import { setInWords } from '../filters-in-words.ts';
import { fromYaml } from '../from-yaml.ts';
import { type KeptPart, keptParts } from '../kept-parts.ts';
import { sentenceOfDraft } from '../sentence.ts';
import { problemBlock, type Shown, type Step, wb } from '../step.ts';
import { fileNameBlocks } from './deliver-step.ts';
import { noticeInWords } from './notify-step.ts';
import { firingBlocks, scheduleKept } from './schedule-blocks.ts';

/** How many columns are named. */
const COLUMNS = 40;

/** Everything before it exists (L2): the sentence, the next runs, the file's name and shape, what is kept, what is wrong. */
export const reviewStep: Step = {
  id: 'review',
  title: 'Review',
  checks: true,
  blocks(shown) {
    const { draft, catalog, check, problems } = shown;
    const { state } = draft;
    const errors = problems.filter(({ severity }) => severity === 'error');
    const warnings = problems.filter(({ severity }) => severity === 'warning');
    return [
      section(`${bold(state.name)}\n${escaped(sentenceOfDraft(state, catalog))}`),
      ...(errors.length === 0
        ? []
        : [section(bold('This has to be corrected first')), ...errors.slice(0, 10).map(problemBlock)]),
      ...warnings.slice(0, 10).map(problemBlock),
      ...(check === undefined ? [] : firingBlocks(check.schedule, check.firings)),
      ...fileNameBlocks(check?.fileNames ?? []),
      ...columnBlocks(check?.columns ?? null),
      ...filterBlocks(shown),
      ...noticeBlocks(shown),
      ...keptBlocks(shown),
      section(bold('Change')),
      actions(
        stepsOf(draft)
          .filter(step => step !== 'review')
          .map(step =>
            button(wb(`go:${step}`), TITLES[step] ?? step, `go|${step}`, { label: `Change ${TITLES[step] ?? step}` }),
          ),
      ),
    ];
  },
  read: draft => draft,
  owns: () => true,
  inputOf: () => undefined,
};

const TITLES: Readonly<Record<string, string>> = {
  start: 'Model',
  name: 'Name and zone',
  rows: 'Fields',
  filters: 'Filters',
  window: 'Period',
  file: 'File',
  deliver: 'Destination',
  schedule: 'Schedule',
  notify: 'Notices',
};

/** What a cell holds, for people. */
const TYPES: Readonly<Record<string, string>> = {
  'number-text': 'number',
  datetime: 'date and time',
  boolean: 'true or false',
};

/** Headers and types: the shape of the rows, never what is in them. */
function columnBlocks(columns: NonNullable<Shown['check']>['columns']): readonly Block[] {
  if (columns === null || columns.length === 0) return [];
  const shown = columns
    .slice(0, COLUMNS)
    .map(({ header, type }) => `${code(cut(header, 60))} (${TYPES[type] ?? type})`);
  const more = columns.length - shown.length;
  return [
    section(
      `${bold(`Columns of the file (${columns.length})`)}\n${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    ),
  ];
}

function filterBlocks({ draft, catalog }: Shown): readonly Block[] {
  const { filters, add } = draft.state;
  const ofTemplate = filters === undefined ? (catalog.template?.definition.filters?.any ?? []) : [];
  const sets = [...(filters?.any ?? ofTemplate), ...(filters === undefined ? (add?.filters ?? []) : [])];
  const lines = sets
    .slice(0, 10)
    .map((set, i) => `${i > 0 ? 'or ' : ''}${escaped(cut(setInWords(set, catalog), 250))}`);
  const besides =
    filters === undefined && add?.criteria !== undefined
      ? [`and always ${escaped(cut(setInWords({ all: add.criteria }, catalog), 250))}`]
      : [];
  const more = sets.length > 10 ? [`and ${sets.length - 10} more sets`] : [];
  return lines.length + besides.length === 0
    ? []
    : [section(`${bold('Rows that are kept')}\n${[...lines, ...more, ...besides].join('\n')}`)];
}

function noticeBlocks({ draft: { state } }: Shown): readonly Block[] {
  const notices = (state.notify ?? []).slice(0, 10).map(noticeInWords);
  return [section(`${bold('Who hears of it')}\n${['You', ...notices].join('\n')}`)];
}

function keptBlocks({ draft, catalog }: Shown): readonly Block[] {
  const { clone, state } = draft;
  const { template } = catalog;
  const parts: readonly KeptPart[] = [
    ...(clone === undefined ? [] : keptOf(clone.text)),
    ...scheduleKept(state.schedule).map(words => ({ what: 'Schedule', words })),
  ];
  const ofTemplate = template === undefined ? [] : keptParts(template.definition);
  const lines = (kept: readonly KeptPart[]) =>
    kept
      .slice(0, 30)
      .map(({ what, words }) => `• ${escaped(`${what}: ${words}`)}`)
      .join('\n');
  return [
    ...(parts.length === 0 ? [] : [section(`${bold(`Kept from ${clone?.name ?? 'before'}`)}\n${lines(parts)}`)]),
    ...(ofTemplate.length === 0
      ? []
      : [section(`${bold(`Kept from the template ${template?.label ?? ''}`)}\n${lines(ofTemplate)}`)]),
    ...(clone !== undefined && /(^|\s)#\s?\S/m.test(clone.text)
      ? [context('Comments in its file are kept as well.')]
      : []),
  ];
}

function keptOf(text: string): readonly KeptPart[] {
  try {
    return fromYaml(text).kept;
  } catch {
    return [];
  }
}
