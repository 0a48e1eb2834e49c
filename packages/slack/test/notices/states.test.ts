import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { NoticeContent } from '@waybill/api';
import fc from 'fast-check';
import { assertGolden } from '../../../../test/support/golden.ts';
import { wrongInMessage } from '../../../../test/support/slack/check-blocks.ts';
import { textOf } from '../../../../test/support/slack/slack-person.ts';
import type { Button, Message } from '../../src/blocks/block-kit.ts';
import { fitMessage } from '../../src/blocks/fit.ts';
import { renderNotice, threadOf } from '../../src/notices/render-notice.ts';
import { awkward } from '../blocks/awkward.ts';
import { NOTICE_STATES } from './notice-states.ts';

const GOLDEN = join(import.meta.dirname, 'golden');

const buttonsIn = ({ blocks = [] }: Message): readonly Button[] =>
  blocks.flatMap(block => (block.type === 'actions' ? (block.elements as Button[]) : []));

/** All that a message says, in each way that it is read. */
function readings(message: Message, thread: Message): string {
  const buttons = buttonsIn(message).map(({ text, style, accessibility_label: label, confirm, value }) => {
    const asks =
      confirm && `${confirm.title?.text} ${(confirm.text as { text: string }).text} [${confirm.confirm?.text}]`;
    return [`${text.text}${style === undefined ? '' : ` (${style})`}`, label, value, asks].filter(Boolean).join(' | ');
  });
  const parts = [
    ['message', textOf((message.blocks ?? []) as never)],
    ['words alone', message.text],
    ['buttons', buttons.join('\n')],
    ['thread', textOf((thread.blocks ?? []) as never)],
  ];
  return parts.map(([name, said]) => `## ${name}\n${said}\n`).join('\n');
}

describe('messages about runs', () => {
  for (const { name, content, run } of NOTICE_STATES) {
    it(`L4 L6 N2: ${name}`, () => {
      const message = fitMessage(renderNotice(content, run));
      const thread = fitMessage(threadOf(content));
      assert.deepEqual([...wrongInMessage(message as never), ...wrongInMessage(thread as never)], []);
      assertGolden(GOLDEN, name, readings(message, thread));
    });
  }

  it('L4: nothing is said by looks alone: a heading, words for notifications, and buttons that name their object', () => {
    for (const { name, content, run } of NOTICE_STATES) {
      const message = renderNotice(content, run);
      const [first] = message.blocks ?? [];
      assert.equal(first?.type, 'header', name);
      // What a screen reader and a notification say is what the heading says first.
      assert.ok(message.text.startsWith((first as { text: { text: string } }).text.text), name);
      const read = textOf((message.blocks ?? []) as never);
      const sentences = [content.cause, content.advice, ...content.lines.map(({ value }) => value)];
      for (const said of sentences.filter(one => one?.endsWith('.') && read.includes(one))) {
        assert.ok(message.text.includes(String(said)), name);
      }
      for (const button of buttonsIn(message)) assert.match(String(button.accessibility_label), /daily-sales/, name);
      assert.doesNotMatch(read, /\p{Extended_Pictographic}|:[a-z_]+:/u, name);
    }
  });

  it('L4: buttons are those of the run as it is now; without it there are none', () => {
    const of = (name: string) => {
      const found = NOTICE_STATES.find(state => state.name === name);
      assert.ok(found);
      return buttonsIn(renderNotice(found.content, found.run)).map(button => button.text.text);
    };
    const always = ['Log', 'Pause export', 'Show export'];
    assert.deepEqual(of('queued'), ['Cancel run', ...always]);
    assert.deepEqual(of('success'), ['Run again', 'Download', ...always]);
    assert.deepEqual(of('success-files-gone'), ['Run again', ...always]);
    assert.deepEqual(of('failed'), ['Rerun', ...always]);
    assert.deepEqual(of('quarantined'), ['Approve', 'Reject', 'Rerun', 'Download', ...always]);
    assert.deepEqual(of('approved'), ['Cancel run', ...always]);
    assert.deepEqual(of('rejected'), ['Rerun', 'Download', ...always]);
    assert.deepEqual(of('success-run-gone'), []);
  });

  it('L4 S4: where no run is planned there is nothing to pause', () => {
    for (const { name, content, run } of NOTICE_STATES) {
      const lines = content.lines.filter(({ label }) => label !== 'Next run');
      const buttons = buttonsIn(renderNotice({ ...content, lines }, run)).map(button => button.text.text);
      assert.ok(!buttons.includes('Pause export'), name);
      assert.equal(buttons.includes('Show export'), run !== undefined, name);
    }
  });

  it('L6: a notice fits, whatever names, causes and paths it holds', () => {
    const contents = fc.record({
      event: fc.constantFrom('success', 'failure', 'begun', 'quarantined'),
      export: awkward.filter(text => text !== ''),
      title: awkward,
      lines: fc.array(
        fc.record({ label: fc.constantFrom('Rows', 'File', 'Delivered to', 'Warning'), value: awkward }),
        { maxLength: 30 },
      ),
      cause: fc.option(awkward),
      advice: fc.option(awkward),
      run: fc.constant('20261122T053000-3f9a2c01bd45'),
      runStatus: fc.constant('success'),
      exportId: fc.constant('exp_1'),
    });
    fc.assert(
      fc.property(contents, fc.constantFrom(...NOTICE_STATES), (content: NoticeContent, { run }) => {
        for (const message of [renderNotice(content, run), threadOf(content)]) {
          assert.deepEqual(wrongInMessage(fitMessage(message) as never), []);
        }
      }),
      { numRuns: 150 },
    );
  });
});
