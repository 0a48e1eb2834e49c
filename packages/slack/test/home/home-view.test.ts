import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { assertGolden } from '../../../../test/support/golden.ts';
import { wrongInView } from '../../../../test/support/slack/check-blocks.ts';
import { textOf } from '../../../../test/support/slack/slack-person.ts';
import type { Block, Button, HomeView } from '../../src/blocks/block-kit.ts';
import { carrying, ownAndHome } from '../../src/carried-home.ts';
import {
  changed,
  FIRST,
  hasPrevious,
  nextPage,
  previousPage,
  readHomeState,
  searchWords,
  writeHomeState,
} from '../../src/home/home-state.ts';
import { homeView, troubleHome } from '../../src/home/home-view.ts';
import { doneView } from '../../src/views-shown.ts';
import { awkward } from '../blocks/awkward.ts';
import { HOME_STATES, someExport, someRun } from './home-states.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const takes = (view: HomeView) => assert.deepEqual(wrongInView(view as never), []);
const buttonsIn = (view: HomeView): readonly Button[] =>
  (view.blocks as Block[])
    .flatMap(block => (block.type === 'actions' ? block.elements : []))
    .filter((element): element is Button => element.type === 'button');

/** All that a Home says, in each way that it is read. */
function readings(view: HomeView): string {
  const menus = (view.blocks as Block[]).flatMap(block =>
    block.type === 'section' && block.accessory?.type === 'overflow'
      ? [`${block.block_id}: ${block.accessory.options.map(({ text, value }) => `${text.text} (${value})`).join(', ')}`]
      : [],
  );
  const buttons = buttonsIn(view).map(({ text, style, accessibility_label: label, value }) =>
    [`${text.text}${style === undefined ? '' : ` (${style})`}`, label, value].filter(Boolean).join(' | '),
  );
  const parts = [
    ['home', textOf(view.blocks as never)],
    ['menus', menus.join('\n')],
    ['buttons', buttons.join('\n')],
    ['kept', view.private_metadata ?? ''],
  ];
  return parts.map(([name, said]) => `## ${name}\n${said}\n`).join('\n');
}

describe('the App Home: what it shows', () => {
  for (const { name, data, state } of HOME_STATES) {
    it(`L5 L6: ${name}`, () => {
      const view = homeView(data, state);
      takes(view);
      assertGolden(GOLDEN, name, readings(view));
    });
  }

  it('L5: what is said of my exports is not said of everybody’s', () => {
    const empty = HOME_STATES.find(({ data }) => data.failed.length === 0 && data.next.length === 0);
    assert.ok(empty);
    const said = (scope: 'mine' | 'all') => textOf(homeView({ ...empty.data, scope }, empty.state).blocks as never);
    assert.match(said('mine'), /Nothing: every run of your exports succeeded[\s\S]*No run of your exports is planned/);
    assert.match(said('all'), /\nNothing: every run succeeded[\s\S]*\nNo run is planned/);
  });

  it('L5 L6: trouble keeps how it stood', () => {
    const view = troubleHome('The export service does not answer.', { ...FIRST, search: 'sales' });
    takes(view);
    assertGolden(GOLDEN, 'trouble', readings(view));
  });

  it('L5 L6: buttons name their object, and nothing is said by a sign alone', () => {
    for (const { name, data, state } of HOME_STATES) {
      const view = homeView(data, state);
      for (const { text, accessibility_label: label } of buttonsIn(view)) {
        assert.match(
          label ?? text.text,
          /export|daily|weekly|sales|draft|failed|Help|run|search/i,
          `${name}: ${text.text}`,
        );
      }
      assert.doesNotMatch(textOf(view.blocks as never), /\p{Extended_Pictographic}|:[a-z_]+:/u, name);
    }
  });

  it('L5 L6: Slack takes every Home, whatever names, causes and searches hold', () => {
    const name = awkward.map(text => text.slice(0, 100).toWellFormed() || 'x');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 10 }), awkward, awkward, (names, text, more) => {
        const many = names.map((one, i) => someExport(i, { name: one, description: text, createdBy: more }));
        const view = homeView(
          {
            role: 'admin',
            brand: text,
            scope: 'all',
            drafts: names.slice(0, 3).map((title, i) => ({ id: `drf_${i}`, title })),
            failed: names.slice(0, 5).map((one, i) => someRun(i, { export: one, error: text, by: more })),
            moreFailed: true,
            next: many.slice(0, 5),
            exports: many,
            cursor: 'x'.repeat(900),
          },
          { ...FIRST, search: searchWords(text), cursors: ['a'.repeat(900), 'b'.repeat(900)], page: 7 },
        );
        takes(view);
        takes(troubleHome(more === '' ? 'x' : 'Something.', FIRST));
      }),
    );
  });
});

describe('the App Home: how it stands', () => {
  it('L5: what Slack kept is read back; what is no state is the first one', () => {
    for (const { state } of HOME_STATES) assert.deepEqual(readHomeState(writeHomeState(state)), state);
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{"sort":"size","page":-1,"status":7,"cursors":[3],"search":{}}',
    ]) {
      assert.equal(writeHomeState(readHomeState(text)), writeHomeState(FIRST), text);
    }
  });

  it('L5 R6: pages go on for ever, and back as far as they are remembered; it always fits', () => {
    const cursor = (page: number) => `${String(page).padStart(4, '0')}${'c'.repeat(500)}`;
    let state = changed(FIRST, { search: '"'.repeat(100) });
    for (let page = 2; page <= 1000; page++) {
      state = readHomeState(writeHomeState(nextPage(state, cursor(page))));
      assert.equal(state.page, page);
      assert.equal(state.cursors.at(-1), cursor(page));
      assert.ok(writeHomeState(state).length <= 2400);
    }
    let back = 0;
    while (hasPrevious(state)) {
      state = previousPage(state);
      back++;
      assert.equal(state.cursors.at(-1), cursor(1000 - back));
    }
    assert.ok(back >= 2, `${back}`);
    assert.equal(previousPage(state).page, 1);
  });

  it('L5: another order, choice or search begins at the first page', () => {
    const third = nextPage(nextPage(FIRST, 'a'), 'b');
    for (const change of [{ sort: 'status' }, { scope: 'all' }, { search: 'x' }, { status: 'failed' }] as const) {
      const { page, cursors } = changed(third, change);
      assert.deepEqual([page, cursors], [1, []]);
    }
    assert.equal(previousPage(nextPage(FIRST, 'a')).page, 1);
  });

  it('L5: a modal carries the Home that it was opened from beside its own, once, and never too much', () => {
    const view = { ...doneView('Done'), private_metadata: 'draft-1' };
    const home = writeHomeState(FIRST);
    const carried = carrying(carrying(view, home), home);
    assert.deepEqual(ownAndHome(carried.private_metadata ?? ''), { own: 'draft-1', home });
    assert.equal(carrying(view, undefined), view);
    assert.deepEqual(ownAndHome('draft-1'), { own: 'draft-1', home: undefined });
    assert.equal(carrying(view, 'h'.repeat(3000)).private_metadata, 'draft-1');
  });
});
