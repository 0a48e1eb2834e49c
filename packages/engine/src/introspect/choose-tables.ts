import { type DatabaseShape, type TableShape, tableId } from './database-shape.ts';
import type { Finding } from './import-result.ts';
import type { RecordedTables } from './imported-record.ts';

/** Tables in which tools of developers keep which of their scripts have run. */
const BOOKKEEPING =
  /^(_?schema_migrations?|schema_(info|version)|_prisma_migrations|ar_internal_metadata|(django|doctrine|phinx|laravel|typeorm|sequelize)?_?migrations?|django_(admin_log|content_type|session|site)|knex_migrations(_lock)?|sequelizemeta|flyway_schema_history|databasechangelog(lock)?|alembic_version|__efmigrationshistory|__drizzle_migrations|goose_db_version|migrations_lock)$/i;

export interface TableChoice {
  /** Tables, each as `name`, `schema.name` or a pattern with `*`. Default: all. */
  readonly only?: readonly string[];
  /** Also those whose model somebody removed. Default: they stay away. */
  readonly restore?: boolean;
}

/** Which tables are imported, and why the others are not. `known` says which have a model file. */
export function chooseTables(
  shape: DatabaseShape,
  choice: TableChoice,
  known: (id: string) => boolean,
  recorded: RecordedTables,
): { readonly tables: readonly TableShape[]; readonly findings: readonly Finding[] } {
  const tables: TableShape[] = [];
  const findings: Finding[] = [];
  const named = choice.only?.map(pattern);
  for (const table of shape.tables) {
    const id = tableId(table);
    if (named && !named.some(one => one.test(id) || one.test(table.name))) continue;
    const leave = (kind: Finding['kind'], text: string) => findings.push({ kind, table: id, text });
    if (known(id)) tables.push(table);
    else if (Object.hasOwn(recorded, id) && choice.restore !== true)
      leave('model-removed', `its model ${recorded[id]?.model} was removed from the catalog; --restore brings it back`);
    else if (!table.readable) leave('table-left-out', 'this user may not read it');
    else if (!named && BOOKKEEPING.test(table.name))
      leave('table-left-out', `a tool keeps its own books in it; --table ${id} imports it none the less`);
    else tables.push(table);
  }
  return { tables, findings };
}

/** `shop.*` as a pattern; the case of letters does not matter. */
const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('*')
      .map(part => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'))
      .join('.*')}$`,
    'isu',
  );
