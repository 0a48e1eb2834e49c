import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Files, WAYBILL_YAML } from '../../../../test/cli/small-workspace.ts';
import { type Sshd, startSshd } from '../../../../test/support/sftp-server.ts';
import type { Message } from '../../../../test/support/slack/slack-double.ts';
import { type SlackPerson, textOf } from '../../../../test/support/slack/slack-person.ts';
import {
  endSlackServices,
  type SlackService,
  type SlackServiceOptions,
  slackService,
} from '../../../../test/support/slack/slack-service.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { SALES_FILES } from '../views/create/sales-workspace.ts';

/** A brand whose sales go to a partner's SFTP server. */
export interface PartnerJourney extends SlackService {
  /** What the partner has, by name: the bytes of each file, as text. */
  received(): Promise<Readonly<Record<string, string>>>;
  /** The partner's server takes no login any more. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** The partner's server is gone. */
  stopPartner(): Promise<void>;
  /** What the source has from now on. */
  sales(csv: string): Promise<void>;
  /** The messages of #crm-exports that are no replies, oldest first. */
  notices(): Promise<readonly Message[]>;
  /** The message of #crm-exports that says something. */
  told(said: RegExp): Promise<Message>;
  /** Every run, newest first: `schedule success by schedule`. */
  runs(): Promise<readonly string[]>;
  /** The clock goes on, and what is due then is fired and worked on. */
  later(milliseconds: number): Promise<void>;
  /** The same, to the next firing of an export. */
  untilNextRun(name: string): Promise<void>;
}

/** What the source has at first. */
export const SALES = String(SALES_FILES['data/sales.csv']);

const ends: (() => Promise<void>)[] = [];

/** For `afterEach`; throws what Slack would have refused. */
export async function endJourneys(): Promise<void> {
  try {
    await endSlackServices();
  } finally {
    while (ends.length > 0) await ends.pop()?.();
  }
}

export async function partnerJourney(options: SlackServiceOptions = {}): Promise<PartnerJourney> {
  const folder = await tempFolder();
  ends.push(() => folder.remove());
  await mkdir(folder.join('upload'));
  await mkdir(folder.join('ssh'));
  const sshd = await startSshd(folder.join('ssh'));
  ends.push(() => sshd.stop());
  const env = { WAYBILL_ATTEMPTS: '2', ...options.service?.env };
  const all = await slackService({ ...options, service: { ...options.service, env, files: filesFor(sshd, folder) } });
  const { admin, bot, served } = all;
  const keys = folder.join('ssh/authorized_keys');
  const channel = bot.slack.channel('crm-exports');
  const notices = async () =>
    (await bot.slack.messages(channel)).filter(one => one.thread_ts === undefined || one.thread_ts === one.ts);
  const later = async (milliseconds: number) => {
    // What a bot has taken to say is its own for two minutes.
    await waitFor('everything to be said', async () =>
      (await admin.listNotices({ query: { channel: 'slack' } })).items.every(({ state }) => state === 'sent'),
    );
    served.service.clock.step(milliseconds);
    await served.service.tick();
    await served.service.work();
  };
  return {
    ...all,
    notices,
    async received() {
      const found: Record<string, string> = {};
      for (const name of (await readdir(folder.join('upload'))).sort()) {
        found[name] = await readFile(folder.join('upload', name), 'utf8');
      }
      return found;
    },
    refuse: () => rename(keys, `${keys}.away`),
    accept: () => rename(`${keys}.away`, keys),
    stopPartner: () => sshd.stop(),
    sales: csv => writeFile(join(served.service.folder, 'data', 'sales.csv'), csv),
    told: said =>
      waitFor(`a message that says ${said}`, async () => {
        const all = await notices();
        return all.find(message => said.test(read(message))) ?? assert.fail(all.map(read).join('\n\n'));
      }),
    runs: async () => (await admin.listRuns({})).items.map(run => `${run.trigger} ${run.status} by ${run.by}`),
    later,
    async untilNextRun(name) {
      const { plan } = await admin.getExport({ params: { name } });
      assert.ok(plan.nextAt, `${name} runs again`);
      await later(Date.parse(plan.nextAt) - served.service.clock.now().getTime());
    },
  };
}

const filesFor = (sshd: Sshd, folder: TempFolder): Files => ({
  ...SALES_FILES,
  'waybill.yaml': WAYBILL_YAML.replace(
    'destinations: {',
    `destinations:
  {partner: {type: sftp, host: 127.0.0.1, port: ${sshd.port}, user: ${sshd.user}, key: "\${secret:partner_key}",
    host_key: "${sshd.fingerprints.ed25519}", folder: ${folder.join('upload')}}, `,
  ),
  '.waybill/secrets/partner_key': sshd.key,
});

/** As people read it; without blocks its words. */
export const read = (message: { readonly blocks?: unknown; readonly text: string }): string =>
  textOf((message.blocks ?? []) as never) || message.text;

/** The title of the step that the wizard is at. */
export const step = (person: SlackPerson): string => /Step \d+ of \d+: \*(.+?)\*/.exec(person.modalText())?.[1] ?? '';

/** Fills in what is asked, and goes on. */
export async function next(person: SlackPerson, values: Parameters<SlackPerson['fill']>[0] = {}): Promise<void> {
  await person.fill(values);
  const { payload } = await person.submit();
  assert.deepEqual((payload as { readonly errors?: unknown } | undefined)?.errors, undefined, person.modalText());
}

/** From `/export create` to the review of an export that goes to the partner every day at 06:30. */
export async function toReview(person: SlackPerson, name: string, channel: string): Promise<void> {
  await person.command('create');
  await person.choose('modal', 'wb:create:start:model', 'sales');
  await next(person);
  await next(person, { 'wb:create:name:name': name });
  await person.fill({ 'wb:create:rows:pick*': ['id', 'channel', 'amount'] });
  await person.click('modal', 'Add these fields');
  await next(person);
  await person.choose('modal', 'wb:create:filters:mode', 'none');
  await next(person);
  assert.equal(step(person), 'Period');
  await next(person, { 'wb:create:window:kind': 'none' });
  await next(person);
  assert.equal(step(person), 'Destination');
  await next(person, { 'wb:create:deliver:to*': 'partner' });
  await person.choose('modal', 'wb:create:schedule:kind', 'daily');
  await person.choose('modal', 'wb:create:schedule:hours', ['6']);
  await person.choose('modal', 'wb:create:schedule:minutes', ['30']);
  await next(person);
  assert.equal(step(person), 'Notices');
  await person.click('modal', 'Add a notice');
  await person.fill({ 'wb:create:notice:channel': channel, 'wb:create:notice:when': ['success', 'failure'] });
  await person.submit();
  await next(person);
  assert.equal(step(person), 'Review');
}
