import { problemDetailsSchema } from '../schemas/common.ts';
import { ApiError, type ServiceUnreachable, unreachable, unreachableOf } from './errors.ts';
import { waitBeforeRetry } from './retry.ts';

/** How a client reaches the service. */
export interface Line {
  /** Without a slash at its end. */
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds until the answer has to be there. */
  readonly timeout: number;
}

export interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether sending it again does nothing twice. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a call until it is answered, or until trying again does not help; then it throws `ApiError` or
 * `ServiceUnreachable`. `read` takes the answer's body; what it throws counts as a connection that broke.
 * The caller's signal ends it with its own reason.
 */
export async function send<T>(line: Line, call: Call, read: (response: Response) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    call.signal?.throwIfAborted();
    const result = await sendOnce(line, call, read);
    if ('value' in result) return result.value;
    const { error } = result;
    call.signal?.throwIfAborted();
    const wait = waitBeforeRetry({ attempt, repeatable: call.repeatable, error });
    if (wait === undefined) throw error;
    await pause(wait, call.signal);
  }
}

type Result<T> = { readonly value: T } | { readonly error: ApiError | ServiceUnreachable };

async function sendOnce<T>(line: Line, call: Call, read: (response: Response) => Promise<T>): Promise<Result<T>> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('no answer in time', 'TimeoutError')), line.timeout);
  try {
    const response = await line.fetch(`${line.url}${call.path}`, {
      method: call.method,
      headers: { ...call.headers, ...(call.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(call.body === undefined ? {} : { body: call.body }),
      redirect: 'manual',
      signal: call.signal === undefined ? late.signal : AbortSignal.any([call.signal, late.signal]),
    });
    if (!response.ok) return { error: await errorOf(line, response) };
    return { value: await read(response) };
  } catch (error) {
    if (error instanceof ApiError) return { error };
    return { error: unreachableOf(line.url, error, line.timeout) };
  } finally {
    clearTimeout(timer);
  }
}

/** What an answer that is no success says. */
async function errorOf(line: Line, response: Response): Promise<ApiError | ServiceUnreachable> {
  const text = await response.text();
  const parsed = problemDetailsSchema.safeParse(jsonOf(text));
  if (parsed.success) return new ApiError(parsed.data, retryAfterOf(response));
  const leads = response.headers.get('location');
  const said = `HTTP ${response.status}${leads === null ? '' : `, which leads to ${leads}`}`;
  // What stands in front of a service answers so when the service is down.
  if ([502, 503, 504].includes(response.status)) return unreachable('unavailable', line.url, said);
  return unreachable('not-waybill', line.url, said);
}

/** Seconds of `Retry-After`, also where it is a date. */
function retryAfterOf(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Waits; the signal ends it with its reason. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}
