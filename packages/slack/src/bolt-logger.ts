import type { Logger as BoltLogger } from '@slack/bolt';
import type { Logger } from 'pino';

type Level = ReturnType<BoltLogger['getLevel']>;

/** What Slack's libraries say, in the log of everything else. What they tell at length counts as detail. */
export function boltLogger(log: Logger): BoltLogger {
  const say =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') =>
    (...parts: unknown[]): void => {
      const error = parts.find(part => part instanceof Error);
      const text = parts
        .filter(part => part !== error)
        .map(part => (typeof part === 'string' ? part : JSON.stringify(part)))
        .join(' ');
      log[level](error === undefined ? {} : { err: error }, text || 'Slack');
    };
  return {
    // Whole payloads, with what people typed.
    debug: say('trace'),
    info: say('debug'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => undefined,
    getLevel: () => 'info' as Level,
    setName: () => undefined,
  };
}
