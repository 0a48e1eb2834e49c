import type { Client } from '@waybill/api';
import { openStore } from '../../../packages/service/src/store/open-store.ts';
import type { Store } from '../../../packages/service/src/store/store.ts';
import { closeServed, type Served, serve } from '../../../packages/service/test/http/served.ts';
import { closeServices, type TestServiceOptions } from '../service.ts';
import { newDatabase } from '../store.ts';
import { giveRole, startBot, stopBots, type TestBot, type TestBotOptions } from './bot.ts';

/** A service on SQLite that answers, and the bot with it. */
export interface SlackService {
  readonly served: Served;
  readonly bot: TestBot;
  /** An administrator of the service, beside Slack. */
  readonly admin: Client;
}

export interface SlackServiceOptions extends TestBotOptions {
  readonly service?: Omit<TestServiceOptions, 'store'>;
  /** What Anna may do; Ben and Cem have the default. Default `editor`. */
  readonly anna?: 'viewer' | 'editor' | 'admin' | undefined;
  /** Puts something between the bot and the service: gives the address that the bot asks. Default: nothing. */
  readonly through?: ((url: string) => Promise<string>) | undefined;
}

const stores: Store[] = [];

export async function slackService({
  service,
  anna = 'editor',
  through,
  ...options
}: SlackServiceOptions = {}): Promise<SlackService> {
  const store = await openStore({ database: await newDatabase('sqlite') });
  stores.push(store);
  // Its clock shows what everybody else's does: what is typed is counted from now.
  const served = await serve({ store, at: new Date().toISOString(), ...service });
  const url = through === undefined ? served.url : await through(served.url);
  const bot = await startBot({ url, service: served.service }, options);
  await giveRole(served, `slack:${bot.slack.person('anna')}`, anna);
  return { served, bot, admin: await served.client('admin') };
}

/** For `afterEach`: ends everything, and throws what Slack would have refused. */
export async function endSlackServices(): Promise<void> {
  try {
    await stopBots();
  } finally {
    await closeServed();
    await closeServices();
    while (stores.length > 0) await stores.pop()?.[Symbol.asyncDispose]();
  }
}
