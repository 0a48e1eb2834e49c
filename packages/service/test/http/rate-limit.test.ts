import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RateLimit } from '../../src/http/rate-limit.ts';

const MINUTE = 60_000;

describe('rate limit', () => {
  it('Q3: no window of a minute, as the service counts it, holds more than the limit', () => {
    const steps = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 40_000 }), times: fc.integer({ min: 1, max: 12 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), steps, (limit, plan) => {
        const rate = new RateLimit(limit);
        let now = 1_000_000;
        const passed: number[] = [];
        for (const { wait, times } of plan) {
          now += wait;
          for (let i = 0; i < times; i++) if (rate.hit('a', now) === undefined) passed.push(now);
        }
        for (const at of passed) {
          const window = Math.floor(at / MINUTE);
          assert.ok(passed.filter(one => Math.floor(one / MINUTE) === window).length <= limit);
        }
      }),
    );
  });

  it('Q3: whoever waits as long as they are told gets through', () => {
    const bursts = fc.array(fc.integer({ min: 0, max: 70_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), bursts, (limit, waits) => {
        const rate = new RateLimit(limit);
        let now = 5_000_000;
        for (const wait of waits) {
          now += wait;
          const seconds = rate.hit('a', now);
          if (seconds === undefined) continue;
          assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 120, String(seconds));
          assert.equal(rate.look('a', now), seconds);
          now += seconds * 1000;
          assert.equal(rate.hit('a', now), undefined);
        }
      }),
    );
  });

  it('Q3: callers are counted apart, and many of them do not fill the memory', () => {
    const rate = new RateLimit(1);
    assert.equal(rate.hit('a', MINUTE), undefined);
    assert.ok(rate.hit('a', MINUTE));
    assert.equal(rate.hit('b', MINUTE), undefined);
    for (let i = 0; i < 50_000; i++) rate.hit(`caller ${i}`, MINUTE * (1 + i / 1000));
    assert.equal(rate.look('nobody', MINUTE), undefined);
  });
});
