/**
 * A store as it is after a long time: many active exports that fire daily, spread over the day, each with a revision, a
 * destination and the runs of its last days. Written by the database itself, so that a million runs take seconds.
 *
 * `node --conditions=@waybill/source --import tsx bench/seed-store.ts DATABASE [EXPORTS] [RUNS]` makes one to look at.
 */
import { pathToFileURL } from 'node:url';
import { openStore } from '../packages/service/src/store/open-store.ts';
import type { Provider, Store } from '../packages/service/src/store/store.ts';

export interface Seed {
  /** Default 100,000. */
  readonly exports?: number;
  /** Over all exports, which get as many each. Default 1,000,000. */
  readonly runs?: number;
  /** Firings before it have been, those after it are to come. */
  readonly now?: Date;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Rows of one statement. */
const CHUNK = 100_000;

const KINDS = ['Daily', 'Weekly', 'Monthly', 'Hourly', 'Nightly', 'Quarterly'];
const THINGS = ['members', 'transactions', 'points', 'redemptions', 'vouchers', 'visits', 'campaigns', 'consents'];
const RECEIVERS = ['warehouse', 'agency', 'finance', 'call centre', 'newsletter', 'partner', 'audit', 'shop'];
const BRANDS = ['Aurora', 'Borealis', 'Cerulean', 'Delta', 'Esprit', 'Fjord', 'Granada', 'Hanse', 'Iris', 'Jasmin'];

/** Fills an empty store. PostgreSQL then looks at what it holds, as it does by itself after a while; SQLite never does. */
export async function seedStore(
  store: Store,
  { exports = 100_000, runs = 1_000_000, now = new Date() }: Seed = {},
): Promise<void> {
  const perExport = Math.round(runs / exports);
  const sql = statements(dialects[store.provider], perExport, now);
  const many = async (rows: number, insert: (from: number, to: number) => string) => {
    for (let from = 0; from < rows; from += CHUNK) {
      await store.db.$executeRawUnsafe(insert(from, Math.min(from + CHUNK, rows)));
    }
  };
  await many(exports, sql.exports);
  await many(exports, sql.search);
  await many(exports, sql.revisions);
  await many(exports, sql.destinations);
  await many(exports * perExport, sql.runs);
  if (store.provider === 'postgresql') await store.db.$executeRawUnsafe('vacuum (analyze)');
}

/** What the two databases say differently. */
interface Dialect {
  /** Numbers as column `i`, the last exclusive. */
  series(from: number, to: number): string;
  /** Milliseconds since 1970 as an instant of the store. */
  instant(ms: string): string;
  /** Milliseconds as text. */
  text(ms: string, form: 'day' | 'iso' | 'run'): string;
  hex12(number: string): string;
}

const dialects: Readonly<Record<Provider, Dialect>> = {
  sqlite: {
    series: (from, to) =>
      `(with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to - 1}) select i from n)`,
    instant: ms => `(${ms})`,
    text: (ms, form) => {
      const forms = { day: '%Y-%m-%d', iso: '%Y-%m-%dT%H:%M:%SZ', run: '%Y%m%dT%H%M%S' };
      return `strftime('${forms[form]}', (${ms}) / 1000, 'unixepoch')`;
    },
    hex12: number => `printf('%012x', ${number})`,
  },
  postgresql: {
    series: (from, to) => `(select generate_series(${from}::bigint, ${to - 1}) as i)`,
    instant: ms => `(to_timestamp((${ms}) / 1000.0) at time zone 'UTC')`,
    text: (ms, form) => {
      const forms = { day: 'YYYY-MM-DD', iso: 'YYYY-MM-DD"T"HH24:MI:SS"Z"', run: 'YYYYMMDD"T"HH24MISS' };
      return `to_char(to_timestamp((${ms}) / 1000.0) at time zone 'UTC', '${forms[form]}')`;
    },
    hex12: number => `lpad(to_hex(${number}), 12, '0')`,
  },
};

type Row = Readonly<Record<string, string>>;

const pickColumns = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map(column => [column, row[column] ?? 'null']));

const insert = (table: string, row: Row, from: string): string => {
  const columns = Object.keys(row).map(column => `"${column}"`);
  return `insert into "${table}" (${columns.join(', ')}) select ${Object.values(row).join(', ')} from ${from} as n`;
};
const pick = (list: readonly string[], index: string): string =>
  `case (${index}) % ${list.length} ${list.map((text, i) => `when ${i} then '${text}'`).join(' ')} end`;
const padded = (number: string, length: number): string => `substr(cast(${10 ** length} + ${number} as text), 2)`;
const joined = (...texts: readonly string[]): string => texts.join(' || ');

