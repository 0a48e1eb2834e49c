import { strict as assert } from 'node:assert';
import { performance } from 'node:perf_hooks';
import { importCatalog } from '../../src/introspect/index.ts';
import { postgresWorkspace, SIGNAL } from './support.ts';

describe('introspection of a large database', () => {
  it('K8 300 tables with 3000 columns and 299 foreign keys in less than 5 s', async () => {
    const types = ['text', 'int', 'numeric(10,2)', 'timestamptz'];
    const columns = Array.from({ length: 8 }, (_, n) => `column_${n} ${types[n % 4]}`);
    const tables = Array.from({ length: 300 }, (_, n) => {
      const parent = n === 0 ? '' : `, parent_${n}_id int references table_${Math.floor(n / 10)}`;
      return `create table table_${n} (id int primary key, ${columns.join(', ')}${parent})`;
    });
    await using workspace = await postgresWorkspace(18, tables.join(';'));
    const started = performance.now();
    const result = await importCatalog({ workspace: workspace.load(), source: 'crm', write: true, signal: SIGNAL });
    const seconds = (performance.now() - started) / 1000;
    assert.equal(result.files.length, 300);
    assert.ok(seconds < 5, `it took ${seconds.toFixed(1)} s`);
    assert.deepEqual((await workspace.import()).files, []);
  });
});
