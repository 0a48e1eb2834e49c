import type { Code } from '@waybill/engine/errors';

export interface FixCase {
  readonly code: Code;
  readonly name?: string;
  readonly file: string;
  readonly text: string;
  /** Other files as they are then. */
  readonly more?: Readonly<Record<string, string>>;
  /** What is offered; a star is at what is preferred. */
  readonly titles: readonly string[];
  /** The text after the first of them. */
  readonly fixed?: string;
}

const EXPORT = 'exports/x.export.yaml';
const MODEL = 'catalog/footfall.model.yaml';

const HEAD = 'version: 1\nname: x\nmodel: transactions\n';
const WHOLE = `${HEAD}fields: [id]\nfilters: none\n`;
const MODEL_HEAD = 'version: 1\nmodel: footfall\nsource: demo\ntable: x\nkey: id\n';
const SALES = 'version: 1\nname: x\nextends: sales@2\n';
const WORKSPACE = 'version: 1\nbrand: {name: X}\nsources:\n  demo: {type: duckdb, file: data/demo.duckdb}\n';

const inExport = (code: Code, text: string, titles: readonly string[], fixed?: string, name?: string): FixCase => ({
  code,
  file: EXPORT,
  text,
  titles,
  ...(fixed === undefined ? {} : { fixed }),
  ...(name ? { name } : {}),
});
const inModel = (code: Code, text: string, titles: readonly string[], fixed?: string): FixCase => ({
  code,
  file: MODEL,
  text,
  titles,
  ...(fixed === undefined ? {} : { fixed }),
});
const criterion = (text: string) => `${HEAD}fields: [id]\nfilters:\n  all:\n    - ${text}\n`;

