import fc from 'fast-check';
import type {
  CriterionChoice,
  DraftState,
  FieldChoice,
  FieldsChoice,
  ScheduleChoice,
} from '../../../src/views/create/draft-state.ts';

/** Choices as the steps may leave them; every one is a definition that its schema takes. */

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
/** Texts that people type, awkward ones among them. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isText),
  fc.constantFrom(
    'yes',
    'no',
    'null',
    '007',
    '1.50',
    '1e3',
    '0x1F',
    '# no comment',
    'a: b',
    '- x',
    '"',
    "'",
    '{}',
    '~',
  ),
);
function isText(value: string): boolean {
  return value.isWellFormed() && !/[\0\p{Cc}]/u.test(value);
}
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    .map(number => Math.round(number * 100) / 100 || 0),
  fc.boolean(),
);
const name = fc.stringMatching(/^[\p{L}0-9]([\p{L}0-9 :#'"&_-]{0,30}[\p{L}0-9])?$/u);

/** An object that may lack any of its keys. */
const some = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] }).filter(given => Object.keys(given).length > 0);

const field: fc.Arbitrary<FieldChoice> = fc.record(
  {
    from: word.filter(path => path !== 'all'),
    to: text,
    format: fc.oneof(
      fc.constantFrom('%d.%m.%Y', '%H:%M'),
      some({ decimals: fc.nat(30), decimal: fc.constantFrom(',', '.'), group: fc.constantFrom('', ' ', "'") }),
    ),
    replace: fc.dictionary(text, scalar, { minKeys: 1, maxKeys: 3, noNullPrototype: true }).filter(noProto),
    default: scalar,
    protect: fc.constantFrom('hash' as const, 'mask' as const),
  },
  { requiredKeys: ['from'] },
);
function noProto(record: object): boolean {
  return !Object.keys(record).includes('__proto__');
}
const fields: fc.Arbitrary<FieldsChoice> = fc.oneof(
  fc.constant('all' as const),
  fc
    .array(fc.oneof({ arbitrary: field, weight: 5 }, { arbitrary: fc.constant({ from: 'all' }), weight: 1 }), {
      minLength: 1,
      maxLength: 5,
    })
    // All of them twice would be every header twice.
    .map(list => list.filter(({ from }, i) => from !== 'all' || list.findIndex(one => one.from === 'all') === i))
    // A list of all alone is said as all.
    .map(list => (list.length === 1 && JSON.stringify(list[0]) === '{"from":"all"}' ? 'all' : list)),
);
const aggregated = fc.array(
  fc.record({ from: word, to: text, aggregate: fc.constantFrom('group' as const, 'sum' as const, 'count' as const) }),
  { minLength: 1, maxLength: 3 },
);
const kpis = fc.array(fc.record({ kpi: word, to: text }, { requiredKeys: ['kpi'] }), { minLength: 1, maxLength: 3 });
const dimensions = fc.array(fc.record({ dimension: word, to: text }, { requiredKeys: ['dimension'] }), {
  minLength: 1,
  maxLength: 3,
});

const criterion: fc.Arbitrary<CriterionChoice> = fc.record(
  {
    attribute: word,
    operator: fc.constantFrom('equals', 'in', 'between', 'is_empty', 'anniversary', 'item_purchased'),
    value: fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })),
    period: fc.constantFrom('30 days', '1 year'),
    at_least: fc.integer({ min: 1, max: 9 }),
    before: fc.constant('3 days'),
    after: fc.constant('1 day'),
  },
  { requiredKeys: ['operator'] },
);
const criteria = fc.array(criterion, { minLength: 1, maxLength: 3 });
const sets = fc.array(fc.record({ all: criteria }), { minLength: 1, maxLength: 3 });

const times = fc.array(fc.constantFrom('00:00', '06:30', '23:59'), { minLength: 1, maxLength: 2 });
const policies = {
  skipped: fc.constantFrom('run_after' as const, 'skip' as const),
  repeated: fc.constantFrom('once' as const, 'twice' as const),
  catch_up: fc.constantFrom('all' as const, 'latest' as const, 'none' as const),
};
const limits = { from: fc.constant('2026-12-01'), until: fc.constant('2027-06-30'), ...policies };
const schedule: fc.Arbitrary<ScheduleChoice> = fc.oneof(
  fc.constant('now' as const),
  fc.record({ at: fc.constant('2026-12-01 06:30'), ...policies }, { requiredKeys: ['at'] }),
  fc.record(
    {
      daily: fc.record(
        {
          hours: fc.oneof(fc.constant('*' as const), fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 3 })),
          minutes: fc.oneof(fc.constant('*' as const), fc.uniqueArray(fc.nat(59), { minLength: 1, maxLength: 3 })),
        },
        { requiredKeys: ['hours'] },
      ),
      ...limits,
    },
    { requiredKeys: ['daily'] },
  ),
  fc.record(
    { weekly: fc.record({ days: fc.constant<('monday' | 'friday')[]>(['monday', 'friday']), at: times }), ...limits },
    { requiredKeys: ['weekly'] },
  ),
  fc.record(
    {
      monthly: fc.record({
        days: fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)), {
          minLength: 1,
          maxLength: 3,
        }),
        at: times,
      }),
      ...limits,
    },
    { requiredKeys: ['monthly'] },
  ),
  fc.record({ cron: fc.constant('0 6 * * 1-5'), ...limits }, { requiredKeys: ['cron'] }),
);

