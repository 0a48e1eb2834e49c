import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type CreateDraft, draftSchema, emptyDraft } from '../../../src/views/create/create-draft.ts';
import { criterionInWords } from '../../../src/views/create/filters-in-words.ts';
import { printList, printPairs, readList, readPairs } from '../../../src/views/create/lines.ts';
import { applyToList } from '../../../src/views/create/list-actions.ts';
import { criterionAt, itemAt, parsePath } from '../../../src/views/create/problem-path.ts';
import { rowsModeOf, withRowsMode } from '../../../src/views/create/steps/rows-mode.ts';
import {
  firingInWords,
  readSchedule,
  scheduleInput,
  scheduleMissing,
} from '../../../src/views/create/steps/schedule-blocks.ts';
import { basedOn } from '../../../src/views/create/steps/start-step.ts';
import { draftStates } from './draft-states.ts';

const texts = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(text => text.isWellFormed());

describe('L2 create: what is typed in lines', () => {
  it('L2 a list reads back as it was, whatever is in it', () => {
    fc.assert(fc.property(fc.array(texts), values => assert.deepEqual(readList(printList(values)), values)));
  });

  it('L2 replacements read back as they were, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, texts)), pairs => {
        const unique = new Map(pairs.filter(([key]) => key !== '__proto__'));
        // Numbers as keys come first in any object.
        const record = Object.fromEntries(unique);
        assert.deepEqual(readPairs(printPairs(record)), Object.entries(record));
      }),
    );
  });

  const LINES: readonly (readonly [string, unknown])[] = [
    ['instore = Store', [['instore', 'Store']]],
    ['  a=b=c  ', [['a', 'b=c']]],
    [
      '"a = b" = c\n\nx =',
      [
        ['a = b', 'c'],
        ['x', ''],
      ],
    ],
    ['instore Store', [['instore Store', undefined]]],
    ['"unfinished = x', [['"unfinished', 'x']]],
  ];
  for (const [typed, pairs] of LINES) {
    it(`L2 replacements typed as ${JSON.stringify(typed)}`, () => assert.deepEqual(readPairs(typed), pairs));
  }
});

describe('L2 create: where a problem is', () => {
  it('L2 paths as problems show them', () => {
    assert.deepEqual(parsePath('filters.any[0].all[1].value[0]'), ['filters', 'any', 0, 'all', 1, 'value', 0]);
    assert.deepEqual(parsePath('fields[2].replace["a \\"b\\""]'), ['fields', 2, 'replace', 'a "b"']);
    assert.deepEqual(parsePath(''), []);
    assert.deepEqual(criterionAt(parsePath('filters.all[3].value')), { set: 0, index: 3, rest: ['value'] });
    assert.deepEqual(criterionAt(parsePath('filters.any[2].all[1].operator')), {
      set: 2,
      index: 1,
      rest: ['operator'],
    });
    assert.equal(criterionAt(parsePath('filters')), undefined);
    assert.deepEqual(itemAt(parsePath('deliver.path'), 'deliver'), { index: 0, rest: ['path'] });
    assert.deepEqual(itemAt(parsePath('deliver[1].path'), 'deliver'), { index: 1, rest: ['path'] });
  });
});

