import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wrongInMessage, wrongInOptions, wrongInView } from '../../../../test/support/slack/check-blocks.ts';
import {
  actions,
  button,
  context,
  externalSelect,
  fields,
  header,
  input,
  modal,
  option,
  section,
} from '../../src/blocks/build.ts';
import { fitMessage, fitModal } from '../../src/blocks/fit.ts';
import { bold, code, codeBlock, cut, cutMiddle, entities, escaped, link } from '../../src/blocks/text.ts';
import { helpMessage } from '../../src/commands/help.ts';
import { historyMessage } from '../../src/commands/history.ts';
import { listMessage } from '../../src/commands/list.ts';
import { menuMessage, menuView } from '../../src/commands/menu.ts';
import { runMessage } from '../../src/commands/run.ts';
import { showMessage } from '../../src/commands/show.ts';
import { exportOption, exportValue } from '../../src/pickers/exports.ts';
import { awkward } from './awkward.ts';

const check = (message: Parameters<typeof fitMessage>[0]) =>
  assert.deepEqual(wrongInMessage(fitMessage(message) as never), []);

describe('what Slack takes', () => {
  it('L6: builders keep every limit, whatever is said', () => {
    fc.assert(
      fc.property(awkward, fc.array(awkward, { minLength: 1, maxLength: 15 }), (text, more) => {
        const blocks = [
          header(text),
          section(escaped(text) || ' x'),
          section(codeBlock(text)),
          fields(more.map(one => `${bold(one)}\n${escaped(one)} x`)),
          context(...more.map(one => `${escaped(one)} x`)),
          actions([button('wb:a:b', text, text, { label: text || 'x' }), externalSelect('wb:pick:x', text)]),
        ];
        check({ text, blocks });
        const view = modal({
          callbackId: 'wb:a:b',
          title: 'Title',
          submit: 'Go',
          blocks: [...blocks, input('wb:b', text, externalSelect('wb:pick:y', text), { hint: text })],
        });
        assert.deepEqual(wrongInView(fitModal(view) as never), []);
      }),
      { numRuns: 200 },
    );
  });

  it('L6: nothing in a text of somebody else’s mentions, links or formats', () => {
    fc.assert(
      fc.property(awkward, text => {
        assert.doesNotMatch(escaped(text), /<[!@#]|<http/);
        assert.doesNotMatch(entities(text), /[<>]/);
        assert.doesNotMatch(bold(text).slice(1, -1), /[*<>]/);
        assert.doesNotMatch(code(text).slice(1, -1), /[`<>]/);
        assert.equal(codeBlock(text).match(/```/g)?.length, 2);
      }),
    );
    assert.equal(link('https://x.example/a|b', 'a|b>c'), '<https://x.example/a%7Cb|a¦b&gt;c>');
  });

  it('L6: cutting never splits a character, and keeps both ends where the end says most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 5, max: 90 }), (text, most) => {
        for (const short of [cut(text, most), cutMiddle(text, most)]) {
          assert.ok(short.length <= most && short.isWellFormed() === text.isWellFormed());
        }
      }),
    );
    assert.equal(cutMiddle('daily-sales-of-the-shop-in-vienna', 21), 'daily-sale…-in-vienna');
  });

  it('L6: a message or modal with too much says that there is more, and keeps what can be clicked', () => {
    const many = Array.from({ length: 120 }, (_, i) => section(`${i} ${'x'.repeat(400)}`));
    const blocks = [...many.slice(0, 40), actions([button('wb:a:b', 'Do it')])];
    const fitted = fitMessage({ text: 'x', blocks });
    check({ text: 'x', blocks });
    assert.ok(JSON.stringify(fitted.blocks).includes('wb:a:b'));
    assert.match(JSON.stringify(fitted.blocks), /Not everything fits/);
    check({ text: 'x', blocks: many });
    const view = fitModal(modal({ callbackId: 'wb:a:b', title: 'T', blocks: many }));
    assert.equal(view.blocks.length, 100);
    assert.deepEqual(wrongInView(view as never), []);
  });

  const summary = {
    ...{
      id: 'exp_01k9x3v5q7m2',
      model: 'people',
      owner: null,
      status: 'active' as const,
      createdAt: '2026-11-01T00:00:00Z',
    },
    ...{ createdBy: 'Anna', createdVia: 'slack' as const, updatedAt: '2026-11-01T00:00:00Z', revision: 3 },
    ...{ destinations: ['share'], schedule: 'every day at 06:30', timezone: 'Europe/Vienna', pausedUntil: null },
    ...{
      nextAt: '2026-11-29T05:30:00Z',
      lastRun: { id: 'r', status: 'success', at: '2026-11-28T05:30:00Z', bytes: 9 },
    },
  };

  it('L6: names and descriptions of any length fit into lists, pickers and what is shown', () => {
    fc.assert(
      fc.property(
        awkward.filter(text => text.trim() !== ''),
        awkward,
        (long, description) => {
          const name = long.slice(0, 100).toWellFormed();
          const item = { ...summary, name, description };
          check(
            listMessage(
              Array.from({ length: 10 }, (_, i) => ({ ...item, id: `exp_${i}` })),
              { text: name, page: 2, next: 'x'.repeat(900) },
            ),
          );
          assert.deepEqual(wrongInOptions({ options: [exportOption(item)] } as never), []);
          const firings = Array.from({ length: 5 }, () => ({
            at: '2026-11-29T06:30:00+01:00',
            day: '2026-11-29',
            window: null,
          }));
          const plan = {
            kind: 'repeated' as const,
            words: 'every day',
            timezone: 'UTC',
            firings,
            paused: false,
            pausedUntil: null,
            nextAt: null,
          };
          check(showMessage({ ...item, plan, text: description, lastSuccessUntil: null }));
          check(runMessage(name, 'run', description));
        },
      ),
      { numRuns: 60 },
    );
    assert.equal(exportValue({ id: 'exp_1', name: 'x'.repeat(76) }), '#exp_1');
    assert.equal(exportValue({ id: 'exp_1', name: '#1' }), '#exp_1');
  });

  it('L1: menu, help and histories are what Slack takes', () => {
    check(menuMessage());
    assert.deepEqual(wrongInView(menuView() as never), []);
    check(helpMessage('You are viewer: you may look.'));
    check(listMessage([], { text: 'x', page: 1, next: null }));
    check(historyMessage({ name: 'people' }, [], null));
    const run = {
      ...{
        id: 'r',
        export: 'people',
        revision: 1,
        status: 'failed' as const,
        trigger: 'schedule' as const,
        by: 'schedule',
      },
      ...{ createdAt: '2026-11-28T05:30:00Z', via: 'schedule' as const, occasion: 'o', dueAt: '2026-11-28T05:30:00Z' },
      ...{
        day: '2026-11-28',
        timezone: 'Europe/Vienna',
        window: null,
        startedAt: null,
        finishedAt: null,
        seconds: null,
      },
      ...{ attempt: 1, nextAttemptAt: null, rows: null, bytes: null, error: 'x'.repeat(3000), rerunOf: null },
      actions: ['cancel', 'rerun', 'run_again', 'approve', 'reject', 'download'] as const,
    };
    const runs = Array.from({ length: 8 }, (_, i) => ({ ...run, id: `r${i}`, actions: [...run.actions] }));
    check(historyMessage({ name: 'p'.repeat(100) }, runs, 'c'.repeat(800)));
  });

  it('L6: an option whose value is too long is a mistake of the bot', () => {
    assert.throws(() => option('x', 'x'.repeat(76)), /too long/);
  });
});
