import { setTimeout as pause } from 'node:timers/promises';
import { readSlackConfig } from './config.ts';
import { type RunningBot, type SlackRequest, startSlack } from './start-slack.ts';

/** Waits between attempts to start, milliseconds; the last one again and again. */
const WAITS = [1000, 5000, 15_000, 60_000] as const;

/**
 * Starts the bot beside something that runs without it, too: while Slack cannot be reached, or does not take its token,
 * it tries again, and says so in the log.
 * @throws at once for settings that are wrong.
 */
export function keepSlack(request: SlackRequest): { stop(): Promise<void> } {
  readSlackConfig(request.env);
  const stopping = new AbortController();
  const { signal } = stopping;
  const starting = (async (): Promise<RunningBot | undefined> => {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        return await startSlack(request);
      } catch (error) {
        const wait = WAITS[Math.min(attempt, WAITS.length - 1)] ?? 0;
        request.log.error({ err: error, seconds: wait / 1000 }, 'the Slack bot could not start, and will try again');
        await pause(wait, undefined, { signal }).catch(() => undefined);
      }
    }
    return undefined;
  })();
  return {
    async stop() {
      stopping.abort();
      await (await starting)?.stop();
    },
  };
}
