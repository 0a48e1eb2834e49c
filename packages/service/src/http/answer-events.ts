import { Readable } from 'node:stream';
import type { RunEvent } from '@waybill/api';
import type { FastifyReply } from 'fastify';

/** Milliseconds without an event after which a comment shows that the connection stands: proxies end silent ones. */
const HEARTBEAT = 15_000;
/** Milliseconds after which a browser comes back; the client of Waybill has waits of its own. */
const COME_BACK = 1000;

/** Sends events as they come, until there are no more; to HEAD, none. */
export function answerEvents(reply: FastifyReply, events: AsyncIterable<RunEvent>): FastifyReply {
  return reply
    .code(200)
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store, no-transform')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(reply.request.method === 'HEAD' ? [] : eventTexts(events)));
}

async function* eventTexts(events: AsyncIterable<RunEvent>): AsyncGenerator<string, void, void> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    yield `retry: ${COME_BACK}\n\n`;
    let next = iterator.next();
    for (;;) {
      const result = await orHeartbeat(next);
      if (result === 'heartbeat') {
        yield ': still here\n\n';
        continue;
      }
      if (result.done) return;
      yield eventText(result.value);
      next = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}

async function orHeartbeat<T>(next: Promise<T>): Promise<T | 'heartbeat'> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'heartbeat'>(resolve => {
    timer = setTimeout(() => resolve('heartbeat'), HEARTBEAT);
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** JSON holds no line breaks, so that one line is enough. */
const eventText = ({ event, id, data }: RunEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
