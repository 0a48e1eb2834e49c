import {
  type DurationUnit,
  describeWindowSpec,
  type EffectiveWindow,
  effectiveWindow,
  parseDuration,
  printDuration,
} from '@waybill/engine/time';
import type { Block } from '../../../blocks/block-kit.ts';
import { context } from '../../../blocks/build.ts';
import { escaped } from '../../../blocks/text.ts';
import type { Catalog } from '../catalog.ts';
import type { CreateDraft } from '../create-draft.ts';
import type { DraftState, WindowChoice } from '../draft-state.ts';
import { defined, listIn, said, textIn, trimmed } from '../form.ts';
import { type Choice, checkboxesInput, numberInput, radioInput, selectInput, textInput } from '../inputs.ts';
import { type Shown, type Step, typedList, typedText, wb } from '../step.ts';

export const WINDOW = {
  kind: wb('window:kind'),
  amount: wb('window:amount'),
  unit: wb('window:unit'),
  previous: wb('window:previous'),
  from: wb('window:from'),
  to: wb('window:to'),
  by: wb('window:by'),
  today: wb('window:today'),
  mode: wb('window:mode'),
} as const;

type Kind = 'template' | 'none' | 'last' | 'previous' | 'since' | 'fixed';

const KINDS: Readonly<Record<Kind, Choice>> = {
  template: ['template', 'As the template has it'],
  none: ['none', 'Everything there is', 'Every entry, each time'],
  previous: ['previous', 'The period before', 'Yesterday, last week, last month …'],
  last: ['last', 'So much before the run', 'The last 7 days, 3 months, 24 hours …'],
  since: ['since', 'Since the last successful run', 'Without gaps and without doubles'],
  fixed: ['fixed', 'Fixed dates', 'From a day, to another'],
};

function kindOf({ window, extends: template }: DraftState): Kind {
  if (window === undefined) return template === undefined ? 'none' : 'template';
  if (window.last !== undefined) return 'last';
  if (window.previous !== undefined) return 'previous';
  return window.since_last_success ? 'since' : 'fixed';
}

const shownKind = (draft: CreateDraft): Kind => typedText(draft, WINDOW.kind, kindOf(draft.state)) as Kind;

const PERIODS: readonly Choice[] = [
  ['day', 'Yesterday: the day before the run'],
  ['week', 'The week before, Monday to Sunday'],
  ['month', 'The month before'],
  ['quarter', 'The quarter before'],
  ['year', 'The year before'],
];

/** Which period (D9), and whether only what changed (D10). */
export const windowStep: Step = {
  id: 'window',
  title: 'Period',
  blocks(shown) {
    const { draft, catalog } = shown;
    const { model } = catalog;
    const kind = shownKind(draft);
    const dated = model === undefined || model.eventDate !== null || model.updatedAt !== null;
    const offered: readonly Kind[] = [
      // What a template says of the time can be changed, and not taken away.
      draft.state.extends === undefined ? 'none' : 'template',
      ...(dated ? (['previous', 'last', 'since', 'fixed'] as const) : []),
    ];
    const kinds = offered.includes(kind) ? offered : [...offered, kind];
    return [
      radioInput(
        WINDOW.kind,
        'Entries of which time',
        kinds.map(one => KINDS[one]),
        kind,
        { dispatch: true },
      ),
      ...(dated ? [] : [context(`${escaped(model?.label ?? '')} has no date to choose a period by.`)]),
      ...(kind === 'template' ? templateBlocks(catalog) : kind === 'none' ? [] : windowBlocks(shown, kind)),
    ];
  },
  read(draft, catalog) {
    const { window: before, mode, ...rest } = draft.state;
    const kind = textIn(draft.typed, WINDOW.kind) as Kind | undefined;
    if (kind === undefined) return draft;
    const bare = kind === 'template' || kind === 'none';
    // Beside a time that is not said, a kind of entries is not asked for: it stays.
    if (bare) return before === undefined ? draft : { ...draft, state: rest };
    const window = readWindow(draft, kind, before, catalog);
    return {
      ...draft,
      state: defined({ ...rest, window, mode: readMode(textIn(draft.typed, WINDOW.mode), mode) }) as DraftState,
    };
  },
  owns: ([key]) => key === 'window' || key === 'mode',
  inputOf([key, second], draft) {
    if (key === 'mode') return WINDOW.mode;
    switch (second) {
      case 'last':
        return WINDOW.amount;
      case 'previous':
        return WINDOW.previous;
      case 'from':
        return WINDOW.from;
      case 'to':
        return WINDOW.to;
      case 'by':
        return WINDOW.by;
      case 'include_today':
        return WINDOW.today;
      default:
        return draft.state.window === undefined ? WINDOW.kind : undefined;
    }
  },
};

const readMode = (chosen: string | undefined, before: DraftState['mode']): DraftState['mode'] => {
  if (chosen === undefined) return before;
  if (chosen === 'incremental') return 'incremental';
  // What is the default may be said, and need not be.
  return before === 'full' ? 'full' : undefined;
};

function templateBlocks({ template }: Catalog): readonly Block[] {
  const { window, mode } = template?.definition ?? {};
  const effective = effectiveWindow(mode, window);
  const words =
    effective.ok && effective.value !== null ? describeWindowSpec(effective.value as EffectiveWindow) : 'all entries';
  return [context(`The template takes entries ${escaped(words)}.`)];
}

