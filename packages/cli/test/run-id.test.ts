import { strict as assert } from 'node:assert';
import { newRunId } from '../src/runs/run-id.ts';

describe('R1 ids of runs', () => {
  it('R1 run id: sorts by time, is unique, and needs no quoting', () => {
    const first = newRunId(new Date('2026-11-22T09:55:00.123Z'));
    assert.match(first, /^20261122T095500-[0-9a-f]{6}$/);
    assert.ok(first < newRunId(new Date('2026-11-22T09:55:01Z')));
  });
});
