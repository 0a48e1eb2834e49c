import type { AddressInfo } from 'node:net';
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { ApiError, type Client, ServiceUnreachable } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { Logger } from 'pino';
import { boltLogger } from './bolt-logger.ts';
import { readSlackConfig, type SlackConfig } from './config.ts';
import { type AppParts, createApp, serviceClient, slackClient } from './create-app.ts';
import { startNotices } from './notices/start-notices.ts';
import { slackErrorCode } from './slack-errors.ts';

export interface SlackRequest {
  /** Settings, and WAYBILL_URL and WAYBILL_TOKEN unless `service` says where it is. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: Logger;
  readonly service?: { readonly url: string; readonly token: string } | undefined;
  /** For tests: how often things are looked at, what calls of Slack are tried again. */
  readonly clientOptions?: AppParts['clientOptions'];
}

export interface RunningBot {
  readonly mode: SlackConfig['mode'];
  /** Where it listens for Slack; undefined in Socket Mode. */
  readonly url: string | undefined;
  /** `Waybill in Acme`: the bot and the workspace that it is in. */
  readonly name: string;
  /** Waits until nothing that people asked for is being worked on. */
  idle(): Promise<void>;
  /** Takes nothing more, finishes what it works on, and ends. */
  stop(): Promise<void>;
}

/** Where Slack sends to, in HTTP mode. */
export const HTTP_PATH = '/slack/events';

/**
 * Starts the bot (L8): looks whether Slack and the service let it in, then listens, and sends notices.
 * @throws WaybillError for settings that are wrong and tokens that are refused.
 */
export async function startSlack({ env, log: given, service, clientOptions }: SlackRequest): Promise<RunningBot> {
  const config = readSlackConfig(env);
  const log = given.child({ part: 'slack' });
  const line = service ?? connectionIn(env);
  const parts = { botToken: config.SLACK_BOT_TOKEN, slackApiUrl: config.SLACK_API_URL, clientOptions, log };
  const name = await signIn(parts);
  await checkService(serviceClient(line), log);
  const receiver = receiverOf(config, log, clientOptions);
  const { app, idle } = createApp({ ...parts, receiver, service: line });
  const notices = startNotices({
    // Calls that Slack refuses for their number come again by the service's own waits, and hold up nobody's click.
    slack: slackClient(parts, { rejectRateLimitedCalls: true }),
    service: serviceClient(line),
    log,
  });
  let url: string | undefined;
  try {
    const started: unknown =
      config.mode === 'http'
        ? await app.start({ host: config.SLACK_HOST, port: config.SLACK_PORT })
        : await app.start();
    if (config.mode === 'http') {
      const { port } = (started as { address(): AddressInfo }).address();
      url = `http://${config.SLACK_HOST}:${port}${HTTP_PATH}`;
    }
  } catch (error) {
    await notices.stop();
    // The bot token was taken: what is left is the other one, and the way to Slack.
    if (config.mode === 'socket') refused(error, 'SLACK_APP_TOKEN (xapp-…, with the scope connections:write)');
    const { code } = error as NodeJS.ErrnoException;
    const address = `${config.SLACK_HOST}:${config.SLACK_PORT}`;
    fail('slack-cannot-listen', { address, detail: code ?? String(error), taken: code === 'EADDRINUSE' }, {}, error);
  }
  log.info({ mode: config.mode, url, as: name }, 'the Slack bot is ready');
  let stopping: Promise<void> | undefined;
  return {
    mode: config.mode,
    url,
    name,
    idle,
    stop: () => {
      stopping ??= (async () => {
        await app.stop();
        await Promise.all([notices.stop(), idle()]);
      })();
      return stopping;
    },
  };
}

function connectionIn({ WAYBILL_URL: url, WAYBILL_TOKEN: token }: NodeJS.ProcessEnv) {
  if (!url) return fail('service-unknown', {});
  if (!token) return fail('service-token-missing', { url });
  return { url, token };
}

/** Looks whether Slack takes the token. */
async function signIn(parts: Parameters<typeof slackClient>[0]): Promise<string> {
  try {
    const { user, team } = await slackClient(parts).auth.test();
    return `${user ?? 'the bot'} in ${team ?? 'Slack'}`;
  } catch (error) {
    return refused(error, 'SLACK_BOT_TOKEN (xoxb-…)');
  }
}

function refused(error: unknown, token: string): never {
  const detail = slackErrorCode(error) ?? (error instanceof Error ? error.message : String(error));
  return fail('slack-refused', { detail, token }, {}, error);
}

/** Looks whether the token may do what a bot does. A service that is down is waited for: it may be starting, too. */
async function checkService(service: Client, log: Logger): Promise<void> {
  try {
    const { role } = await service.whoami();
    if (role !== 'admin') fail('slack-token-weak', { why: `its role is ${role}, and claiming notices needs admin` });
    await service.whoami({}, { onBehalfOf: { id: 'slack:U000', name: 'start of the bot' } });
  } catch (error) {
    if (error instanceof ServiceUnreachable) log.warn({ err: error }, 'the service does not answer yet');
    else if (error instanceof ApiError && error.code === 'not-a-delegate') {
      fail('slack-token-weak', { why: 'it may not act on behalf of others' }, {}, error);
    } else if (error instanceof ApiError && error.status === 401) {
      fail('slack-token-weak', { why: 'the service does not take it' }, {}, error);
    } else throw error;
  }
}

function receiverOf(config: SlackConfig, log: Logger, clientOptions: AppParts['clientOptions']): Receiver {
  const logger = boltLogger(log);
  const { SLACK_APP_TOKEN: appToken, SLACK_API_URL: slackApiUrl, SLACK_SIGNING_SECRET: signingSecret } = config;
  if (appToken !== undefined) {
    const own = { ...clientOptions, ...(slackApiUrl === undefined ? {} : { slackApiUrl }) };
    return new SocketModeReceiver({ appToken, logger, installerOptions: { clientOptions: own } });
  }
  return new HTTPReceiver({ signingSecret: signingSecret ?? '', logger, endpoints: HTTP_PATH });
}