/** One case at least for every code that has a fix. */
export const CASES: readonly FixCase[] = [
  // The text itself.
  inExport(
    'yaml-syntax',
    `${HEAD}fields:\n\t- id\nfilters: none\n`,
    ['* Indent with spaces'],
    `${HEAD}fields:\n  - id\nfilters: none\n`,
    'a tab',
  ),
  inExport(
    'yaml-syntax',
    `${HEAD}fields:\n\t- id\n\t- kind\nfilters: none\n`,
    ['* Indent all lines with spaces'],
    undefined,
    'tabs',
  ),
  inExport('yaml-syntax', `${HEAD}fields: [id\nfilters: none\n`, ['* Close with `]`'], undefined, 'an open bracket'),
  inExport(
    'yaml-syntax',
    `${HEAD}description: "Sales\nfields: [id]\nfilters: none\n`,
    ['* Close with `"`'],
    undefined,
    'an open quote',
  ),
  inExport(
    'yaml-syntax',
    `${HEAD}description: Sales: all of them\nfields: [id]\nfilters: none\n`,
    ['* Put Sales: all of them in quotes'],
    undefined,
    'a colon',
  ),
  inExport(
    'yaml-syntax',
    `${HEAD}description: @all\nfields: [id]\nfilters: none\n`,
    ['* Put @all in quotes'],
    undefined,
    'a mark',
  ),
  inExport('yaml-syntax', `${WHOLE}schedule:\n  daily: {hours: *}\n`, ['* Put * in quotes'], undefined, 'an asterisk'),
  inExport(
    'yaml-syntax',
    `version: 1\nname:x\nmodel: transactions\nfields: [id]\nfilters: none\n`,
    ['* Put a space behind the colon'],
    undefined,
    'no space',
  ),
  inExport(
    'yaml-syntax',
    `${HEAD}fields\n  - id\nfilters: none\n`,
    ['* Make it a key: `fields:`'],
    undefined,
    'no colon',
  ),
  inExport(
    'yaml-syntax',
    `${WHOLE}notify: [{slack: #sales, when: [success]}]\n`,
    ['* Put #sales in quotes'],
    undefined,
    'a channel',
  ),
  inExport('yaml-syntax', `${WHOLE}---\nname: y\n`, [], undefined, 'a second document'),
  inExport('yaml-alias', `${WHOLE}description: *all\n`, ['* Put *all in quotes']),
  inExport('duplicate-key', `${WHOLE}filters: none\n`, ['* Remove `filters`'], WHOLE),
  inExport(
    'duplicate-key',
    `${HEAD}fields: [{from: id, to: A, to: B}]\nfilters: none\n`,
    ['* Remove `to`'],
    `${HEAD}fields: [{from: id, to: A}]\nfilters: none\n`,
    'in braces',
  ),
  inExport('nul-character', `${WHOLE}description: "a\\0b"\n`, ['* Leave the NUL character out']),
  inExport('file-empty', '', ['* Begin the export']),
  inExport('file-empty', '# Sales\n', ['* Begin the export'], undefined, 'but for a comment'),
  // Keys.
  inExport('unknown-key', WHOLE.replace('filters', 'filtres'), ['* Change to `filters`', 'Remove `filtres`'], WHOLE),
  inExport(
    'unknown-key',
    `${WHOLE}delimiter: ";"\n`,
    ['* Move under `file:`', 'Remove `delimiter`'],
    undefined,
    'that belongs under another',
  ),
  inExport(
    'unknown-key',
    `${WHOLE}file:\n  format: csv\ndelimiter: ";"\n`,
    ['* Move under `file:`', 'Remove `delimiter`'],
    undefined,
    'that belongs under one that is there',
  ),
  inExport('unknown-key', `${WHOLE}zzz: 1\n`, ['* Remove `zzz`'], WHOLE, 'like no other'),
  inExport(
    'missing-key',
    'name: x\nmodel: transactions\nfields: [id]\nfilters: none\n',
    ['* Add `version: 1`'],
    'version: 1\nname: x\nmodel: transactions\nfields: [id]\nfilters: none\n',
  ),
  inExport(
    'missing-key',
    'version: 1\nmodel: transactions\nfields: [id]\nfilters: none\n',
    ['* Add `name: x`'],
    WHOLE,
    'in its place',
  ),
  inExport('missing-key', criterion('{operator: equals, value: 1}'), ['Add `attribute:`'], undefined, 'in braces'),
  inExport(
    'missing-key',
    `${HEAD}fields:\n  - to: A # header\n    default: x\nfilters: none\n`,
    ['Add `from:`'],
    undefined,
    'in an item',
  ),
  inExport(
    'missing-key',
    `${HEAD}dimensions: [store.zone]\nfields: [id]\nfilters: none\n`,
    ['Add `kpis:`'],
    undefined,
    'of the file, told at another key',
  ),
  {
    code: 'missing-key',
    file: 'waybill.yaml',
    text: `${WORKSPACE}destinations:\n  share: {folder: out}\n`,
    titles: ['Add `type: local`', 'Add `type: sftp`', 'Add `type: ftp`', 'Add `type: ftps`', 'Add `type: s3`'],
    name: 'that says the kind',
  },
  inExport('missing-choice', `${HEAD}filters: none\n`, ['* Add `fields: all`', 'Add `kpis:`']),
  inExport('window-period', `${WHOLE}window: {by: event_date}\n`, [
    'Add `previous: day`',
    'Add `last: 7 days`',
    'Add `since_last_success: true`',
  ]),
  inExport('not-allowed-together', `${WHOLE}kpis: [revenue]\n`, ['* Remove `kpis`'], WHOLE),
  inExport('no-value', `${WHOLE}notify: [{slack: "#a", when: [success]}]\ndescription: #sales\n`, [
    '* Put #sales in quotes',
  ]),
  inExport('no-value', `${WHOLE}description:\n`, ['Remove `description`'], WHOLE, 'of a key that may go'),
  inExport('filters-missing', `${HEAD}fields: [id]\n`, ['* Add `filters: none`'], WHOLE),
  inExport(
    'wrong-value',
    `${HEAD}fields: id\nfilters: none\n`,
    ['* Change to `[id]`'],
    WHOLE,
    'that lacks its brackets',
  ),
  inExport(
    'wrong-type',
    `${WHOLE}file: {header: "yes"}\n`,
    ['* Change to `true`'],
    `${WHOLE}file: {header: true}\n`,
    'in quotes',
  ),
  inExport(
    'wrong-value',
    WHOLE.replace('version: 1', 'version: 2'),
    ['* Change to `1`'],
    WHOLE,
    'a number for a number',
  ),
  inExport('wrong-value', `${WHOLE}mode: incremantal\n`, ['* Change to `incremental`'], `${WHOLE}mode: incremental\n`),
  inExport(
    'wrong-value',
    `${WHOLE}mode: 'incremantal'\n`,
    ['* Change to `incremental`'],
    `${WHOLE}mode: 'incremental'\n`,
    'in single quotes',
  ),
  inExport('change-without-template', `${WHOLE}remove: {fields: [id]}\n`, ['Remove `remove`']),
  inExport('duplicate-name', WHOLE.replace('name: x', 'name: daily-sales'), ['Change to `x`'], WHOLE),
  // Fields.
  inExport(
    'duplicate-header',
    `${HEAD}fields:\n  - id\n  - id\nfilters: none\n`,
    ['* Add `to: id 2`'],
    `${HEAD}fields:\n  - id\n  - {from: id, to: id 2}\nfilters: none\n`,
  ),
  inExport(
    'duplicate-header',
    `${HEAD}fields:\n  - {from: id, to: A}\n  - from: kind\n    to: A\nfilters: none\n`,
    ['* Change to `A 2`'],
    undefined,
    'with one of its own',
  ),
  inExport(
    'duplicate-header',
    `${HEAD}fields: [{from: kind}, {from: kind, default: x}]\nfilters: none\n`,
    ['* Add `to: kind 2`'],
    undefined,
    'in braces',
  ),
  inExport(
    'replace-unknown-value',
    `${HEAD}fields: [{from: channel, replace: {onlin: Web, app: App}}]\nfilters: none\n`,
    ['* Change to `online`', 'Remove `onlin`'],
  ),
  inExport('format-not-for-type', `${HEAD}fields: [{from: kind, format: "%d"}]\nfilters: none\n`, ['Remove `format`']),
  inExport(
    'protect-not-for-type',
    `version: 1\nname: x\nmodel: stores\nfields: [{from: open, protect: mask}]\nfilters: none\n`,
    ['Remove `protect`'],
  ),
  inExport('aggregate-not-on', `${HEAD}fields: [{from: amount, aggregate: sum}]\nfilters: none\n`, [
    '* Add `aggregate: true`',
    'Remove `aggregate`',
  ]),
  inExport(
    'aggregate-count-twice',
    `${HEAD}aggregate: true\nfields: [{from: kind, aggregate: group}, {aggregate: count, to: A}, {aggregate: count, to: B}]\nfilters: none\n`,
    ['Remove it from the list'],
  ),
  inExport(
    'option-not-for-aggregate',
    `${HEAD}aggregate: true\nfields: [{from: kind, aggregate: group}, {from: amount, aggregate: sum, protect: hash}]\nfilters: none\n`,
    ['* Remove `protect`'],
  ),
  inExport(
    'not-a-number',
    `${HEAD}aggregate: true\nfields: [{from: kind, aggregate: group}, {from: note, aggregate: sum}]\nfilters: none\n`,
    ['* Change to `count`'],
  ),
  // Names of the catalog.
  inExport(
    'unknown-model',
    WHOLE.replace('transactions', 'transaction'),
    ['* Change to `transactions`', 'Change to `transaction_items`'],
    WHOLE,
  ),
  inExport(
    'unknown-field',
    `${HEAD}fields: [amuont]\nfilters: none\n`,
    ['* Change to `amount`'],
    `${HEAD}fields: [amount]\nfilters: none\n`,
  ),
  inExport(
    'unknown-field',
    `${HEAD}fields: [store.nmae]\nfilters: none\n`,
    ['* Change to `name`'],
    `${HEAD}fields: [store.name]\nfilters: none\n`,
    'at the end of a path',
  ),
  inExport(
    'unknown-field',
    `${HEAD}fields: ["store.nmae"]\nfilters: none\n`,
    ['* Change to `name`'],
    `${HEAD}fields: ["store.name"]\nfilters: none\n`,
    'in quotes',
  ),
  inExport(
    'unknown-relation',
    `${HEAD}fields: [stor.name]\nfilters: none\n`,
    ['* Change to `store`'],
    `${HEAD}fields: [store.name]\nfilters: none\n`,
  ),
  inExport('path-is-relation', `${HEAD}fields: [store]\nfilters: none\n`, [
    '* Change to `store.name`',
    'Change to `store.id`',
  ]),
  inExport('group-needs-field', `${HEAD}fields: [custom]\nfilters: none\n`, [
    'Change to `custom.favourite_color`',
    'Change to `custom.gift_wrap`',
    'Change to `custom.delivery_day`',
  ]),
  inExport(
    'unknown-group-field',
    `${HEAD}fields: [custom.gift_wrp]\nfilters: none\n`,
    ['* Change to `gift_wrap`'],
    `${HEAD}fields: [custom.gift_wrap]\nfilters: none\n`,
  ),
  inExport('field-has-no-parts', `${HEAD}fields: [kind.x]\nfilters: none\n`, ['* End the path at `kind`']),
  inExport('unknown-kpi', `${HEAD}kpis: [revenu]\nfilters: none\n`, ['* Change to `revenue`']),
  inExport('unknown-dimension', `${HEAD}kpis: [revenue]\ndimensions: [store.zon]\nfilters: none\n`, [
    '* Change to `store.zone`',
  ]),
  inModel('unknown-date-part', `${MODEL_HEAD}fields: {id: integer, at: datetime}\ndimensions: [at.mont]\n`, [
    '* Change to `month`',
  ]),
  // Filters.
  inExport('unknown-operator', criterion('{attribute: amount, operator: atleast, value: 1}'), [
    '* Change to `at_least`',
  ]),
  inExport('operator-not-for-type', criterion('{attribute: amount, operator: before, value: 1}'), [
    '* Change to `less_than`',
  ]),
  inExport('predicate-on-field', criterion('{attribute: customer.id, operator: in_segment, value: vip}'), [
    '* Change `attribute` to `customer`',
  ]),
  inExport('predicate-without', criterion('{attribute: customer, operator: in_segment, value: vip, period: 30 days}'), [
    '* Remove `period`',
  ]),
  inExport('unknown-predicate', criterion('{attribute: customer, operator: in_segmnt, value: vip}'), [
    '* Change to `in_segment`',
  ]),
  inExport('key-not-for-operator', criterion('{attribute: amount, operator: equals, value: 1, period: 3 days}'), [
    '* Remove `period`',
  ]),
  inExport('value-not-allowed', criterion('{attribute: amount, operator: is_empty, value: 1}'), ['* Remove `value`']),
  inExport('value-not-of-type', criterion('{attribute: custom.gift_wrap, operator: is, value: "yes"}'), [
    '* Change to `true`',
  ]),
  inExport('not-an-enum-value', criterion('{attribute: channel, operator: equals, value: onlin}'), [
    '* Change to `online`',
  ]),
  inExport('ends-reversed', criterion('{attribute: amount, operator: between, value: [5, 1]}'), [
    '* Change to `[1, 5]`',
  ]),
  // Dates, windows, names of files.
  inExport('unknown-timezone', `${WHOLE}timezone: Europe/Vien\n`, [
    '* Change to `Europe/Vienna`',
    'Change to `Asia/Vientiane`',
  ]),
  inExport('duration', `${WHOLE}window: {last: 7 dys}\n`, ['* Change to `days`']),
  inExport('date-expression', criterion('{attribute: event_date, operator: after, value: "date:yesterdy"}'), [
    '* Change to `yesterday`',
  ]),
  inExport('date-value', criterion('{attribute: event_date, operator: after, value: yesterday}'), [
    '* Change to `date:yesterday`',
  ]),
  inExport('window-whole-days', `${WHOLE}window: {from: "2026-01-01 06:00"}\n`, ['* Change to `2026-01-01`']),
  inExport('window-include-today', `${WHOLE}window: {previous: day, include_today: true}\n`, [
    '* Remove `include_today`',
  ]),
  inExport('window-mode', `${WHOLE}mode: incremental\nwindow: {by: event_date, previous: day}\n`, [
    '* Change to `updated_at`',
  ]),
  inExport('unknown-token', `${WHOLE}deliver: {to: share, path: "x_%Y%1"}\n`, ['* Change to `%%`']),
  inExport(
    'schedule-ends-first',
    `${WHOLE}schedule: {daily: {hours: [6], minutes: [0]}, from: 2027-02-01, until: 2027-01-01}\n`,
    ['* Swap `from` and `until`'],
  ),
  // The file and where it goes.
  inExport(
    'file-key-not-for-format',
    `${WHOLE}file: {format: json, delimiter: ";"}\n`,
    ['* Remove `delimiter`'],
    `${WHOLE}file: {format: json}\n`,
  ),
  inExport('file-value-not-for-format', `${WHOLE}file:\n  format: json\n  encoding: utf-16le\n`, [
    '* Remove `encoding`',
  ]),
  inExport('split-size-not-for-format', `${WHOLE}file: {format: parquet, split: {size: 10 MB}}\n`, [
    '* Change to `{rows: 1000000}`',
  ]),
  inExport('null-token-clashes', `${WHOLE}file: {null: ","}\n`, ['* Change to `"NULL"`']),
  inExport('quote-without-enclosure', `${WHOLE}file: {enclosure: none, quote: always}\n`, ['* Remove `quote`']),
  inExport('unknown-destination', `${WHOLE}deliver: {to: shre}\n`, ['* Change to `share`']),
  inExport('duplicate-target', `${WHOLE}deliver:\n  - {to: share}\n  - {to: share}\n`, ['Remove it from the list']),
  inExport('check-unknown-column', `${WHOLE}checks: {nulls: {idd: 5 %}}\n`, ['* Change to `id`', 'Remove `idd`']),
  {
    code: 'hash-key-missing',
    file: EXPORT,
    text: `${HEAD}fields: [{from: email, protect: hash}]\nfilters: none\n`,
    more: { 'waybill.yaml': WORKSPACE },
    titles: ['* Add `protect: {hash_key: "${secret:hash_key}"}` to waybill.yaml'],
  },
  // Templates.
  inExport('unknown-template', SALES.replace('sales', 'sale'), ['* Change to `sales@2`']),
  inExport('unknown-template-release', SALES.replace('@2', '@7'), ['* Change to `sales@2`']),
  inExport('template-other-model', `${SALES}model: customers\n`, ['* Change to `transactions`', 'Remove `model`']),
  inExport('template-other-kind', `${SALES}kpis: [revenue]\n`, ['Remove `kpis`']),
  inExport('template-remove-key', `${SALES}remove: {fields: [{from: id, format: x}]}\n`, ['* Remove `format`']),
  inExport('template-lacks', `${SALES}remove: {fields: [id, amuont]}\n`, [
    '* Change to `amount`',
    'Change to `Amount`',
    'Remove it from the list',
  ]),
  inExport(
    'template-has-set',
    `${SALES}add:\n  filters:\n    - all: [{attribute: note, operator: is_empty}]\n    - {all: [{attribute: kind, operator: equals, value: sale}, {attribute: amount, operator: greater_than, value: 0}]}\n`,
    ['Remove it from the list'],
  ),
  // Models and waybill.yaml.
  inModel('values-without-enum', `${MODEL_HEAD}fields:\n  id: {type: string, values: {a: A}}\n`, [
    '* Make it `type: enum`',
    'Remove `values`',
  ]),
  inModel('unknown-source', `${MODEL_HEAD.replace('demo', 'dmo')}fields: {id: integer}\n`, ['* Change to `demo`']),
  {
    ...inModel('source-missing', `${MODEL_HEAD.replace('source: demo\n', '')}fields: {id: integer}\n`, [
      'Add `source: demo`',
      'Add `source: other`',
    ]),
    more: { 'waybill.yaml': `${WORKSPACE}  other: {type: duckdb, file: data/other.duckdb}\n` },
  },
  {
    code: 'literal-secret',
    file: 'waybill.yaml',
    text: `${WORKSPACE}destinations:\n  a: {type: ftp, host: h, user: u, password: hunter2}\n`,
    titles: ['* Write `${secret:a_password}` (the secret then goes into .waybill/secrets)'],
  },
  {
    code: 'unknown-placeholder',
    file: 'waybill.yaml',
    text: `${WORKSPACE}destinations:\n  a: {type: ftp, host: "\${FTP_HOST}", user: u, password: "\${secret:p}"}\n`,
    titles: ['* Change to `${env:FTP_HOST}`', 'Change to `${secret:FTP_HOST}`'],
  },
];

