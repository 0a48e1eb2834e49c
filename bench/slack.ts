/**
 * `npm run bench:slack -- [--seconds 20]`: how soon the bot acknowledges and answers 20 commands a second, and how soon
 * the end of a run is in its channel. Slack itself is a double on the loopback.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { peopleExport } from '../test/cli/small-workspace.ts';
import { runEndings } from '../test/support/at-end.ts';
import { endSlackServices, slackService } from '../test/support/slack/slack-service.ts';
import { waitFor } from '../test/support/wait-for.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const PER_SECOND = 20;
const RUNS = 20;
const COMMANDS = ['list', 'show people', 'history people', 'help', ''];

const at = (sorted: readonly number[], share: number): string =>
  `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)} ms`;
const row = (what: string, times: number[]) => {
  const sorted = times.sort((a, b) => a - b);
  console.log(`| ${what} | ${at(sorted, 0.5)} | ${at(sorted, 0.95)} | ${at(sorted, 0.99)} |`);
};

const { bot, admin, served } = await slackService({ service: { env: { WAYBILL_RATE: '100000' } } });
const later = 'schedule: {daily: {hours: [6]}}\n';
await admin.deployExport({ body: { text: peopleExport(later) } });
const anna = bot.person('anna');
await anna.command('help');

console.log('| what | p50 | p95 | p99 |\n| --- | --- | --- | --- |');
const acknowledged: number[] = [];
const answered: number[] = [];
const sent: Promise<void>[] = [];
const count = Number(values.seconds) * PER_SECOND;
const begun = performance.now();
for (let i = 0; i < count; i++) {
  await pause(Math.max(0, begun + (i * 1000) / PER_SECOND - performance.now()));
  const asked = performance.now();
  const command = anna.command(COMMANDS[i % COMMANDS.length] ?? '');
  sent.push(
    command.then(({ milliseconds }) => {
      acknowledged.push(milliseconds);
      answered.push(performance.now() - asked);
    }),
  );
}
await Promise.all(sent);
row(`acknowledged, at ${PER_SECOND} commands a second`, acknowledged);
row('answered', answered);

const told: number[] = [];
// The last sign of a run is that its end is recorded; all that tells of it comes after.
let recorded = 0;
served.service.signals.on('run', () => {
  recorded = Date.now();
});
for (let i = 0; i < RUNS; i++) {
  const name = `told-${i}`;
  const notify = 'notify: [{slack: "#crm-exports", when: [failure]}]\n';
  await admin.deployExport({ body: { text: peopleExport(`${later}${notify}checks: {rows: 0 %}\n`, undefined, name) } });
  await admin.putSubscription({ params: { name, target: bot.slack.person('ben') }, body: { when: ['success'] } });
  await admin.runExport({ params: { name }, body: {} });
  await waitFor('the message', () => bot.slack.calls.some(call => JSON.stringify(call.body).includes(`${name} waits`)));
  await pause(1100);
  await served.service.work();
  const ended = recorded;
  const call = await waitFor('the end to be told', () =>
    bot.slack.calls.find(one => one.method === 'chat.update' && String(one.body.text).startsWith(`${name} finished`)),
  );
  told.push(Math.max(0, call.at - ended));
}
row('the end of a run is in its channel', told);

await endSlackServices();
await runEndings();
