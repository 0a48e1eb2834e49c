import assert from 'node:assert/strict';
import { decideNotices, type NoticeQuestion, type NotifyEntry } from '../../src/notices/decide.ts';

type When = NonNullable<NotifyEntry['when']>;

const NOTHING = { notify: [], workspaceNotify: undefined } as const;

/** What one listed address is told. */
const told = (question: Omit<NoticeQuestion, 'notify' | 'workspaceNotify'>, when: When | undefined) =>
  decideNotices({
    ...question,
    notify: [when === undefined ? { email: 'a@b.example' } : { email: 'a@b.example', when }],
    workspaceNotify: undefined,
  }).map(notice => notice.event)[0] ?? '-';

/** Everything that can happen, and what somebody is told who asked for only that. */
const OCCURRENCES: readonly {
  readonly name: string;
  readonly what: Omit<NoticeQuestion, 'notify' | 'workspaceNotify'>;
  /** In the order: success, failure, recovered, late, empty, quarantined; then without `when`. */
  readonly told: string;
}[] = [
  { name: 'a success', what: { occurrence: 'success', rows: 3 }, told: 'success - - - - - success' },
  {
    name: 'a success after a success',
    what: { occurrence: 'success', rows: 3, previous: 'success' },
    told: 'success - - - - - success',
  },
  {
    name: 'a success after one that was skipped',
    what: { occurrence: 'success', rows: 3, previous: 'skipped' },
    told: 'success - - - - - success',
  },
  {
    name: 'the first success after a failure',
    what: { occurrence: 'success', rows: 3, previous: 'failed' },
    told: 'success recovered recovered - - - recovered',
  },
  {
    name: 'a success without rows',
    what: { occurrence: 'success', rows: 0, previous: 'success' },
    told: 'success - - - empty - success',
  },
  {
    name: 'a success without rows after a failure',
    what: { occurrence: 'success', rows: 0, previous: 'failed' },
    told: 'success recovered recovered - empty - recovered',
  },
  {
    name: 'a run that was skipped since it had no rows',
    what: { occurrence: 'skipped', rows: 0, previous: 'success' },
    told: '- - - - empty - -',
  },
  {
    name: 'a run that was skipped after a failure',
    what: { occurrence: 'skipped', rows: 0, previous: 'failed' },
    told: '- recovered recovered - empty - recovered',
  },
  {
    name: 'a failure',
    what: { occurrence: 'failed', previous: 'success' },
    told: '- failure - - - - failure',
  },
  {
    name: 'a failure after a failure',
    what: { occurrence: 'failed', previous: 'failed' },
    told: '- failure - - - - failure',
  },
  {
    name: 'a file in quarantine',
    what: { occurrence: 'quarantined', rows: 3, previous: 'success' },
    told: '- quarantined - - - quarantined quarantined',
  },
  {
    name: 'a file in quarantine after a failure',
    what: { occurrence: 'quarantined', rows: 3, previous: 'failed' },
    told: '- quarantined - - - quarantined quarantined',
  },
  { name: 'a run that is late', what: { occurrence: 'late', previous: 'failed' }, told: '- - - late - - -' },
  { name: 'a cancelled run', what: { occurrence: 'cancelled', previous: 'failed' }, told: '- - - - - - -' },
];
const ASKED: readonly (When | undefined)[] = [
  ['success'],
  ['failure'],
  ['recovered'],
  ['late'],
  ['empty'],
  ['quarantined'],
  undefined,
];