function statements({ series, instant, text, hex12 }: Dialect, perExport: number, now: Date) {
  const midnight = now.getTime() - (now.getTime() % DAY);
  const minuteNow = Math.floor((now.getTime() - midnight) / MINUTE);

  // Columns of an export by its number, in an order that has nothing to do with it (7919 and 104,729 are primes).
  const mixed = (i: string) => `(${i} * 7919 % 104729)`;
  const id = (i: string) => joined(`'exp_'`, padded(i, 12));
  const name = (i: string) =>
    joined(
      pick(KINDS, `${mixed(i)} / 8`),
      `' '`,
      pick(THINGS, mixed(i)),
      `' for '`,
      pick(RECEIVERS, `${mixed(i)} / 48`),
      `' '`,
      pick(BRANDS, `${mixed(i)} / 384`),
      `' '`,
      `cast(${i} as text)`,
    );
  const description = (i: string) =>
    joined(
      `'All '`,
      pick(THINGS, mixed(i)),
      `' of the brand since the last file, with consent and tier, as asked for in ticket LOY-'`,
      `cast(${mixed(i)} as text)`,
    );
  const creator = (i: string) => joined(`'person '`, `cast(${mixed(i)} % 200 as text)`);
  /** Minute of the day that it fires at, and the instant of its next firing. */
  const minute = (i: string) => `(${mixed(i)} % 1440)`;
  const next = (i: string) =>
    `(${midnight} + ${minute(i)} * ${MINUTE} + case when ${minute(i)} > ${minuteNow} then 0 else ${DAY} end)`;
  const schedule = (i: string) =>
    joined(
      `'{"daily":{"hours":['`,
      `cast(${minute(i)} / 60 as text)`,
      `'],"minutes":['`,
      `cast(${minute(i)} % 60 as text)`,
      `']}}'`,
    );
  const deployed = (i: string) => instant(`${midnight - 365 * DAY} + ${mixed(i)} * ${MINUTE}`);
  // Runs of an export: number 0 is the newest.
  const due = (i: string, k: string) => `(${next(i)} - (${k} + 1) * ${DAY})`;
  const runId = (i: string, k: string) => joined(text(due(i, k), 'run'), `'-'`, hex12(`${i} * ${perExport} + ${k}`));
  // Runs that went well stand for all but three of 20.
  const outcome = (i: string, k: string) =>
    `case (${mixed(i)} + ${k}) % 20 when 0 then 'failed' when 1 then 'quarantined' when 2 then 'skipped' else 'success' end`;

  const i = 'i';
  const exports: Row = {
    id: id(i),
    name: name(i),
    uniqueName: name(i),
    sortName: `lower(${name(i)})`,
    description: description(i),
    model: pick(THINGS, mixed(i)),
    source: `'warehouse'`,
    createdBy: creator(i),
    createdVia: `'api'`,
    createdAt: deployed(i),
    updatedAt: deployed(i),
    revision: '1',
    status: `'active'`,
    timezone: `'Etc/UTC'`,
    scheduleKind: `'repeated'`,
    schedule: schedule(i),
    nextAt: instant(next(i)),
    ...(perExport > 0
      ? { lastRunId: runId(i, '0'), lastRunStatus: outcome(i, '0'), lastRunAt: instant(due(i, '0')) }
      : {}),
  };
  const search: Row = {
    exportId: id(i),
    text: joined(`lower(${name(i)})`, `' '`, `lower(${description(i)})`),
    ...pickColumns(exports, ['sortName', 'model', 'createdBy', 'createdAt', 'status']),
  };
  const revisions: Row = {
    exportId: id(i),
    number: '1',
    text: joined(`'name: '`, name(i), `'\nmodel: '`, pick(THINGS, mixed(i)), `'\nfile: { format: csv }\n'`),
    sha256: padded(i, 12),
    createdBy: creator(i),
    createdVia: `'api'`,
    createdAt: deployed(i),
  };
  const destinations: Row = { exportId: id(i), destination: pick(RECEIVERS, mixed(i)), position: '0' };

  // Of run number i over all exports: the export's number and the run's among its own.
  const [of, k] = [`(i / ${perExport})`, `(i % ${perExport})`];
  const occasion = joined(`'at:'`, text(due(of, k), 'iso'), `'/'`, text(due(of, k), 'day'));
  const runs: Row = {
    id: runId(of, k),
    exportId: id(of),
    revision: '1',
    occasion,
    firstOf: joined(id(of), `'|'`, occasion),
    trigger: `'schedule'`,
    requestedBy: `'schedule'`,
    requestedVia: `'schedule'`,
    status: outcome(of, k),
    createdAt: instant(due(of, k)),
    dueAt: instant(due(of, k)),
    runDay: text(due(of, k), 'day'),
    availableAt: instant(due(of, k)),
    fairShare: creator(of),
    source: `'warehouse'`,
    attempt: '1',
    startedAt: instant(`${due(of, k)} + 200`),
    finishedAt: instant(`${due(of, k)} + 9000`),
    fence: '1',
    rows: `${mixed('i')} * 10`,
    bytes: `${mixed('i')} * 800`,
  };
  return {
    exports: (from: number, to: number) => insert('Export', exports, series(from, to)),
    search: (from: number, to: number) => insert('ExportSearch', search, series(from, to)),
    revisions: (from: number, to: number) => insert('Revision', revisions, series(from, to)),
    destinations: (from: number, to: number) => insert('ExportDestination', destinations, series(from, to)),
    runs: (from: number, to: number) => insert('Run', runs, series(from, to)),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [database, exports = '100000', runs = '1000000'] = process.argv.slice(2);
  if (database === undefined) throw new Error('which database? postgres://… or a path');
  const began = performance.now();
  await using store = await openStore({ database });
  await seedStore(store, { exports: Number(exports), runs: Number(runs) });
  console.log(`seeded in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
