import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { PreviewAnswer, PreviewWatch } from '../../src/preview/preview-process.ts';
import { previewSession, type SessionState } from '../../src/preview/preview-session.ts';
import type { PreviewAsked } from '../../src/preview/protocol.ts';
import { resultOf } from './page.ts';

interface Asked {
  readonly asked: PreviewAsked;
  readonly watch: PreviewWatch;
  readonly answer: (answer: PreviewAnswer) => void;
}

const A = '/northwind/exports/a.export.yaml';
const B = '/northwind/exports/b.export.yaml';
const PROBLEM = {
  code: 'unknown-field',
  severity: 'error',
  message: 'm',
  fix: 'f',
  file: A,
  shown: 'a',
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 2,
} as const;

/** A session whose answers come when the test says, in the order that it says. */
function session() {
  const asked: Asked[] = [];
  const states: SessionState[] = [];
  const made = previewSession({
    process: {
      preview: (ask, watch) =>
        new Promise(answer => {
          asked.push({ asked: ask, watch, answer });
          watch.signal.addEventListener('abort', () => answer({ kind: 'cancelled' }));
        }),
    },
    unsaved: () => [[A, 'unsaved']],
    command: () => undefined,
    changed: state => states.push(state),
  });
  const answer = async (index: number, given: PreviewAnswer) => {
    asked[index]?.answer(given);
    await setImmediate();
  };
  const result = (name: string): PreviewAnswer => ({ kind: 'result', result: resultOf({ name }) });
  const seen = () => {
    const { file, step, stale, problems, result: shown, personal, rows } = made.state;
    return { file, step, stale, problems: problems.length, shows: shown?.value.name, personal, rows };
  };
  return { made, asked, states, answer, result, seen };
}
const MASKED = { rows: 50, personal: false };
const SHOWN = { rows: 50, personal: true };

describe('V6 what a preview shows, and asks for', () => {
  it('V6 an export is asked for with what is unsaved, and shown with when it was made', async () => {
    const { made, asked, answer, result, seen } = session();
    made.show(A, { rows: 10, personal: false });
    assert.deepEqual(asked[0]?.asked, { file: A, unsaved: [[A, 'unsaved']], rows: 10, showPersonalData: false });
    asked[0]?.watch.onStep?.('reading');
    assert.deepEqual([seen().step, seen().stale, seen().shows], ['reading', 'no', undefined]);
    await answer(0, result('a'));
    assert.deepEqual([seen().step, seen().stale, seen().shows], [undefined, 'no', 'a']);
    assert.ok((made.state.result?.at ?? 0) > 0);
  });

  it('V6 another refresh cancels the one before; its late answer and its steps are nobody’s', async () => {
    const { made, asked, answer, result, seen } = session();
    made.show(A, MASKED);
    await answer(0, result('first'));
    made.refresh();
    made.refresh();
    assert.equal(asked[1]?.watch.signal.aborted, true);
    asked[1]?.watch.onStep?.('writing');
    await answer(1, result('late'));
    assert.deepEqual([seen().step, seen().stale, seen().shows], ['checking', 'refreshing', 'first']);
    await answer(2, result('second'));
    assert.deepEqual([seen().step, seen().stale, seen().shows], [undefined, 'no', 'second']);
  });

  it('V6 what is shown stays, marked, while it is edited, refreshed, cancelled, or wrong', async () => {
    const { made, answer, result, seen } = session();
    made.show(A, MASKED);
    await answer(0, result('a'));
    made.edited();
    assert.equal(seen().stale, 'edited');
    made.refresh();
    assert.equal(seen().stale, 'refreshing');
    made.cancel();
    await setImmediate();
    assert.deepEqual([seen().stale, seen().step, seen().shows], ['cancelled', undefined, 'a']);
    made.refresh();
    await answer(2, { kind: 'problems', problems: [PROBLEM] });
    assert.deepEqual([seen().stale, seen().problems, seen().shows], ['failed', 1, 'a']);
    made.refresh();
    assert.equal(seen().problems, 0);
    await answer(3, result('again'));
    assert.deepEqual([seen().stale, seen().shows], ['no', 'again']);
  });

  it('V6 another export takes the place of what is shown at once', async () => {
    const { made, asked, answer, result, seen } = session();
    made.show(A, MASKED);
    await answer(0, result('a'));
    made.show(B, MASKED);
    assert.deepEqual([seen().file, seen().shows, seen().stale], [B, undefined, 'no']);
    await answer(1, result('b'));
    assert.deepEqual([asked[1]?.asked.file, seen().shows], [B, 'b']);
  });

  it('V6 personal data that is masked again is gone at once, not when the next answer comes', async () => {
    const { made, asked, answer, result, seen } = session();
    made.show(A, SHOWN);
    await answer(0, result('a'));
    assert.equal(made.state.result?.personal, true);
    made.ask({ personal: false });
    assert.deepEqual([seen().shows, asked[1]?.asked.showPersonalData], [undefined, false]);
    await answer(1, result('masked'));
    made.ask({ personal: true });
    assert.equal(seen().shows, 'masked');
    await answer(2, result('shown'));
    made.show(A, MASKED);
    assert.deepEqual([seen().shows, asked[3]?.asked.showPersonalData], [undefined, false]);
  });

  it('V6 a closed panel cancels its query and forgets its rows', async () => {
    const { made, asked, answer, result, seen } = session();
    made.show(A, MASKED);
    await answer(0, result('a'));
    made.refresh();
    made.clear();
    assert.equal(asked[1]?.watch.signal.aborted, true);
    await answer(1, result('late'));
    assert.deepEqual([seen().file, seen().shows, seen().step], [undefined, undefined, undefined]);
    made.refresh();
    assert.equal(asked.length, 2);
  });
});