describe('Notices: who is told what', () => {
  for (const { name, what, told: expected } of OCCURRENCES) {
    it(`N1 when: ${name} is told to those who asked for it`, () => {
      assert.equal(ASKED.map(when => told(what, when)).join(' '), expected);
    });
  }

  it('N1 when: who asked for several events hears the one that says most', () => {
    const everything: When = ['late', 'empty', 'success', 'quarantined', 'recovered', 'failure'];
    assert.equal(told({ occurrence: 'success', rows: 3, previous: 'success' }, everything), 'success');
    assert.equal(told({ occurrence: 'success', rows: 0, previous: 'success' }, everything), 'empty');
    assert.equal(told({ occurrence: 'success', rows: 0, previous: 'failed' }, everything), 'recovered');
    assert.equal(told({ occurrence: 'success', rows: 0, previous: 'failed' }, ['success', 'empty']), 'empty');
  });

  it('N1 when: a list that says who hears of quarantine is taken at its word', () => {
    const notify: NotifyEntry[] = [
      { slack: '#ops', when: ['failure'] },
      { slack: '#decides', when: ['quarantined'] },
    ];
    const quarantined = decideNotices({ notify, workspaceNotify: undefined, occurrence: 'quarantined' });
    assert.deepEqual(
      quarantined.map(notice => notice.target),
      ['#decides'],
    );
  });

  it("N1: an export's own list replaces the workspace's, also an empty one", () => {
    const workspaceNotify: NotifyEntry[] = [{ slack: '#all' }];
    const targets = (notify: NotifyEntry[] | undefined) =>
      decideNotices({ notify, workspaceNotify, occurrence: 'failed' }).map(notice => notice.target);
    assert.deepEqual(targets(undefined), ['#all']);
    assert.deepEqual(targets([{ email: 'own@b.example' }]), ['own@b.example']);
    assert.deepEqual(targets([]), []);
  });

  it('N1: every channel is told by its own address', () => {
    const notify: NotifyEntry[] = [
      { slack: '#c' },
      { slack: '@anna' },
      { email: 'a@b.example' },
      { webhook: 'https://hooks.b.example/x' },
    ];
    assert.deepEqual(decideNotices({ notify, workspaceNotify: undefined, occurrence: 'failed' }), [
      { event: 'failure', channel: 'slack', target: '#c' },
      { event: 'failure', channel: 'slack', target: '@anna' },
      { event: 'failure', channel: 'email', target: 'a@b.example' },
      { event: 'failure', channel: 'webhook', target: 'https://hooks.b.example/x' },
    ]);
  });

  const OWNERS: readonly (readonly [string | null | undefined, string])[] = [
    ['anna@b.example', 'email anna@b.example'],
    ['@anna', 'slack @anna'],
    ['#loyalty', 'slack #loyalty'],
    ['Anna Huber', ''],
    ['anna@localhost', ''],
    ['anna@b.example, eve@b.example', ''],
    ['Anna <anna@b.example>', ''],
    ['', ''],
    [null, ''],
    [undefined, ''],
  ];
  for (const [owner, expected] of OWNERS) {
    it(`N1: the owner ${JSON.stringify(owner) ?? 'that is not named'} is told of failures${expected === '' ? ': nobody can be' : ''}`, () => {
      const ask = (question: Partial<NoticeQuestion>) =>
        decideNotices({ ...NOTHING, owner, occurrence: 'failed', ...question })
          .map(({ event, channel, target }) => `${event} ${channel} ${target}`)
          .join();
      assert.equal(ask({}), expected === '' ? '' : `failure ${expected}`);
      assert.equal(ask({ occurrence: 'quarantined' }), expected === '' ? '' : `quarantined ${expected}`);
      assert.equal(ask({ occurrence: 'success', previous: 'failed' }), expected === '' ? '' : `recovered ${expected}`);
      for (const occurrence of ['success', 'skipped', 'cancelled', 'late'] as const)
        assert.equal(ask({ occurrence, previous: 'success' }), '', occurrence);
    });
  }

  const PERSONAL: readonly (readonly [Partial<NoticeQuestion>, string])[] = [
    [{ occurrence: 'success', rows: 3 }, 'success'],
    [{ occurrence: 'success', rows: 3, previous: 'failed' }, 'recovered'],
    [{ occurrence: 'success', rows: 0 }, 'success'],
    [{ occurrence: 'skipped', rows: 0 }, 'empty'],
    [{ occurrence: 'skipped', rows: 0, previous: 'failed' }, 'recovered'],
    [{ occurrence: 'failed' }, 'failure'],
    [{ occurrence: 'quarantined' }, 'quarantined'],
    [{ occurrence: 'cancelled' }, 'cancelled'],
    [{ occurrence: 'late' }, ''],
  ];
  for (const [what, expected] of PERSONAL) {
    it(`N1: the creator, and who asked for the run, hear ${expected || 'nothing'} of ${JSON.stringify(what)} even if nobody is listed`, () => {
      for (const who of ['creator', 'requester'] as const) {
        for (const contact of [{ email: 'anna@b.example' }, { slack: 'U0123' }]) {
          const [channel, target] = Object.entries(contact)[0] ?? [];
          const notices = decideNotices({ ...NOTHING, occurrence: 'failed', ...what, [who]: contact });
          assert.deepEqual(notices, expected === '' ? [] : [{ event: expected, channel, target }]);
        }
      }
    });
  }

  it('N1: nobody is told twice, however often and in whatever way they are named', () => {
    const notices = decideNotices({
      notify: [
        { email: 'Anna@B.example', when: ['success'] },
        { email: 'anna@b.example', when: ['failure'] },
        { slack: '#Loyalty' },
        { slack: '#loyalty', when: ['late'] },
        { webhook: 'https://HOOKS.b.example' },
        { webhook: 'https://hooks.b.example/' },
        { slack: 'U0123', when: ['late'] },
      ],
      workspaceNotify: undefined,
      owner: 'ANNA@b.example',
      creator: { email: 'anna@B.EXAMPLE' },
      requester: { slack: 'U0123' },
      occurrence: 'success',
      previous: 'failed',
      rows: 5,
    });
    assert.deepEqual(notices, [
      { event: 'recovered', channel: 'email', target: 'Anna@B.example' },
      { event: 'recovered', channel: 'slack', target: '#Loyalty' },
      { event: 'recovered', channel: 'webhook', target: 'https://HOOKS.b.example' },
      { event: 'recovered', channel: 'slack', target: 'U0123' },
    ]);
  });

  it('N1: over every combination, nobody hears of one occurrence twice, and nobody hears what they did not ask for', () => {
    const events = ['success', 'failure', 'recovered', 'late', 'empty', 'quarantined'] as const;
    let combinations = 0;
    for (const { what } of OCCURRENCES) {
      for (let set = 1; set < 64; set++) {
        const when = events.filter((_, i) => set & (1 << i));
        for (const owner of [undefined, 'a@b.example', 'o@b.example']) {
          for (const creator of [undefined, { email: 'a@b.example' }, { slack: 'U1' }]) {
            for (const requester of [undefined, { email: 'a@b.example' }, { slack: 'U1' }]) {
              combinations++;
              const notices = decideNotices({
                notify: [{ email: 'a@b.example', when }],
                workspaceNotify: [{ slack: '#all' }],
                owner,
                creator,
                requester,
                ...what,
              });
              const targets = notices.map(notice => notice.target);
              assert.equal(new Set(targets).size, targets.length);
              assert.ok(!targets.includes('#all'));
              const listedAlone = owner !== 'a@b.example' && !creator && !requester;
              const heard = notices.find(notice => notice.target === 'a@b.example')?.event;
              if (listedAlone && heard !== undefined) {
                const through = heard === 'recovered' || heard === 'quarantined' ? [heard, 'failure'] : [heard];
                assert.ok(
                  through.some(event => (when as string[]).includes(event)),
                  `${heard} for ${when.join()}`,
                );
              }
              const personal = [creator, requester].flatMap(contact => (contact ? Object.values(contact) : []));
              if (what.occurrence !== 'late')
                for (const person of personal) assert.ok(targets.includes(person), `${person} of ${what.occurrence}`);
            }
          }
        }
      }
    }
    assert.equal(combinations, 14 * 63 * 27);
  });
});
