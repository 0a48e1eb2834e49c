import { startSlack } from '@waybill/slack';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say } from '../io.ts';
import { logFor } from '../serve/log-for.ts';
import { findConnection } from '../service/connection.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { withService } from '../service/with-service.ts';
import { makeBotToken } from './bot-token.ts';

/** Runs the bot until it is told to stop (L8); gives the exit code. */
export async function runSlack(io: Io, options: ServiceOptions & GlobalOptions): Promise<number> {
  const { url, token } = await findConnection(io, options);
  const isNamed = options.token !== undefined || Boolean(io.env.WAYBILL_TOKEN);
  // The token of this machine is an administrator's own, and speaks for nobody else.
  const made = isNamed ? undefined : await withService(io, options, () => makeBotToken({ url, token }));
  try {
    return await interruptible(
      io.err,
      async signal => {
        const bot = await startSlack({
          env: io.env,
          log: logFor(io, options),
          service: { url, token: made?.token ?? token },
        });
        const { colours } = io.err;
        const how = bot.url === undefined ? 'by Socket Mode' : `by HTTP at ${bot.url}`;
        say(io.err, `${colours.green('✓')} ${bot.name} is ready, ${how}. In Slack, \`/export\` opens the menu.`);
        if (!signal.aborted) await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
        await bot.stop();
        return EXIT.ok;
      },
      'Stopping: what is being worked on is finished; once more ends at once.',
    );
  } finally {
    await made?.revoke();
  }
}
