import type { Block } from '../../../blocks/block-kit.ts';
import { actions, button, context, divider, section } from '../../../blocks/build.ts';
import { bold, code } from '../../../blocks/text.ts';
import { type CreateDraft, nextGeneration } from '../create-draft.ts';
import type { DeliveryChoice, DraftState, OnEmpty } from '../draft-state.ts';
import { said, textIn, trimmed } from '../form.ts';
import { pickInput, selectInput, textInput } from '../inputs.ts';
import { itemAt } from '../problem-path.ts';
import { type Step, typedText, wb } from '../step.ts';
import { itemValue } from './field-list.ts';

type Part = 'to' | 'path' | 'exists' | 'manifest';
export const DELIVER = {
  part: (part: Part, index: number, { generation }: Pick<CreateDraft, 'generation'>) =>
    wb(`deliver:${part}:${index}~${generation}`),
  empty: wb('deliver:empty'),
} as const;

/** So many destinations are shown with their inputs; more of a clone stay as they are. */
const SHOWN = 10;

/** Where the file goes (X1–X3), under which name (O5), and what happens when it is empty (O7). */
export const deliverStep: Step = {
  id: 'deliver',
  title: 'Destination',
  checks: true,
  blocks({ draft, catalog, check }) {
    const { state } = draft;
    const targets = targetsOf(draft);
    const shown = targets.slice(0, SHOWN);
    const emptyOfTemplate = catalog.template?.definition.on_empty;
    return [
      ...shown.flatMap((target, i) => targetBlocks(draft, target, i, targets.length)),
      ...(targets.length > SHOWN ? [context(`${targets.length - SHOWN} more destinations stay as they are.`)] : []),
      ...(targets.length < SHOWN && targets.length > 0
        ? [
            actions([
              button(
                wb('deliver:add'),
                'Add another destination',
                itemValue('deliver-add', targets.length, draft.generation),
              ),
            ]),
          ]
        : []),
      ...fileNameBlocks(check?.fileNames ?? []),
      selectInput(
        DELIVER.empty,
        'When there are no rows',
        [
          ...(emptyOfTemplate === undefined ? [] : [['default', 'As the template has it'] as const]),
          ['send', 'Send the empty file'],
          ['header_only', 'Send a file with the header alone'],
          ['skip', 'Send nothing'],
          ['fail', 'Count it as a failure'],
        ],
        typedText(draft, DELIVER.empty, state.on_empty ?? (emptyOfTemplate === undefined ? 'send' : 'default')),
      ),
    ];
  },
  read(draft, { template }) {
    const { state, typed } = draft;
    const before = state.deliver ?? [];
    const slots = Math.max(targetsOf(draft).length, 1);
    const targets = Array.from({ length: slots }, (_, i) => readTarget(draft, before[i], i));
    // A destination that is not chosen is none.
    const deliver = targets.filter(({ to }) => to !== '');
    const { deliver: _, on_empty: __, ...rest } = state;
    const empty = readEmpty(
      textIn(typed, DELIVER.empty),
      state.on_empty,
      template?.definition.on_empty === undefined ? 'send' : undefined,
    );
    return {
      ...draft,
      state: said({
        ...rest,
        deliver: deliver.length > 0 ? deliver : state.deliver === undefined ? undefined : [],
        on_empty: empty,
      }) as DraftState,
    };
  },
  owns: ([key]) => key === 'deliver' || key === 'on_empty',
  inputOf(path, draft) {
    if (path[0] === 'on_empty') return DELIVER.empty;
    const item = itemAt(path, 'deliver');
    if (item === undefined) return undefined;
    // Slots without a destination are not written.
    const index = slotOf(draft, item.index);
    const parts: Readonly<Record<string, Part>> = { path: 'path', if_exists: 'exists', manifest: 'manifest' };
    return DELIVER.part(parts[String(item.rest[0])] ?? 'to', index, draft);
  },
};

/** Destinations, and slots that have none yet. */
function targetsOf(draft: CreateDraft): readonly Partial<DeliveryChoice>[] {
  const chosen = draft.state.deliver ?? [];
  const slots = Object.keys(draft.typed).flatMap(block => {
    const [, index, generation] = /^wb:create:deliver:to:(\d+)~(\d+)$/.exec(block) ?? [];
    return index !== undefined && Number(generation) === draft.generation ? [Number(index) + 1] : [];
  });
  const count = Math.max(1, chosen.length, ...slots);
  return Array.from({ length: count }, (_, i) => chosen[i] ?? {});
}

