import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DEMO_MODELS, writeDuckDb } from '@waybill/demo';
import { tempFolder } from '../../../test/support/temp-folder.ts';
import { askDuckDb } from './demo-database.ts';
import { demoExports, demoModels, fieldOf, follow } from './demo-models.ts';

/** Which column types a field's type may stand for. */
const COLUMN_TYPES: Readonly<Record<string, RegExp>> = {
  string: /^(VARCHAR|UUID)$/,
  integer: /^(INTEGER|BIGINT)$/,
  decimal: /^DECIMAL/,
  boolean: /^BOOLEAN$/,
  date: /^DATE$/,
  datetime: /^TIMESTAMP/,
  enum: /^(VARCHAR|ENUM)/,
  json: /^JSON$/,
};

const PREDICATES = [
  'in_group',
  'not_in_group',
  'in_segment',
  'not_in_segment',
  'reward_claimed',
  'reward_not_claimed',
  'activity_earned',
  'activity_not_earned',
  'action_taken',
  'action_not_taken',
  'item_purchased',
  'item_not_purchased',
];

describe('K9 demo workspace', () => {
  const models = demoModels();

  it('K9 describes every model of the two products', () => {
    for (const name of DEMO_MODELS) assert.ok(models.has(name), name);
  });

  it('K7 declares all twelve predicates on customers', () => {
    assert.deepEqual(Object.keys(models.get('customers')?.predicates ?? {}), PREDICATES);
  });

  it('K9 every field is a column of a fitting type, every enum names the values that are stored', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'demo.duckdb');
    await writeDuckDb({ file, customers: 120 });
    await askDuckDb(file, async ask => {
      const rows = await ask(
        `select table_schema || '.' || table_name || '.' || column_name, data_type from information_schema.columns`,
      );
      const types = new Map(rows.map(([column, type]) => [String(column), String(type)]));
      for (const { model, table, fields, custom, extended } of models.values()) {
        for (const [name, { type, column = name, computed, values }] of Object.entries({
          ...fields,
          ...custom,
          ...extended,
        })) {
          if (computed !== undefined) {
            await ask(`select ${computed} from ${table} limit 1`);
            continue;
          }
          const actual = types.get(`${table}.${column}`);
          assert.ok(actual, `${model}.${name}: column ${column}`);
          assert.match(actual, COLUMN_TYPES[type] ?? /^$/, `${model}.${name}`);
          assert.equal(type === 'enum', values !== undefined, `${model}.${name}`);
          if (!values) continue;
          const stored = await ask(`select distinct ${column} from ${table} where ${column} is not null`);
          for (const [value] of stored) assert.ok(String(value) in values, `${model}.${name}: ${value}`);
        }
      }
    });
  });

  it('K9 keys, dates, relations, predicates and dimensions name what there is', () => {
    for (const model of models.values()) {
      const named = [model.key, model.event_date ?? [], model.updated_at ?? []].flat();
      for (const name of named) fieldOf(models, model, name);
      for (const [name, { match }] of Object.entries(model.relations ?? {})) {
        const other = follow(models, model, [name]);
        for (const [own, theirs] of Object.entries(match)) {
          assert.equal(fieldOf(models, model, own).type, fieldOf(models, other, theirs).type, `${model.model}.${name}`);
        }
      }
      for (const dimension of model.dimensions ?? []) {
        fieldOf(models, model, dimension.replace(/\.(hour|day|week|month|quarter|year)$/, ''));
      }
      for (const [name, { exists, not, value, period }] of Object.entries(model.predicates ?? {})) {
        if (not !== undefined) assert.ok(model.predicates?.[not], `${name}: ${not}`);
        if (exists === undefined) continue;
        const last = follow(models, model, exists.split('.'));
        if (value !== undefined) fieldOf(models, last, value);
        if (period !== undefined) assert.equal(fieldOf(models, model, period).type, 'datetime', name);
      }
    }
  });

  it('K9 every sample is named like its file and exports a model of the catalog', () => {
    const samples = demoExports();
    assert.ok(samples.size >= 20);
    for (const [file, { name, model }] of samples) {
      assert.equal(file, `${name}.export.yaml`);
      assert.ok(models.has(model), `${file}: ${model}`);
    }
  });
});