function windowBlocks({ draft, catalog: { model } }: Shown, kind: Kind): readonly Block[] {
  const { window, mode } = draft.state;
  const bys: readonly Choice[] = [
    ...(model?.eventDate === null ? [] : [['event_date', 'When it happened'] as const]),
    ...(model?.updatedAt === null ? [] : [['updated_at', 'When it was last changed'] as const]),
  ];
  const by = typedText(draft, WINDOW.by, window?.by ?? (mode === 'incremental' ? 'updated_at' : 'event_date'));
  const today = typedList(draft, WINDOW.today, window?.include_today ? ['today'] : []);
  return [
    ...whichBlocks(draft, kind),
    selectInput(WINDOW.by, 'Which date counts', bys, bys.some(([one]) => one === by) ? by : (bys[0]?.[0] ?? by)),
    ...(kind === 'last' || kind === 'since'
      ? [
          checkboxesInput(WINDOW.today, 'The day of the run', [['today', 'Take it in, as far as it has come']], today, {
            optional: true,
          }),
        ]
      : []),
    selectInput(
      WINDOW.mode,
      'What is taken',
      [
        ['full', 'All entries of that time'],
        ['incremental', 'Changes only: entries that were changed in that time'],
      ],
      typedText(draft, WINDOW.mode, mode ?? 'full'),
    ),
  ];
}

function whichBlocks(draft: CreateDraft, kind: Kind): readonly Block[] {
  const { window } = draft.state;
  switch (kind) {
    case 'previous':
      return [
        selectInput(
          WINDOW.previous,
          'Which period',
          PERIODS,
          typedText(draft, WINDOW.previous, window?.previous ?? 'day'),
        ),
      ];
    case 'last': {
      const { amount, unit } = lastOf(window);
      return [
        numberInput(WINDOW.amount, 'How much', typedText(draft, WINDOW.amount, amount), { least: 1 }),
        selectInput(
          WINDOW.unit,
          'Of what',
          Object.entries(UNITS).map(([value, label]): Choice => [value, label]),
          typedText(draft, WINDOW.unit, unit),
        ),
      ];
    }
    case 'fixed':
      return [
        textInput(WINDOW.from, 'First day', typedText(draft, WINDOW.from, window?.from), {
          placeholder: '2026-10-01',
          hint: 'A day, or an expression such as date:first day of last month.',
        }),
        textInput(WINDOW.to, 'Until, this day no longer included', typedText(draft, WINDOW.to, window?.to), {
          optional: true,
          placeholder: '2027-01-01',
          hint: 'Left empty: until the day of the run.',
        }),
      ];
    default:
      return [];
  }
}

const UNITS: Readonly<Record<string, string>> = {
  day: 'Days',
  week: 'Weeks',
  month: 'Months',
  quarter: 'Quarters',
  year: 'Years',
  hour: 'Hours, to the moment of the run',
  minute: 'Minutes, to the moment of the run',
};

function lastOf(window: WindowChoice | undefined): { readonly amount: string; readonly unit: string } {
  if (window?.last === undefined) return { amount: '7', unit: 'day' };
  const parsed = parseDuration(window.last);
  // What cannot be read is shown as it was typed.
  if (!parsed.ok) return { amount: window.last, unit: 'day' };
  return { amount: String(parsed.value.amount), unit: parsed.value.unit };
}

function readWindow(
  { typed, state: { mode } }: CreateDraft,
  kind: Kind,
  before: WindowChoice | undefined,
  { model }: Catalog,
): WindowChoice {
  const by = textIn(typed, WINDOW.by) as WindowChoice['by'];
  const today = listIn(typed, WINDOW.today)?.includes('today');
  // What is the default need not be said where it was not.
  const implied = mode === 'incremental' ? 'updated_at' : 'event_date';
  const unsaid = before !== undefined && before.by === undefined && (by === undefined || by === implied);
  const common = {
    by: unsaid ? undefined : (by ?? before?.by ?? (model?.eventDate === null ? 'updated_at' : 'event_date')),
    ...(kind === 'last' || kind === 'since'
      ? {
          include_today:
            today === undefined
              ? before?.include_today
              : today || (before?.include_today === false ? false : undefined),
        }
      : kind === kindOf({ name: '', ...(before === undefined ? {} : { window: before }) })
        ? { include_today: before?.include_today }
        : {}),
  };
  switch (kind) {
    case 'previous':
      return said({ ...common, previous: (textIn(typed, WINDOW.previous) ?? before?.previous ?? 'day') as 'day' });
    case 'last':
      return said({ ...common, last: readLast(typed, before) });
    case 'since':
      return said({ ...common, since_last_success: true });
    default: {
      const from = trimmed(textIn(typed, WINDOW.from), before?.from);
      const to = trimmed(textIn(typed, WINDOW.to), before?.to);
      return said({ ...common, from, to });
    }
  }
}

function readLast(typed: CreateDraft['typed'], before: WindowChoice | undefined): string {
  const old = lastOf(before);
  const amount = textIn(typed, WINDOW.amount)?.trim() ?? old.amount;
  const unit = textIn(typed, WINDOW.unit) ?? old.unit;
  if (before?.last !== undefined && amount === old.amount && unit === old.unit) return before.last;
  // As typed where it is no number, for the service to say what is wrong.
  if (!/^\d{1,9}$/.test(amount)) return amount;
  return printDuration({ amount: Number(amount), unit: unit as DurationUnit });
}
