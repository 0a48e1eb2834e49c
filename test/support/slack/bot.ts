import { createClient } from '@waybill/api';
import { pino } from 'pino';
import { createToken } from '../../../packages/service/src/security/tokens.ts';
import { type RunningBot, startSlack } from '../../../packages/slack/src/start-slack.ts';
import type { TestService } from '../service.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackDouble } from './slack-double.ts';
import { httpLink, type Link, SlackPerson, socketLink } from './slack-person.ts';

export type Mode = 'http' | 'socket';

export interface TestBot extends AsyncDisposable {
  readonly slack: SlackDouble;
  readonly bots: readonly RunningBot[];
  /** Somebody in Slack; the same for the same name. */
  person(name: 'anna' | 'ben' | 'cem'): SlackPerson;
  /** Waits until no bot works on anything. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestBotOptions {
  readonly mode?: Mode;
  /** Processes of the bot; deeds go to them in turn. Default 1. */
  readonly bots?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of the log. */
  readonly log?: (line: string) => void;
}

const opened: TestBot[] = [];

/** Ends what {@link startBot} began; for `afterEach`, before the service ends. Throws what Slack would have refused. */
export async function stopBots(): Promise<void> {
  const wrong: string[] = [];
  while (opened.length > 0) {
    const bot = opened.pop();
    wrong.push(...(bot?.slack.wrong ?? []));
    await bot?.[Symbol.asyncDispose]();
  }
  if (wrong.length > 0) throw new Error(`Slack would refuse:\n${[...new Set(wrong)].join('\n')}`);
}

/** The bot as it runs anywhere, with Slack's double at one side and a service that answers at the other. */
export async function startBot(
  { url, service }: { readonly url: string; readonly service: Pick<TestService, 'store' | 'clock'> },
  { mode = 'http', bots: count = 1, env = {}, log }: TestBotOptions = {},
): Promise<TestBot> {
  const slack = await SlackDouble.start();
  const bots: RunningBot[] = [];
  const stream = log && { write: (line: string) => log(line) };
  try {
    for (let i = 0; i < count; i++) {
      const { token } = await createToken(
        service,
        { name: 'test', role: 'admin', via: 'cli' },
        { name: `bot ${i}`, role: 'admin', delegate: true },
      );
      bots.push(
        await startSlack({
          env: {
            SLACK_BOT_TOKEN: BOT_TOKEN,
            SLACK_API_URL: slack.url,
            ...(mode === 'socket'
              ? { SLACK_APP_TOKEN: APP_TOKEN }
              : { SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_PORT: '0' }),
            ...env,
          },
          log: stream ? pino({ level: 'debug' }, stream) : pino({ level: 'silent' }),
          service: { url, token },
          // What the double does not know would be tried again and again.
          clientOptions: { retryConfig: { retries: 0 } },
        }),
      );
    }
  } catch (error) {
    for (const bot of bots) await bot.stop();
    await slack[Symbol.asyncDispose]();
    throw error;
  }
  const links: Link[] = bots.map(bot => (bot.url === undefined ? socketLink(slack) : httpLink(bot.url)));
  const settled = async () => {
    await Promise.all(bots.map(bot => bot.idle()));
  };
  const people = new Map<string, SlackPerson>();
  const stop = async () => {
    await Promise.all(bots.map(bot => bot.stop()));
  };
  const self: TestBot = {
    slack,
    bots,
    settled,
    stop,
    person(name) {
      const person = people.get(name) ?? new SlackPerson(name, { slack, link: links, settled });
      people.set(name, person);
      return person;
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await slack[Symbol.asyncDispose]();
    },
  };
  opened.push(self);
  return self;
}

/** Gives somebody of Slack a role (L7). */
export async function giveRole(
  { url, service }: { readonly url: string; readonly service: Pick<TestService, 'store' | 'clock'> },
  subject: string,
  role: 'viewer' | 'editor' | 'admin',
): Promise<void> {
  const { token } = await createToken(
    service,
    { name: 'test', role: 'admin', via: 'cli' },
    { name: 'administrator', role: 'admin' },
  );
  await createClient({ url, token }).putRole({ params: { subject }, body: { role } });
}
