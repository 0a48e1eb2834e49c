import { type RunEvent, runEventSchema } from '../schemas/runs.ts';
import { ApiError, ServiceUnreachable, unreachable } from './errors.ts';
import { readEvents } from './event-stream.ts';
import { type Call, jsonOf, type Line, pause, send } from './send.ts';

/** Waits between connections that broke, milliseconds; the last one again and again. */
const WAITS = [200, 1000, 2000, 5000] as const;
/** Connections in a row that brought no event before it gives up. */
const MOST_IN_VAIN = 8;

/**
 * The events of a run until `end`. A connection that breaks, or a service that is restarted, is come back to with the
 * id of the last event; only when that is in vain again and again, `ServiceUnreachable` is thrown. The signal ends
 * it without an error.
 */
export async function* watchRun(
  line: Line,
  call: Omit<Call, 'repeatable' | 'signal'>,
  { signal, lastEventId }: { readonly signal?: AbortSignal | undefined; readonly lastEventId?: string | undefined },
): AsyncGenerator<RunEvent, void, void> {
  let last = lastEventId;
  let wasThere = false;
  for (let inVain = 0; ; inVain++) {
    const wait = inVain === 0 ? 0 : (WAITS[Math.min(inVain, WAITS.length) - 1] ?? 0);
    const stop = new AbortController();
    const ended = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    try {
      if (wait > 0) await pause(wait, signal);
      const headers = { ...call.headers, accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) };
      const body = await send(line, { ...call, headers, repeatable: true, signal: ended }, bodyOf(line));
      for await (const { event, data, id } of readEvents(body)) {
        const parsed = runEventSchema.safeParse({ event, id, data: jsonOf(data) });
        if (!parsed.success) {
          // A newer service may say more.
          if (!['run', 'log', 'end'].includes(event)) continue;
          throw unreachable('not-waybill', line.url, `the event "${event}" is not as expected`, parsed.error);
        }
        inVain = 0;
        wasThere = true;
        last = id;
        yield parsed.data;
        if (parsed.data.event === 'end') return;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (inVain >= MOST_IN_VAIN || !mayPass(error, wasThere)) throw error;
    } finally {
      stop.abort();
    }
    if (inVain >= MOST_IN_VAIN) throw unreachable('broken', line.url, 'the events of the run do not go on');
  }
}

/** Whether another connection may go on: after a break always, and while a service that was there is restarted. */
function mayPass(error: unknown, wasThere: boolean): boolean {
  if (error instanceof ApiError) return wasThere && (error.status === 503 || error.status === 429);
  if (!(error instanceof ServiceUnreachable)) return true;
  if (error.reason === 'broken') return true;
  return wasThere && ['refused', 'unavailable', 'timeout'].includes(error.reason);
}

const bodyOf = (line: Line) => async (response: Response) => {
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream') || response.body === null) {
    throw unreachable('not-waybill', line.url, `${type || 'no content'} in place of events`);
  }
  return response.body;
};
