import assert from 'node:assert/strict';
import { WaybillError } from '@waybill/engine/errors';
import type { Migration } from '../../src/store/generated/migrations.ts';
import { type AppliedMigration, migrationState } from '../../src/store/migration-state.ts';

const [first, second]: Migration[] = [
  { name: '1_first', checksum: 'aaa', sql: '' },
  { name: '2_second', checksum: 'bbb', sql: '' },
];
const ours = [first, second].filter(migration => migration !== undefined);
const row = (name: string, checksum: string, more: Partial<AppliedMigration> = {}): AppliedMigration => ({
  name,
  checksum,
  finished: true,
  rolledBack: false,
  ...more,
});

const TABLE: readonly (readonly [string, readonly AppliedMigration[] | undefined, string])[] = [
  ['an empty database', undefined, 'behind'],
  ['the first of two', [row('1_first', 'aaa')], 'behind'],
  ['both', [row('1_first', 'aaa'), row('2_second', 'bbb')], 'current'],
  ['both, the later written down first', [row('2_second', 'bbb'), row('1_first', 'aaa')], 'current'],
  ['one begun and not ended', [row('1_first', 'aaa'), row('2_second', 'bbb', { finished: false })], 'behind'],
  ['one rolled back', [row('1_first', 'aaa'), row('2_second', 'bbb', { rolledBack: true })], 'behind'],
  [
    'one rolled back and then done',
    [...ours.map(m => row(m.name, m.checksum)), row('2_second', 'x', { rolledBack: true })],
    'current',
  ],
  ['one more', [row('1_first', 'aaa'), row('2_second', 'bbb'), row('3_third', 'ccc')], 'store-newer'],
  ['another first', [row('1_first', 'zzz'), row('2_second', 'bbb')], 'store-changed'],
];

describe('C3 migrations: what a database has gone through', () => {
  for (const [what, applied, expected] of TABLE) {
    it(`C3 migrations: ${what} is ${expected}`, () => {
      const state = () => {
        try {
          return migrationState(ours, applied);
        } catch (error) {
          return error instanceof WaybillError ? error.code : error;
        }
      };
      assert.equal(state(), expected);
    });
  }
});