const when = fc.uniqueArray(fc.constantFrom('success' as const, 'failure' as const, 'late' as const), { minLength: 1 });
const notify = fc.array(
  fc.oneof(
    fc.record(
      { slack: fc.constantFrom('#loyalty-exports', '@anna', 'C0123456789'), when },
      { requiredKeys: ['slack'] },
    ),
    fc.record({ email: fc.constant('anna@example.com'), when }, { requiredKeys: ['email'] }),
    fc.record({ webhook: fc.constant('https://example.com/hook'), when }, { requiredKeys: ['webhook'] }),
  ),
  { maxLength: 3 },
);

const deliver = fc.array(
  fc.record(
    {
      to: word,
      path: fc.constantFrom('sales_%Y%m%d', 'a/{window.from} b'),
      if_exists: fc.constantFrom('overwrite' as const, 'version' as const, 'fail' as const),
      manifest: fc.constantFrom('json' as const, 'trigger' as const),
    },
    { requiredKeys: ['to'] },
  ),
  { maxLength: 3 },
);

const file = fc.record(
  {
    format: fc.constantFrom('csv' as const, 'psv' as const, 'json' as const, 'xlsx' as const),
    profile: fc.constantFrom('excel' as const, 'excel-eu' as const, 'machine' as const),
    delimiter: fc.constantFrom(';', '\t', '|', ':'),
    enclosure: fc.constantFrom('none', "'", '"'),
    newline: fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const),
    header: fc.boolean(),
    quote: fc.constantFrom('needed' as const, 'always' as const),
    encoding: fc.constantFrom('utf-8' as const, 'utf-16le' as const),
    null: fc.constantFrom('', 'NULL', '\\N', 'null'),
    formula_guard: fc.boolean(),
    archive: fc.constantFrom('none' as const, 'zip' as const, 'gzip' as const),
  },
  { requiredKeys: ['format'] },
);

const rows: fc.Arbitrary<Partial<DraftState>> = fc.oneof(
  fc.record({ model: word, fields }),
  fc.record({ model: word, aggregate: fc.constant(true), fields: aggregated }),
  fc.record({ model: word, kpis, dimensions }, { requiredKeys: ['model', 'kpis'] }),
  fc.record(
    {
      extends: fc.constantFrom('sales@2', 'a-b@10'),
      add: some({ fields, kpis, dimensions, filters: sets, criteria }),
      remove: some({ fields, kpis, dimensions, filters: sets }),
    },
    { requiredKeys: ['extends'] },
  ),
);

export const draftStates: fc.Arbitrary<DraftState> = fc
  .tuple(
    rows,
    fc.record(
      {
        name,
        description: text,
        timezone: fc.constantFrom('Europe/Vienna', 'UTC'),
        filters: fc.oneof(fc.constant({ any: [] }), fc.record({ any: sets })),
        audience: fc.oneof(
          fc.record({ segment: text }),
          fc.record({ group: text }),
          fc.record({ file: fc.constant('audiences/vip.csv') }),
        ),
        window: fc.oneof(
          fc.record(
            {
              by: fc.constantFrom('event_date' as const, 'updated_at' as const),
              last: fc.constantFrom('7 days', '24 h', '1 month', '2 weeks'),
              include_today: fc.boolean(),
            },
            { requiredKeys: ['last'] },
          ),
          fc.record({ previous: fc.constantFrom('day' as const, 'month' as const) }),
          fc.record({ since_last_success: fc.constant(true as const) }),
          fc.record({ from: fc.constant('2026-01-01'), to: fc.constant('date:today') }, { requiredKeys: ['from'] }),
        ),
        mode: fc.constantFrom('full' as const, 'incremental' as const),
        file,
        deliver,
        on_empty: fc.constantFrom('send' as const, 'skip' as const, 'fail' as const, 'header_only' as const),
        schedule,
        notify,
      },
      { requiredKeys: ['name'] },
    ),
  )
  // Without prototypes of nothing, as JSON gives them.
  .map(([chosen, others]) => JSON.parse(JSON.stringify({ ...others, ...chosen })) as DraftState);
