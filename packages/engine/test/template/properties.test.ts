import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExport, parseTemplate, writeCanonical } from '../../src/definition/index.ts';
import type { ExportDefinition } from '../../src/definition/schema.ts';
import { resolveTemplate, type Template } from '../../src/template/index.ts';
import { extend, libraryOf } from './support.ts';

const NAMES = [
  'id',
  'bill_number',
  'amount',
  'pieces',
  'channel',
  'gift',
  'day',
  'customer.name',
  'store.zone',
] as const;
const field = fc
  .tuple(fc.constantFrom(...NAMES), fc.option(fc.constantFrom('A', 'B', 'C', 'Ü d'), { nil: undefined }))
  .map(([from, to]) => (to === undefined ? from : { from, to }));
const headerOf = (item: string | { readonly from: string; readonly to: string }) =>
  typeof item === 'string' ? item : item.to;
const fields = fc.uniqueArray(field, { minLength: 1, maxLength: 9, selector: headerOf });
const criterion = fc.constantFrom(
  { attribute: 'channel', operator: 'equals', value: 'online' },
  { attribute: 'amount', operator: 'between', value: [1, 10] },
  { attribute: 'gift', operator: 'is', value: true },
  { attribute: 'day', operator: 'is_empty' },
);
const set = fc.record({ all: fc.uniqueArray(criterion, { minLength: 1, maxLength: 3, selector: c => c.attribute }) });
const filters = fc.oneof(
  fc.constant('none' as const),
  set,
  fc.record({
    any: fc.uniqueArray(set, {
      minLength: 1,
      maxLength: 3,
      selector: ({ all }) =>
        all
          .map(c => c.attribute)
          .sort()
          .join(),
    }),
  }),
);
const optional = fc.record(
  {
    timezone: fc.constantFrom('UTC', 'Europe/Vienna'),
    window: fc.constantFrom({ previous: 'day' }, { by: 'updated_at', last: '7 days' }),
    order: fc.constantFrom('key', 'none'),
    file: fc.constantFrom({ format: 'csv', profile: 'excel' }, { format: 'json' }),
    on_empty: fc.constantFrom('skip', 'fail'),
  },
  { requiredKeys: [] },
);
const template = fc.tuple(fields, filters, optional).map(([list, rows, rest]) => ({
  version: 1,
  template: 't',
  release: 1,
  model: 'transactions',
  fields: list,
  filters: rows,
  ...rest,
}));

const textOf = (value: object) => writeCanonical(value, 'template');
const meaning = (text: string): Partial<ExportDefinition> => {
  const { template: _, release, label, ...rest } = parseTemplate(text).value ?? assert.fail(text);
  return rest;
};
const resolved = (written: object, rest: object) =>
  extend('t@1', writeCanonical(rest, 'export').replace(/^\{\}\n$/, ''), libraryOf({ t: textOf(written) }));

describe('template: properties', () => {
  it('D8 an export that extends and changes nothing is what the template says', () => {
    fc.assert(
      fc.property(template, written => {
        const { definition, problems } = resolved(written, {});
        assert.deepEqual(problems, []);
        assert.deepEqual(definition, { ...meaning(textOf(written)), name: 'x' });
      }),
      { numRuns: 150 },
    );
  });

  it('D8 what says every key again is as if it had written them itself', () => {
    fc.assert(
      fc.property(template, template, (written, other) => {
        const { version, template: _, release, ...again } = other;
        const { definition, problems } = resolved(written, again);
        assert.deepEqual(problems, []);
        const inherited = meaning(textOf(written));
        assert.deepEqual(definition, { ...inherited, ...meaning(textOf(other)), name: 'x' });
      }),
      { numRuns: 100 },
    );
  });

  it('D8 removing fields and adding them anew gives the same fields, those behind', () => {
    fc.assert(
      fc.property(template, fc.nat(), (written, seed) => {
        const moved = written.fields.filter((_, i) => (seed >> i) % 2 === 1);
        fc.pre(moved.length > 0);
        const named = moved.map(item => (typeof item === 'string' ? { from: item, to: item } : item));
        const { definition, problems } = resolved(written, { add: { fields: moved }, remove: { fields: named } });
        assert.deepEqual(problems, []);
        const left = written.fields.filter(item => !moved.includes(item));
        const wanted = meaning(textOf({ ...written, fields: [...left, ...moved] }));
        assert.deepEqual(definition?.fields, wanted.fields);
      }),
      { numRuns: 100 },
    );
  });

  it('D8 every part of what a template and an export make has its place in the file that says it', () => {
    fc.assert(
      fc.property(template, fields, set, (written, added, addedSet) => {
        const text = textOf(written);
        const parsed = parseTemplate(text, 't.template.yaml');
        const base: Template = {
          template: 't',
          release: 1,
          state: 'unpublished',
          file: 't.template.yaml',
          parsed,
          checksum: undefined,
          problems: [],
        };
        const change = { add: { fields: added, filters: [addedSet], criteria: addedSet.all } };
        const own = parseExport(
          `version: 1\nname: x\nextends: t@1\n${writeCanonical(change, 'export')}`,
          'x.export.yaml',
        );
        const { yaml } = resolveTemplate(own, base, () => undefined).parsed;
        const visit = (value: unknown, path: readonly (string | number)[]): void => {
          if (value !== null && typeof value === 'object') {
            for (const [key, item] of Object.entries(value)) visit(item, [...path, Array.isArray(value) ? +key : key]);
            return;
          }
          const place = yaml.locate(path);
          const source = place.file === 't.template.yaml' ? parsed.yaml.text : own.yaml.text;
          const line = source.split('\n')[(place.line ?? 0) - 1] ?? '';
          const there = line.slice((place.column ?? 0) - 1, (place.endColumn ?? 0) - 1).replaceAll('"', '');
          assert.equal(there, String(value), `${path.join('.')} in ${place.file}`);
        };
        visit(yaml.value, []);
      }),
      { numRuns: 100 },
    );
  });
});