describe('L2 create: drafts', () => {
  it('L2 a draft is in the service as it is here', () => {
    fc.assert(
      fc.property(draftStates, state => {
        const draft = emptyDraft({ state, typed: { 'wb:x': ['a'], 'wb:y': '' }, generation: 3, step: 'window' });
        assert.deepEqual(draftSchema.parse(JSON.parse(JSON.stringify(draft))), draft);
      }),
      { numRuns: 50 },
    );
  });

  it('L2 another kind of rows, and back, loses nothing; nor does another model', () => {
    fc.assert(
      fc.property(draftStates, fc.constantFrom('all', 'picked', 'groups', 'kpis'), (state, mode) => {
        const draft = emptyDraft({ state });
        const before = rowsModeOf(state);
        if (before === mode) return;
        assert.deepEqual(withRowsMode(withRowsMode(draft, mode as 'all'), before).state, state);
        const base = state.extends === undefined ? { model: String(state.model) } : { extends: state.extends };
        assert.deepEqual(basedOn(basedOn(draft, { model: 'quite another' }), base).state, state);
      }),
    );
  });

  const FIELDS = [{ from: 'a' }, { from: 'b' }, { from: 'c' }];
  const from = ({ state }: CreateDraft) =>
    Array.isArray(state.fields) ? state.fields.map(field => field.from) : state.fields;
  const draft = emptyDraft({ state: { name: 'x', fields: FIELDS }, generation: 5 });
  const ACTIONS: readonly (readonly [string, readonly string[], unknown])[] = [
    ['up', ['fields', '1', '5'], ['b', 'a', 'c']],
    ['up', ['fields', '0', '5'], ['a', 'b', 'c']],
    ['down', ['fields', '1', '5'], ['a', 'c', 'b']],
    ['down', ['fields', '2', '5'], ['a', 'b', 'c']],
    ['remove', ['fields', '0', '5'], ['b', 'c']],
    ['remove', ['fields', '0', '4'], ['a', 'b', 'c']],
    ['remove', ['fields', '9', '5'], ['a', 'b', 'c']],
    ['count', ['5'], ['a', 'b', 'c', undefined]],
    ['quite something else', ['5'], ['a', 'b', 'c']],
  ];
  for (const [command, parts, fields] of ACTIONS) {
    it(`L2 L6 ${command} ${parts.join(' ')} of a list in its fifth state`, () =>
      assert.deepEqual(from(applyToList(draft, 5, command, parts)), fields));
  }
});

