import assert from 'node:assert/strict';
import { servedWorkspace } from '../../../../test/cli/served-workspace.ts';
import { runCli } from '../../../../test/support/run-cli.ts';
import { APP_TOKEN, BOT_TOKEN, SlackDouble } from '../../../../test/support/slack/slack-double.ts';
import { SlackPerson, socketLink, textOf } from '../../../../test/support/slack/slack-person.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

const settingsOf = (slack: SlackDouble) => ({
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_APP_TOKEN: APP_TOKEN,
  SLACK_API_URL: slack.url,
});

/** Somebody who is answered by a bot in another process. */
const somebody = (slack: SlackDouble) =>
  new SlackPerson('anna', { slack, link: socketLink(slack), settled: async () => undefined });

const answerOf = (person: SlackPerson, pattern: RegExp) =>
  waitFor(`an answer that says ${pattern}`, () => pattern.test(textOf(person.answer().blocks as never)));

describe('waybill and Slack', () => {
  it('L7 L8: waybill serve starts the bot when its tokens are set; waybill role gives rights', async () => {
    await using slack = await SlackDouble.start();
    await using workspace = await servedWorkspace({}, settingsOf(slack));
    await waitFor('the bot to connect', () => slack.sockets.connections === 1, { timeout: 20_000 });
    const anna = somebody(slack);
    await anna.command('help');
    await answerOf(anna, /You are viewer/);
    const set = await workspace.cli(['role', 'set', `slack:${anna.id}`, 'editor', '--name', 'Anna Huber']);
    assert.equal(set.code, 0, set.err);
    assert.match(set.out, /Anna Huber \(slack:\w+\) is editor from now on/);
    await anna.command('help');
    await answerOf(anna, /You are editor/);
    const listed = await workspace.cli(['role', 'list']);
    assert.match(listed.out, /Anna Huber +editor/);
    assert.match(listed.out, /Everybody else in Slack is viewer/);
    const removed = await workspace.cli(['role', 'remove', `slack:${anna.id}`]);
    assert.match(removed.out, /has no role of its own any more/);
    assert.equal((await workspace.cli(['role', 'remove', `slack:${anna.id}`])).code, 2);
    const tokens = await workspace.json<{ items: { name: string; delegate: boolean; revokedAt: string | null }[] }>([
      'token',
      'list',
    ]);
    assert.equal(tokens.items.filter(token => token.delegate && token.revokedAt === null).length, 1);
    const { code } = await workspace.service.end();
    assert.equal(code, 0);
    assert.equal(slack.sockets.connections, 0);
  }).timeout(60_000);

  it('L8: waybill slack runs the bot alone, with a token of its own', async () => {
    await using slack = await SlackDouble.start();
    await using workspace = await servedWorkspace();
    const ran = runCli(['slack'], {
      cwd: workspace.folder.path,
      env: settingsOf(slack),
      signal: { name: 'SIGTERM', whenSees: 'is ready, by Socket Mode' },
    });
    const { code, stderr } = await ran;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /waybill in Brand is ready, by Socket Mode/);
    const tokens = await workspace.json<{ items: { delegate: boolean; revokedAt: string | null }[] }>([
      'token',
      'list',
    ]);
    assert.equal(tokens.items.filter(token => token.delegate && token.revokedAt === null).length, 0);
  }).timeout(60_000);

  it('L8: settings that are wrong are told all together', async () => {
    await using workspace = await servedWorkspace();
    const { code, stderr } = await runCli(['slack'], {
      cwd: workspace.folder.path,
      env: { SLACK_BOT_TOKEN: 'nonsense', SLACK_PORT: 'x' },
    });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /SLACK_BOT_TOKEN/);
    assert.match(stderr, /SLACK_PORT/);
    assert.doesNotMatch(stderr, /nonsense/);
  }).timeout(60_000);
});
