import assert from 'node:assert/strict';
import { WaybillError } from '@waybill/engine/errors';
import { readConfig } from '../src/read-config.ts';

const read = (env: NodeJS.ProcessEnv) => readConfig(env, { folder: '/shop' });

describe('C3 settings', () => {
  it('C3 settings: a wrong one says its name, what was found, and what it takes', () => {
    const ROWS: readonly [name: string, value: string, message: string][] = [
      ['WAYBILL_PORT', 'abc', 'is "abc"; it takes a whole number from 0 to 65535.'],
      ['WAYBILL_PORT', '70000', 'is "70000"; it takes a whole number from 0 to 65535.'],
      ['WAYBILL_PORT', '80.5', 'is "80.5"; it takes a whole number from 0 to 65535.'],
      ['WAYBILL_CONCURRENCY', '0', 'is "0"; it takes a whole number from 1 to 64.'],
      ['WAYBILL_BODY_LIMIT', '3', 'is "3"; it takes a whole number, at least 1024.'],
      ['WAYBILL_LINK_HOURS', '-1', 'is "-1"; it takes a number above 0, at most 2160.'],
      ['WAYBILL_TICK', 'often', 'is "often"; it takes a time as `30 s`, `5 min`, `8 h` or `7 days`.'],
      ['WAYBILL_TICK', '0 s', 'is "0 s"; it takes a time above 0, as `30 s`, `5 min`, `8 h` or `7 days`.'],
      ['WAYBILL_LEASE', '0 min', 'is "0 min"; it takes a time above 0, as `30 s`, `5 min`, `8 h` or `7 days`.'],
      ['WAYBILL_ROLE', 'boss', 'is "boss"; it takes one of all, web, worker, scheduler.'],
      ['WAYBILL_TRUST_PROXY', 'yes', 'is "yes"; it takes true or false.'],
      ['WAYBILL_PUBLIC_URL', 'waybill', 'is "waybill"; it takes a web address as `https://waybill.brand.example`.'],
      ['WAYBILL_PUBLIC_URL', 'ftp://x', 'is "ftp://x"; it takes a web address as `https://waybill.brand.example`.'],
      [
        'WAYBILL_SMTP_URL',
        'mail.example/secret',
        'is something else; it takes an address as `smtps://user:password@mail.example:465`.',
      ],
      ['WAYBILL_KEY', 'secret', 'is something else; it takes 64 hexadecimal digits.'],
      ['WAYBILL_METRICS_TOKEN', 'secret', 'is something else; it takes text of at least 8 characters.'],
    ];
    for (const [name, value, message] of ROWS) {
      assert.throws(
        () => read({ [name]: value }),
        (error: unknown) => {
          assert.ok(error instanceof WaybillError);
          const [problem] = error.problems;
          assert.equal(problem.code, 'setting-wrong');
          assert.equal(problem.message, `The setting ${name} ${message}`);
          assert.deepEqual(problem.place, { path: name });
          assert.ok(problem.found !== undefined && problem.expected !== undefined);
          assert.doesNotMatch(JSON.stringify(problem), /secret"/);
          return true;
        },
      );
    }
  });

  it('C3 settings: all that is wrong is told at once, and what looks like one but is none', () => {
    assert.throws(
      () => read({ WAYBILL_PORT: 'x', WAYBILL_ROLE: 'y' }),
      (error: unknown) => error instanceof WaybillError && error.problems.length === 2,
    );
    const { warnings, config } = read({ WAYBILL_PROT: '1', WAYBILL_PORT: '' });
    assert.deepEqual([warnings[0]?.code, warnings[0]?.suggestions?.[0]], ['setting-unknown', 'WAYBILL_PORT']);
    assert.equal(config.WAYBILL_PORT, 8484);
  });
});
