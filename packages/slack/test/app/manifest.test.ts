import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { SLACK_SETTINGS } from '../../src/config.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const source = join(root, 'packages/slack/src');
const manifest = parse(readFileSync(join(root, 'packages/slack/manifest.yaml'), 'utf8')) as {
  display_information: { name: string; description: string; long_description: string };
  features: {
    app_home: { home_tab_enabled: boolean };
    shortcuts: { name: string; type: string; callback_id: string; description: string }[];
    slash_commands: { command: string; description: string; usage_hint: string }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { bot_events: string[] };
    interactivity: { is_enabled: boolean };
    socket_mode_enabled: boolean;
  };
};
const docs = readFileSync(join(root, 'docs/slack.md'), 'utf8');

/** The scope of a bot that each method of Slack's Web API needs; none for those that need no scope. */
const SCOPES: Readonly<Record<string, string | null>> = {
  'auth.test': null,
  'views.open': null,
  'views.push': null,
  'views.update': null,
  'views.publish': null,
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'conversations.open': 'im:write',
  filesUploadV2: 'files:write',
  'users.info': 'users:read',
  'usergroups.list': 'usergroups:read',
};

const text = (readdirSync(source, { recursive: true }) as string[])
  .filter(file => file.endsWith('.ts'))
  .map(file => readFileSync(join(source, file), 'utf8'))
  .join('\n');

/** Methods of the Web API that the source calls: `slack.chat.update(`. */
const methodsCalled = (): string[] => {
  const calls = /\b(?:#?slack|slackClient\([^)]*\))(?:\s*)\.(filesUploadV2|[a-z]\w*\.[a-zA-Z.]+)\(/g;
  return [...new Set([...text.matchAll(calls)].map(match => String(match[1])))];
};

describe('the app manifest', () => {
  it('L8: it has the scopes of every method that the bot calls, and none besides', () => {
    const methods = methodsCalled();
    assert.ok(methods.length >= 8, methods.join(', '));
    const needed = new Set(['commands', 'chat:write.public']);
    for (const method of methods) {
      const scope = SCOPES[method];
      assert.notEqual(scope, undefined, `which scope does ${method} need?`);
      if (scope) needed.add(scope);
    }
    assert.deepEqual([...manifest.oauth_config.scopes.bot].sort(), [...needed].sort());
  });

  it('L8: it has the command, the shortcut, interactivity and the events that the bot listens to', () => {
    const { features, settings } = manifest;
    assert.deepEqual(
      features.slash_commands.map(command => command.command),
      [...text.matchAll(/bot\.command\('([^']+)'/g)].map(match => match[1]),
    );
    assert.deepEqual(
      features.shortcuts.map(shortcut => shortcut.callback_id),
      [...text.matchAll(/bot\.shortcut\('([^']+)'/g)].map(match => match[1]),
    );
    assert.deepEqual(
      settings.event_subscriptions.bot_events,
      [...text.matchAll(/app\.event\('([^']+)'/g)].map(match => match[1]),
    );
    assert.equal(settings.interactivity.is_enabled, true);
    assert.equal(settings.socket_mode_enabled, true);
    assert.equal(features.app_home.home_tab_enabled, true);
  });

  it('L8: it keeps within what Slack takes of a manifest', () => {
    const { display_information: about, features } = manifest;
    assert.ok(about.name.length <= 35);
    assert.ok(about.description.length <= 140);
    assert.ok(about.long_description.length >= 175 && about.long_description.length <= 4000);
    for (const command of features.slash_commands) {
      assert.ok(command.command.length <= 32 && command.description.length <= 2000);
      assert.ok(command.usage_hint.length <= 1000);
    }
    for (const shortcut of features.shortcuts) {
      assert.ok(shortcut.name.length <= 24 && shortcut.description.length <= 150);
    }
  });

  it('L8: docs/slack.md explains every scope, every setting and every command', async () => {
    for (const scope of [...manifest.oauth_config.scopes.bot, 'connections:write']) {
      assert.match(docs, new RegExp(`\\| \`${scope}\` +\\|`), scope);
    }
    for (const name of Object.keys(SLACK_SETTINGS)) assert.match(docs, new RegExp(`\\| \`${name}\` +\\|`), name);
    const { WORDS } = await import('../../src/commands/parse-command.ts');
    for (const word of WORDS) assert.match(docs, new RegExp(`/export ${word}\\b`), word);
  });
});