describe('L2 L3 S1 create: schedules as typed', () => {
  const PREFIX = 'wb:test:';
  const read = (typed: Readonly<Record<string, string | readonly string[]>>, schedule?: never) =>
    readSchedule({
      prefix: PREFIX,
      typed: Object.fromEntries(Object.entries(typed).map(([key, value]) => [`${PREFIX}${key}`, value])),
      schedule,
      timezone: 'Europe/Vienna',
    });
  const TYPED: readonly (readonly [string, Parameters<typeof read>[0], unknown])[] = [
    ['now', { kind: 'now' }, undefined],
    ['a date', { kind: 'at', day: '2026-12-01', time: '06:30' }, { at: '2026-12-01 06:30' }],
    ['a date without a time', { kind: 'at', day: '2026-12-01', time: '' }, { at: '2026-12-01' }],
    ['every hour', { kind: 'daily', hours: ['*', '3'], minutes: ['0'] }, { daily: { hours: '*' } }],
    [
      'twice a day',
      { kind: 'daily', hours: ['1', '13'], minutes: ['30'] },
      { daily: { hours: [1, 13], minutes: [30] } },
    ],
    [
      'weekly',
      { kind: 'weekly', days: ['monday'], times: '6:30; 18:00' },
      { weekly: { days: ['monday'], at: ['06:30', '18:00'] } },
    ],
    [
      'a wrong time',
      { kind: 'weekly', days: ['monday'], times: 'noon' },
      { weekly: { days: ['monday'], at: ['noon'] } },
    ],
    [
      'monthly',
      { kind: 'monthly', dates: ['1', 'last'], times: '04:15' },
      { monthly: { days: [1, 'last'], at: ['04:15'] } },
    ],
    [
      'cron with its validity',
      { kind: 'cron', cron: ' 0 6 * * 1-5 ', from: '2026-12-01', until: '' },
      { cron: '0 6 * * 1-5', from: '2026-12-01' },
    ],
  ];
  for (const [name, typed, schedule] of TYPED) {
    it(`S1 L2 ${name}`, () => assert.deepEqual(read(typed), schedule));
  }

  it('S2 L2 what is rare stays with another frequency', () => {
    const before = { daily: { hours: [6] }, skipped: 'skip', catch_up: 'latest', from: '2026-01-01' } as never;
    assert.deepEqual(read({ kind: 'weekly', days: ['friday'], times: '06:30' }, before), {
      weekly: { days: ['friday'], at: ['06:30'] },
      skipped: 'skip',
      catch_up: 'latest',
      from: '2026-01-01',
    });
    assert.deepEqual(read({ kind: 'at', day: '2026-12-01', time: '06:30' }, before), {
      at: '2026-12-01 06:30',
      skipped: 'skip',
      catch_up: 'latest',
    });
  });

  const KEPT: readonly (readonly [string, unknown, Parameters<typeof read>[0], unknown])[] = [
    [
      'of days, by the week',
      { daily: { hours: [6, 18], minutes: [30] } },
      { kind: 'weekly', days: ['friday'] },
      { weekly: { days: ['friday'], at: ['06:30', '18:30'] } },
    ],
    [
      'of weeks, by the month',
      { weekly: { days: ['monday'], at: ['06:30', '18:00'] } },
      { kind: 'monthly', dates: ['last'] },
      { monthly: { days: ['last'], at: ['06:30', '18:00'] } },
    ],
    [
      'of weeks, every day',
      { weekly: { days: ['monday'], at: ['06:30', '18:30'] } },
      { kind: 'daily' },
      { daily: { hours: [6, 18], minutes: [30] } },
    ],
    [
      'that no day has together',
      { weekly: { days: ['monday'], at: ['06:30', '18:00'] } },
      { kind: 'daily' },
      { daily: { hours: [] } },
    ],
    [
      'of every hour',
      { daily: { hours: '*' } },
      { kind: 'weekly', days: ['friday'] },
      { weekly: { days: ['friday'], at: [] } },
    ],
  ];
  for (const [name, before, typed, after] of KEPT) {
    it(`S4 L3 with another frequency the times stay: ${name}`, () =>
      assert.deepEqual(read(typed, before as never), after));
  }

  it('S1 L2 what is missing and what is wrong stands at its input', () => {
    const weekly = { weekly: { days: [], at: [] } } as never;
    assert.deepEqual(Object.keys(scheduleMissing(PREFIX, weekly)), [`${PREFIX}days`, `${PREFIX}times`]);
    assert.deepEqual(Object.keys(scheduleMissing(PREFIX, { at: '2026-12-01' })), [`${PREFIX}time`]);
    assert.deepEqual(scheduleMissing(PREFIX, 'now'), {});
    assert.equal(
      scheduleInput(PREFIX, ['weekly', 'at', 0], { weekly: { days: ['monday'], at: ['x'] } }),
      `${PREFIX}times`,
    );
    assert.equal(scheduleInput(PREFIX, ['until'], { cron: 'x' }), `${PREFIX}until`);
    assert.equal(scheduleInput(PREFIX, ['cron'], { cron: 'x' }), `${PREFIX}cron`);
  });

  it('S1 D9 a firing in words names its window by what is inside', () => {
    const at = '2026-12-07T06:30:00+01:00';
    const day = '2026-12-07';
    const window = (from: string | null, to: string) => firingInWords({ at, day, window: { from, to } });
    assert.equal(firingInWords({ at, day, window: null }), 'Monday 2026-12-07 06:30');
    assert.equal(
      window('2026-12-06T00:00:00+01:00', '2026-12-07T00:00:00+01:00'),
      'Monday 2026-12-07 06:30, for 2026-12-06',
    );
    assert.equal(
      window('2026-11-30T00:00:00+01:00', '2026-12-07T00:00:00+01:00'),
      'Monday 2026-12-07 06:30, for 2026-11-30 to 2026-12-06',
    );
    assert.equal(
      window('2026-12-06T06:30:00+01:00', at),
      'Monday 2026-12-07 06:30, for 2026-12-06 06:30 to 2026-12-07 06:30',
    );
    assert.equal(window(null, at), 'Monday 2026-12-07 06:30, for everything until 2026-12-07 06:30');
  });
});

describe('L2 D3 create: criteria in words', () => {
  const WORDS: readonly (readonly [Parameters<typeof criterionInWords>[0], string])[] = [
    [{ attribute: 'amount', operator: 'between', value: [10, 500] }, 'amount is between 10 and 500'],
    [
      { attribute: 'city', operator: 'in', value: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] },
      'city is one of a, b, c, d, e, f and 2 more',
    ],
    [{ attribute: 'city', operator: 'is_empty' }, 'city is empty'],
    [
      { operator: 'item_purchased', value: 'P-1', period: '30 days', at_least: 2 },
      'item purchased P-1 (at least 2 times, within 30 days)',
    ],
    [
      { attribute: 'birth_date', operator: 'anniversary', value: 'date:today', before: '3 days' },
      'birth_date has its anniversary on date:today (from 3 days before)',
    ],
  ];
  for (const [criterion, words] of WORDS) {
    it(`D3 L2 ${words}`, () => assert.equal(criterionInWords(criterion, { fields: new Map() }), words));
  }
});
