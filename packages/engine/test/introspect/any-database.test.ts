import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parseDocument, type YAMLMap } from 'yaml';
import { checkModels } from '../../src/catalog/check-model.ts';
import { loadCatalog } from '../../src/catalog/index.ts';
import { formatText } from '../../src/definition/canonical.ts';
import type { DatabaseShape } from '../../src/introspect/database-shape.ts';
import { tableId } from '../../src/introspect/database-shape.ts';
import type { ImportResult } from '../../src/introspect/import-result.ts';
import { parseRecord } from '../../src/introspect/imported-record.ts';
import { planImport } from '../../src/introspect/plan-import.ts';
import { anyDatabase } from './any-database.ts';

/** A catalog folder in memory. */
interface Folder {
  readonly files: ReadonlyMap<string, string>;
  readonly record: string | undefined;
}
const EMPTY: Folder = { files: new Map(), record: undefined };

function imported(shape: DatabaseShape, folder: Folder): { result: ImportResult; after: Folder } {
  const result = planImport({
    shape,
    source: { name: 'crm', only: true },
    files: [...folder.files].map(([file, text]) => ({ file, text })),
    record: parseRecord(folder.record, '.imported.json'),
    recordFile: { file: '.imported.json', text: folder.record },
    pathOf: name => name,
  });
  const files = new Map([...folder.files, ...result.files.map(({ name, text }) => [name, text] as const)]);
  return { result, after: { files, record: result.record.text } };
}

function assertLoads({ files }: Folder): void {
  const catalog = loadCatalog(
    [...files].map(([file, text]) => ({ file, read: () => text })),
    ['crm'],
  );
  const problems = [...catalog.fileProblems(), ...checkModels(catalog)];
  assert.deepEqual(problems, [], [...files.values()].join('\n'));
}

describe('introspection of any database', () => {
  it('K8 what is written loads without a problem, in the canonical form, and importing again changes nothing', () => {
    fc.assert(
      fc.property(anyDatabase, shape => {
        const { after } = imported(shape, EMPTY);
        assertLoads(after);
        for (const text of after.files.values()) assert.deepEqual(formatText(text, 'model'), { ok: true, text });
        const again = imported(shape, after);
        assert.deepEqual(again.result.files, []);
        assert.equal(again.result.record.changed, false);
        assert.deepEqual(
          again.result.findings.filter(({ kind }) => kind !== 'table-left-out'),
          [],
        );
      }),
      { numRuns: 80 },
    );
  });

  it('K8 a database that grows only adds lines, and ends as if it had been imported whole', () => {
    fc.assert(
      fc.property(anyDatabase, fc.nat(6), fc.nat(3), (shape, tables, columns) => {
        const smaller: DatabaseShape = {
          ...shape,
          tables: shape.tables.slice(0, tables).map(table => {
            const kept = table.columns.slice(0, columns);
            const has = (names: readonly string[]) => names.every(name => kept.some(column => column.name === name));
            return {
              ...table,
              columns: kept,
              primaryKey: has(table.primaryKey) ? table.primaryKey : [],
              uniqueKeys: table.uniqueKeys.filter(has),
              foreignKeys: [],
            };
          }),
        };
        const first = imported(smaller, EMPTY).after;
        const { result, after } = imported(shape, first);
        assertLoads(after);
        assert.deepEqual(
          result.findings.filter(({ kind }) => kind === 'not-added'),
          [],
        );
        for (const [file, before] of first.files) {
          const lines = (after.files.get(file) ?? '').split('\n');
          for (const line of before.split('\n')) {
            const at = lines.indexOf(line);
            assert.ok(at >= 0, `${file} lost ${line}`);
            lines.splice(0, at + 1);
          }
        }
        assert.deepEqual(imported(shape, after).result.files, []);
      }),
      { numRuns: 80 },
    );
  });

  it('K8 a field that is removed never comes back', () => {
    fc.assert(
      fc.property(anyDatabase, fc.nat(20), fc.nat(20), (shape, which, line) => {
        const { after } = imported(shape, EMPTY);
        const [file, text] = [...after.files][which % Math.max(1, after.files.size)] ?? [];
        if (file === undefined || text === undefined) return;
        // Only its fields are left, and of these one less: nothing else in the file refers to it then.
        const document = parseDocument(text, { schema: 'core' });
        const fields = document.get('fields') as YAMLMap;
        if (fields.items.length < 2) return;
        fields.items.splice(line % fields.items.length, 1);
        for (const key of ['key', 'event_date', 'updated_at', 'relations', 'kpis', 'dimensions']) document.delete(key);
        const edited = document.toString();
        const { result } = imported(shape, { ...after, files: new Map([...after.files, [file, edited]]) });
        assert.deepEqual(
          result.files.filter(one => one.file === file),
          [],
        );
      }),
      { numRuns: 80 },
    );
  });

  it('K8 tables of names that differ have models of their own', () => {
    fc.assert(
      fc.property(anyDatabase, shape => {
        const { result } = imported(shape, EMPTY);
        const { files } = result;
        assert.equal(new Set(files.map(({ model }) => model)).size, files.length);
        assert.equal(new Set(files.map(({ name }) => name)).size, files.length);
        assert.equal(new Set(shape.tables.map(tableId)).size, shape.tables.length);
      }),
      { numRuns: 80 },
    );
  });
});