const PERSON = 'it is for the person to say what is meant';
const OUTSIDE = 'it is mended outside the file';

/** Why there is no fix that a program could know. Where a problem has nearest words, those are offered all the same. */
export const NO_FIX: Partial<Readonly<Record<Code, string>>> = {
  'yaml-key': PERSON,
  'yaml-merge': 'what was merged would have to be written out, with all that follows from it',
  'yaml-too-deep': PERSON,
  'file-too-long': 'its ids belong into another file',
  'separator-unreadable': PERSON,
  'separators-equal': PERSON,
  'aggregate-all': PERSON,
  'aggregate-without-group': PERSON,
  'aggregate-group-identifier': PERSON,
  'aggregate-computed': PERSON,
  'aggregate-not-for-type': PERSON,
  'two-ends': PERSON,
  'too-many-dimensions': PERSON,
  'kpi-broken': OUTSIDE,
  'audience-not-related': OUTSIDE,
  'audience-predicate': OUTSIDE,
  'audience-file-outside': OUTSIDE,
  'audience-file-unreadable': OUTSIDE,
  'audience-column': OUTSIDE,
  'window-field-missing': PERSON,
  cron: PERSON,
  'left-alone': 'nothing is to be done',
  'workspace-missing': OUTSIDE,
  'workspace-unreadable': OUTSIDE,
  'env-missing': OUTSIDE,
  'secret-missing': OUTSIDE,
  'secret-exposed': OUTSIDE,
  'secret-unreadable': OUTSIDE,
  'template-changed': OUTSIDE,
  'template-vanished': OUTSIDE,
  'template-unpublished': OUTSIDE,
  'template-name-taken': PERSON,
  'duplicate-template': PERSON,
  'template-unreadable': OUTSIDE,
  'published-unclear': OUTSIDE,
  'template-does-not-fit': PERSON,
  'template-nothing-left': PERSON,
  'template-not-named': OUTSIDE,
  'template-built-in': OUTSIDE,
  'template-file-taken': OUTSIDE,
  'model-broken': OUTSIDE,
  'model-unreadable': OUTSIDE,
  'duplicate-model': PERSON,
  'model-without-fields': PERSON,
  'reserved-name': PERSON,
  'name-clash': PERSON,
  'enum-without-values': PERSON,
  'relation-broken': PERSON,
  'to-many-in-field': PERSON,
  'custom-of-other-model': PERSON,
  'path-incomplete': PERSON,
  'field-is-no-relation': PERSON,
  'predicate-broken': PERSON,
  'exists-needs-many': PERSON,
  'period-off-path': PERSON,
  'not-a-date': PERSON,
  'key-not-usable': PERSON,
  'relation-types-differ': PERSON,
  'relation-across-sources': PERSON,
  'schedule-never': PERSON,
  'schedule-over': PERSON,
  'date-out-of-range': PERSON,
  'window-to-alone': PERSON,
  'window-empty': PERSON,
  'window-reaches-today': PERSON,
  'window-too-long': PERSON,
  'window-sometimes-too-long': PERSON,
  'windows-overlap': PERSON,
  'windows-gap': PERSON,
  'format-without-token': PERSON,
  'file-name-unsafe': PERSON,
  'file-name-too-long': PERSON,
  'file-name-no-window': PERSON,
};