function slotOf(draft: CreateDraft, written: number): number {
  const filled = targetsOf(draft).flatMap((target, i) =>
    typedText(draft, DELIVER.part('to', i, draft), target.to) === '' ? [] : [i],
  );
  return filled[written] ?? written;
}

/** One more destination, to be chosen; asked for twice, it is still one more. */
export const withSlot = (draft: CreateDraft, index: number): CreateDraft => ({
  ...draft,
  typed: { [DELIVER.part('to', index, draft)]: '', ...draft.typed },
});

export function withoutTarget(draft: CreateDraft, index: number): CreateDraft {
  const slot = targetsOf(draft)[index];
  const { deliver = [], ...rest } = draft.state;
  const left = deliver.filter(target => target !== slot);
  return nextGeneration({ ...draft, state: { ...rest, deliver: left } });
}

function targetBlocks(
  draft: CreateDraft,
  target: Partial<DeliveryChoice>,
  index: number,
  count: number,
): readonly Block[] {
  const id = (part: Part) => DELIVER.part(part, index, draft);
  const to = typedText(draft, id('to'), target.to);
  const number = count > 1 ? ` ${index + 1}` : '';
  return [
    ...(index > 0 ? [divider()] : []),
    pickInput(id('to'), `Destination${number}`, to === '' ? undefined : [to, to], {
      optional: true,
      placeholder: 'Download only',
      hint:
        index === 0 ? 'Left empty, the file is kept for download and goes nowhere.' : 'Left empty, it does not count.',
    }),
    textInput(id('path'), `Folder and file name there${number}`, typedText(draft, id('path'), target.path), {
      optional: true,
      placeholder: 'exports/daily-sales_%Y%m%d',
      hint: 'With %Y, %m, %d for the date, {window.from}, {window.until}, {run.id}. Left empty: the name of the export.',
      dispatch: true,
    }),
    selectInput(
      id('exists'),
      `When a file of that name is there${number}`,
      [
        ['overwrite', 'Overwrite it'],
        ['version', 'Give the new one a number'],
        ['fail', 'Count it as a failure'],
      ],
      typedText(draft, id('exists'), target.if_exists ?? 'overwrite'),
    ),
    selectInput(
      id('manifest'),
      `Behind the file${number}`,
      [
        ['none', 'Nothing'],
        ['json', 'A manifest: rows, bytes, checksum, columns'],
        ['trigger', 'An empty trigger file'],
      ],
      typedText(draft, id('manifest'), target.manifest ?? 'none'),
    ),
    ...(count > 1
      ? [
          actions([
            button(
              wb(`deliver:remove:${index}`),
              `Remove destination${number}`,
              itemValue('deliver-remove', index, draft.generation),
            ),
          ]),
        ]
      : []),
  ];
}

export const fileNameBlocks = (names: readonly string[]): readonly Block[] => {
  const [first, ...others] = names;
  if (first === undefined) return [];
  const more = others
    .slice(0, 4)
    .map(name => `\n${code(name)}`)
    .join('');
  return [
    section(
      `${bold(others.length === 0 ? 'A run now would name the file' : 'A run now would name the files')}\n${code(first)}${more}`,
    ),
  ];
};

function readTarget(draft: CreateDraft, before: DeliveryChoice | undefined, index: number): DeliveryChoice {
  const typed = (part: Part) => textIn(draft.typed, DELIVER.part(part, index, draft));
  const exists = typed('exists');
  const manifest = typed('manifest');
  return {
    to: typed('to') ?? before?.to ?? '',
    ...said({
      path: trimmed(typed('path'), before?.path),
      if_exists: (exists === undefined || (exists === 'overwrite' && before?.if_exists === undefined)
        ? before?.if_exists
        : exists) as DeliveryChoice['if_exists'],
      manifest: (manifest === undefined
        ? before?.manifest
        : manifest === 'none'
          ? undefined
          : manifest) as DeliveryChoice['manifest'],
    }),
  };
}

function readEmpty(
  chosen: string | undefined,
  before: OnEmpty | undefined,
  standard: string | undefined,
): OnEmpty | undefined {
  if (chosen === undefined) return before;
  if (chosen === 'default') return undefined;
  return chosen === standard && before === undefined ? undefined : (chosen as OnEmpty);
}
