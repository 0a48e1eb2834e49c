import assert from 'node:assert/strict';
import { z } from 'zod';
import { daySchema, instantSchema } from '../../../api/src/schemas/common.ts';
import { expectation } from '../../src/definition/expectation.ts';
import { parseExport } from '../../src/definition/index.ts';

describe('definition/expectation', () => {
  it('V4 words: where a form of text is meant, the form is said', () => {
    const ROWS: readonly [schema: z.ZodType, words: string][] = [
      [z.string(), 'text'],
      [z.string().min(1), 'text'],
      [daySchema, 'a day as "2026-12-01"'],
      [instantSchema.optional(), 'an instant as "2026-12-01T05:30:00Z"'],
      [z.email(), 'an e-mail address'],
      [z.string().regex(/^\d:\d$/, 'a time as "06:30"'), 'a time as "06:30"'],
      [z.string().refine(text => text !== '', 'must be the name of a key'), 'the name of a key'],
      [z.string().regex(/^x/, 'must begin with x'), 'text'],
      [z.string('must be text in quotes').min(1), 'text in quotes'],
      [z.string().regex(/^x/), 'text'],
      [
        z.union([z.literal('none'), z.string().regex(/^\d %$/, 'a percentage, as `30 %`')]),
        '"none" or a percentage, as `30 %`',
      ],
    ];
    for (const [schema, words] of ROWS) assert.equal(expectation(schema), words);
  });

  it('V4 words: a list where a day, a time or a name belongs', () => {
    const ROWS: readonly [yaml: string, expected: RegExp][] = [
      ['window: {by: event_date, from: [1]}\n', /a day/],
      ['schedule: {weekly: {days: [monday], at: [[6]]}}\n', /a time as "06:30"/],
      ['schedule: {cron: [0]}\n', /a cron line as "0 6/],
      ['timezone: []\n', /a time zone as "Europe/],
      ['extends: [sales]\n', /a template and its version, as `sales@2`/],
    ];
    for (const [yaml, expected] of ROWS) {
      const { problems } = parseExport(`version: 1\nname: x\nmodel: people\nfilters: none\nfields: [id]\n${yaml}`);
      assert.match(problems[0]?.message ?? '', expected, yaml);
    }
  });
});
