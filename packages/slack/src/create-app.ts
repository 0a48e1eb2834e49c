import { App, type Receiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { type Client, type ClientOptions, createClient } from '@waybill/api';
import type { Logger } from 'pino';
import { boltLogger } from './bolt-logger.ts';
import type { Bot, Register } from './bot.ts';
import { Dispatcher } from './dispatcher.ts';
import { FEATURES } from './features.ts';
import { People } from './people.ts';

export interface AppParts {
  /** Socket Mode or HTTP (L8). */
  readonly receiver: Receiver;
  /** `xoxb-…` */
  readonly botToken: string;
  /** Default: Slack's own. */
  readonly slackApiUrl?: string | undefined;
  /** For Slack's Web API; by default calls are tried three times within seconds. */
  readonly clientOptions?: WebClientOptions | undefined;
  /** Where the service is, and a token of an administrator that may act for others. */
  readonly service: Pick<ClientOptions, 'url' | 'token' | 'fetch' | 'timeout'>;
  readonly log: Logger;
  /** Default: all of them. */
  readonly features?: readonly Register[] | undefined;
}

export interface BotApp {
  readonly app: App;
  readonly bot: Bot;
  readonly people: People;
  /** Waits until nothing is being worked on. */
  idle(): Promise<void>;
}

/** What waits for a person may not wait long; what runs in the background comes again by itself. */
const RETRIES: WebClientOptions['retryConfig'] = { retries: 2, minTimeout: 300, factor: 2 };

/** The web client of this bot, as everything here uses it. */
export const slackClient = (
  { botToken, slackApiUrl, clientOptions, log }: Pick<AppParts, 'botToken' | 'slackApiUrl' | 'clientOptions' | 'log'>,
  more: WebClientOptions = {},
): WebClient =>
  new WebClient(botToken, {
    ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
    retryConfig: RETRIES,
    timeout: 15_000,
    logger: boltLogger(log),
    ...clientOptions,
    ...more,
  });

/** The service as the bot asks it. */
export const serviceClient = ({ url, token, fetch, timeout }: AppParts['service']): Client =>
  createClient({ url, token, via: 'slack', fetch, timeout });

/** Puts the bot together: Bolt with the given receiver, and every feature registered. Nothing is asked yet. */
export function createApp(parts: AppParts): BotApp {
  const { receiver, botToken, slackApiUrl, clientOptions, log } = parts;
  const logger = boltLogger(log);
  const slack = slackClient(parts);
  const app = new App({
    receiver,
    logger,
    // The token is looked at once, at the start; people and teams come with what they do.
    authorize: async () => ({ botToken }),
    clientOptions: { ...(slackApiUrl === undefined ? {} : { slackApiUrl }), ...clientOptions },
    ignoreSelf: false,
  });
  const people = new People(slack, log);
  const dispatcher = new Dispatcher({ slack, service: serviceClient(parts.service), log, people });
  for (const register of parts.features ?? FEATURES) register(dispatcher.bot);
  dispatcher.listenTo(app);
  return { app, bot: dispatcher.bot, people, idle: () => dispatcher.idle() };
}
