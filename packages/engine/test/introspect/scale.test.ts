import { strict as assert } from 'node:assert';
import { importCatalog } from '../../src/introspect/index.ts';
import { postgresWorkspace, SIGNAL } from './support.ts';

describe('introspection of a large database', () => {
  it('K8 300 tables with 3000 columns and 299 foreign keys in less than 5 s of work', async () => {
    const types = ['text', 'int', 'numeric(10,2)', 'timestamptz'];
    const columns = Array.from({ length: 8 }, (_, n) => `column_${n} ${types[n % 4]}`);
    const tables = Array.from({ length: 300 }, (_, n) => {
      const parent = n === 0 ? '' : `, parent_${n}_id int references table_${Math.floor(n / 10)}`;
      return `create table table_${n} (id int primary key, ${columns.join(', ')}${parent})`;
    });
    await using workspace = await postgresWorkspace(18, tables.join(';'));
    // Of this process's own time: other programs of the machine may slow it down, and the database is one of them.
    const started = process.cpuUsage();
    const result = await importCatalog({ workspace: workspace.load(), source: 'crm', write: true, signal: SIGNAL });
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1_000_000;
    assert.equal(result.files.length, 300);
    assert.ok(seconds < 5, `it took ${seconds.toFixed(1)} s`);
    assert.deepEqual((await workspace.import()).files, []);
  });
});
