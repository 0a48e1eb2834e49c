import assert from 'node:assert/strict';
import { RUN_STATUSES, type RunStatus } from '@waybill/api';
import { waitForRetry } from '../../src/queue/retry-policy.ts';
import { actionsOf, isOver, mayBecome } from '../../src/queue/run-state.ts';

describe('states of a run', () => {
  it('R1 status: what is over stays as it is, but a file in quarantine waits for a decision', () => {
    for (const from of RUN_STATUSES) {
      const next = RUN_STATUSES.filter(to => mayBecome(from, to));
      if (isOver(from)) assert.deepEqual(next, from === 'quarantined' ? ['queued', 'cancelled'] : [], from);
      else assert.ok(next.length > 0, from);
    }
  });

  const ACTIONS: readonly (readonly [RunStatus, boolean, readonly string[]])[] = [
    ['queued', false, ['cancel']],
    ['processing', false, ['cancel']],
    ['success', true, ['run_again', 'download']],
    ['success', false, ['run_again']],
    ['skipped', false, ['run_again']],
    ['failed', false, ['rerun']],
    ['failed', true, ['rerun', 'download']],
    ['cancelled', false, ['rerun']],
    ['quarantined', true, ['approve', 'reject', 'rerun', 'download']],
  ];
  for (const [status, files, actions] of ACTIONS) {
    it(`R3 L4 actions: ${status}${files ? ' with its file' : ''}: ${actions.join(', ')}`, () => {
      assert.deepEqual(actionsOf(status, files), actions);
    });
  }
});

describe('trying again', () => {
  const settings = { attempts: 5, first: 60_000, longest: 3_600_000 };

  it('R2 retry: waits of 1, 4 and 16 minutes, then an hour, then it has failed', () => {
    const waits = [1, 2, 3, 4, 5].map(attempt =>
      waitForRetry(settings, { attempt, mayPass: true, random: 1 - Number.EPSILON }),
    );
    assert.deepEqual(waits, [60_000, 240_000, 960_000, 3_600_000, null]);
  });

  it('R2 retry: half of that at the least, so that many do not come back together', () => {
    assert.equal(waitForRetry(settings, { attempt: 1, mayPass: true, random: 0 }), 30_000);
  });

  it('R2 retry: none for what cannot pass', () => {
    assert.equal(waitForRetry(settings, { attempt: 1, mayPass: false, random: 0 }), null);
  });
});
