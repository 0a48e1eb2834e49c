import assert from 'node:assert/strict';
import { pickRun, type QueueState, type WaitingRun } from '../../src/queue/pick-run.ts';

let count = 0;
function run(id: string, more: Partial<WaitingRun> & { readonly due?: number } = {}): WaitingRun {
  const { due = 0, ...said } = more;
  return {
    id,
    exportId: id,
    source: 'crm',
    fairShare: 'anna',
    dueAt: new Date(due * 1000),
    createdAt: new Date(count++),
    chained: false,
    scheduled: true,
    ...said,
  };
}

interface Case {
  readonly title: string;
  readonly state: Partial<QueueState>;
  readonly ofSource?: number;
  readonly perPerson?: number;
  readonly picked: string | undefined;
}

const CASES: readonly Case[] = [
  { title: 'R2 nothing waits', state: {}, picked: undefined },
  {
    title: 'R2 the one that is due first',
    state: { ready: [run('b', { due: 2 }), run('a', { due: 1 })] },
    picked: 'a',
  },
  {
    title: 'R2 one run of an export at a time',
    state: { ready: [run('a2', { exportId: 'a' }), run('b', { due: 9 })], working: [run('a1', { exportId: 'a' })] },
    picked: 'b',
  },
  {
    title: 'Q3 no more of a source than it allows',
    state: { ready: [run('a'), run('b', { source: 'lake', due: 5 })], working: [run('x'), run('y')] },
    ofSource: 2,
    picked: 'b',
  },
  {
    title: 'Q3 whoever has less at work comes first, though later',
    state: { ready: [run('heavy'), run('light', { due: 9, fairShare: 'ben' })], working: [run('x')] },
    picked: 'light',
  },
  {
    title: 'Q3 no more of a person than is allowed',
    state: { ready: [run('a')], working: [run('x')] },
    perPerson: 1,
    picked: undefined,
  },
  {
    title: 'R2 a scheduled run waits for one before it that will be tried again',
    state: { ready: [run('a2', { exportId: 'a', due: 2 })], retrying: [run('a1', { exportId: 'a', due: 1 })] },
    picked: undefined,
  },
  {
    title: 'R3 what a person asks for does not',
    state: {
      ready: [run('a2', { exportId: 'a', due: 2 }), run('ask', { exportId: 'a', due: 3, scheduled: false })],
      retrying: [run('a1', { exportId: 'a', due: 1 })],
    },
    picked: 'ask',
  },
  {
    title: 'D9 a window that begins where the last ended waits for whatever is unfinished',
    state: {
      ready: [run('ask', { exportId: 'a', due: 1, scheduled: false, chained: true })],
      retrying: [run('a1', { exportId: 'a', due: 2, chained: true })],
    },
    picked: undefined,
  },
];

describe('the run to work on next', () => {
  for (const { title, state, ofSource = 10, perPerson, picked } of CASES) {
    it(title, () => {
      const whole = { ready: [], retrying: [], working: [], ...state };
      assert.equal(pickRun(whole, { ofSource: () => ofSource, perPerson })?.id, picked);
    });
  }

  it('Q3 a person with 1,000 runs in the queue leaves every other place to others', () => {
    let ready = [
      ...Array.from({ length: 1000 }, (_, i) => run(`heavy ${i}`, { due: 0 })),
      ...Array.from({ length: 5 }, (_, i) => run(`light ${i}`, { due: 100, fairShare: 'ben' })),
    ];
    const working: WaitingRun[] = [];
    for (let i = 0; i < 10; i++) {
      const next = pickRun({ ready, retrying: [], working }, { ofSource: () => 100 });
      if (!next) throw new Error('a run may begin');
      working.push(next);
      ready = ready.filter(one => one !== next);
    }
    assert.equal(working.filter(one => one.fairShare === 'ben').length, 5);
  });
});
