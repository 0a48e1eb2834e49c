import { setTimeout as pause } from 'node:timers/promises';
import { Noticer, type NoticerParts } from './noticer.ts';

export interface RunningNotices {
  /** Takes no more, and ends when those at hand are sent. */
  stop(): Promise<void>;
}

/** Notices that one process sends at once. */
const AT_ONCE = 20;
const CLAIMED = 10;
/** For how long a claimed notice is this process's own, seconds: longer than Slack and a busy channel take together. */
const LEASE = 120;
/** How long the service waits with an empty answer, seconds. */
const WAIT = 20;
/** Between claims that failed, milliseconds. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** Claims what is to be said in Slack, as soon as there is something, and says it; until it is stopped. */
export function startNotices(parts: NoticerParts): RunningNotices {
  const { service, log } = parts;
  const noticer = new Noticer(parts);
  const stopping = new AbortController();
  const { signal } = stopping;
  const sending = new Set<Promise<void>>();

  const running = (async () => {
    let failures = 0;
    while (!signal.aborted) {
      if (sending.size >= AT_ONCE) {
        await Promise.race(sending);
        continue;
      }
      try {
        const body = { channel: 'slack', most: CLAIMED, seconds: LEASE, wait: WAIT } as const;
        const { items } = await service.claimNotices({ body }, { signal });
        if (failures > 0) log.info('notices are claimed again');
        failures = 0;
        for (const notice of items) {
          const work: Promise<void> = noticer.send(notice).finally(() => sending.delete(work));
          sending.add(work);
        }
      } catch (error) {
        if (signal.aborted) break;
        failures++;
        // A service that is restarted is back in a moment; one that is down is told of now and then.
        if (failures === 1 || failures % 20 === 0) log.warn({ err: error, failures }, 'notices cannot be claimed');
        const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 10));
        await pause(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await running;
      await Promise.allSettled([...sending]);
      await noticer.stop();
    },
  };
}
