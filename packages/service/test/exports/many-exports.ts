import { sortNameOf } from '../../src/exports/fold.ts';
import { searchRow } from '../../src/exports/search-row.ts';
import type { Store } from '../../src/store/store.ts';

const STATUSES = ['pending', 'processing', 'finished', 'failed', 'active', 'inactive'] as const;
/** Rows that are written one by one; the others are copies of them. */
const WRITTEN = 1000;

/**
 * Many exports, a multiple of 1000, that differ in all that lists look at: `Export 0042 of 7`. Every seventh ran, every
 * fifth delivers to `share` or `share_2`.
 */
export async function manyExports({ db }: Store, count: number): Promise<void> {
  const first = Date.parse('2026-01-01T00:00:00Z');
  const numbers = Array.from({ length: WRITTEN }, (_, i) => i);
  // Spread, so that no order is that of the names.
  const idOf = (i: number) => `exp_${String((i * 7919) % WRITTEN).padStart(4, '0')}`;
  const rows = numbers.map(i => {
    const name = nameOf(i);
    const at = new Date(first + ((i * 6367) % WRITTEN) * 1000);
    return {
      id: idOf(i),
      name,
      uniqueName: name,
      sortName: sortNameOf(name),
      description: descriptionOf(i),
      model: `model ${i % 11}`,
      source: 'files',
      createdBy: `person ${i % 13}`,
      creatorContact: null,
      createdVia: 'api',
      createdAt: at,
      updatedAt: at,
      revision: 1,
      status: STATUSES[i % STATUSES.length] ?? 'active',
      timezone: 'Europe/Vienna',
      scheduleKind: 'repeated',
      schedule: '{"daily":{"hours":[6]}}',
      ...(i % 7 === 0 ? { lastRunId: `run-${i}`, lastRunStatus: 'success', lastRunAt: at } : {}),
    };
  });
  await db.export.createMany({ data: rows });
  await db.exportSearch.createMany({ data: rows.map(row => ({ id: row.id, ...searchRow(row) })) });
  const copied = COPIED.map(column => `"${column}"`).join(', ');
  for (let k = 1; k < count / WRITTEN; k++) {
    await db.$executeRawUnsafe(
      `insert into "Export" ("id", "name", "uniqueName", "sortName", ${copied})
       select "id" || '-${k}', "name" || ' of ${k}', "name" || ' of ${k}', "sortName" || ' of ${k}',
         ${copied} from "Export" where length("id") = 8`,
    );
    await db.$executeRawUnsafe(
      `insert into "ExportSearch" ("exportId", "text", "sortName", ${SEARCHED})
       select "exportId" || '-${k}', "text" || ' of ${k}', "sortName" || ' of ${k}', ${SEARCHED}
       from "ExportSearch" where length("exportId") = 8`,
    );
  }
  const destination = `case when "name" like '%0 of%' or "name" like '%0' then 'share' else 'share_2' end`;
  await db.$executeRawUnsafe(
    `insert into "ExportDestination" ("exportId", "destination", "position")
     select "id", ${destination}, 0 from "Export"
     where substr("name", 11, 1) in ('0', '5')`,
  );
}

const nameOf = (i: number): string => `Export ${String(i).padStart(4, '0')}`;
const descriptionOf = (i: number): string => `Data of partner ${i % 97}, ${i % 2 === 0 ? 'Größe' : 'weight'}`;

const SEARCHED = '"model", "createdBy", "creatorContact", "createdAt", "status"';
const COPIED = [
  'description',
  'model',
  'source',
  'createdBy',
  'createdVia',
  'createdAt',
  'updatedAt',
  'revision',
  'status',
  'timezone',
  'scheduleKind',
  'schedule',
  'paused',
  'lastRunId',
  'lastRunStatus',
  'lastRunAt',
];
