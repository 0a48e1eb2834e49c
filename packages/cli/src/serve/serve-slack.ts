import type { RunningService } from '@waybill/service';
import type { Io } from '../io.ts';
import { findConnection } from '../service/connection.ts';
import { makeBotToken } from '../slack/bot-token.ts';
import type { logFor } from './log-for.ts';

interface Serving {
  readonly folder: string;
  readonly log: ReturnType<typeof logFor>;
  readonly service: RunningService;
}

/**
 * Starts the Slack bot beside the service when SLACK_BOT_TOKEN is set (L8). A Slack that cannot be reached keeps no
 * export from running; settings that are wrong do, since nobody would see otherwise that there is no bot.
 */
export async function serveSlack(
  io: Io,
  { folder, log, service }: Serving,
): Promise<{ stop(): Promise<void> } | undefined> {
  if (!io.env.SLACK_BOT_TOKEN) return undefined;
  const { keepSlack } = await import('@waybill/slack');
  try {
    const own = await findConnection({ ...io, env: {} }, { workspace: folder });
    const { token, revoke } = await makeBotToken({ url: service.url, token: own.token });
    const bot = keepSlack({ env: io.env, log, service: { url: service.url, token } });
    return {
      async stop() {
        await bot.stop();
        await revoke();
      },
    };
  } catch (error) {
    await service.stop();
    throw error;
  }
}
