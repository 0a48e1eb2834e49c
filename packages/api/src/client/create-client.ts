import { ROUTES } from '../routes/index.ts';
import { isRepeatable, type RouteSpec, takesKey } from '../routes/route.ts';
import {
  IDEMPOTENCY_HEADER,
  ON_BEHALF_GROUPS_HEADER,
  ON_BEHALF_HEADER,
  REPLAYED_HEADER,
  VIA_HEADER,
  type Via,
} from '../schemas/common.ts';
import { downloadFile } from './download-file.ts';
import { unreachable } from './errors.ts';
import { pathOf } from './request.ts';
import { type Call, jsonOf, type Line, send } from './send.ts';
import type { CallOptions, Client, OnBehalfOf, WatchOptions } from './types.ts';
import { watchRun } from './watch-run.ts';

export interface ClientOptions {
  /** Where the service answers: `http://127.0.0.1:8484`. A path in it is kept. */
  readonly url: string;
  /** Without one, only what needs no rights is answered. */
  readonly token?: string | undefined;
  /** What asks, for lists and the audit log. Default `api`. */
  readonly via?: Exclude<Via, 'schedule'> | undefined;
  /** For tokens that may act for others. */
  readonly onBehalfOf?: OnBehalfOf | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds until an answer has to be there; streams may take as long as they like. Default 30,000. */
  readonly timeout?: number | undefined;
}

interface Input {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * A typed client of the service: one method for each route (C2). Calls that change something carry an idempotency key,
 * so that they are sent again after a failure of the network without being done twice.
 */
export function createClient(options: ClientOptions): Client {
  const line: Line = {
    url: options.url.replace(/\/+$/, ''),
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeout: options.timeout ?? 30_000,
  };

  const callOf = (spec: RouteSpec, input: Input, call: CallOptions): Call => {
    const onBehalfOf = call.onBehalfOf ?? options.onBehalfOf;
    const body = spec.body === undefined ? undefined : JSON.stringify(input.body ?? {});
    return {
      method: spec.method,
      path: pathOf(spec, input.params, input.query),
      headers: {
        accept: 'application/json',
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.via === undefined ? {} : { [VIA_HEADER]: options.via }),
        ...(onBehalfOf === undefined ? {} : onBehalfHeaders(onBehalfOf)),
        ...(takesKey(spec) ? { [IDEMPOTENCY_HEADER]: call.idempotencyKey ?? crypto.randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body }),
      repeatable: isRepeatable(spec),
      signal: call.signal,
    };
  };

  const method = (spec: RouteSpec) => {
    if (spec.stream === 'events') {
      return (input: Input, { signal, lastEventId, onBehalfOf }: WatchOptions = {}) =>
        watchRun(line, callOf(spec, input, { onBehalfOf }), { signal, lastEventId });
    }
    if (spec.stream === 'file') {
      return (input: Input, call: CallOptions = {}) =>
        downloadFile(line, { ...callOf(spec, input, call) }, String(input.params?.file));
    }
    return (input: Input = {}, call: CallOptions = {}) =>
      send(line, callOf(spec, input, call), response => {
        if (response.headers.has(REPLAYED_HEADER)) call.onReplay?.();
        return answerOf(line, spec, response);
      });
  };

  const methods = Object.entries(ROUTES).map(([name, spec]) => [name, method(spec)] as const);
  return { ...Object.fromEntries(methods), url: line.url } as Client;
}

async function answerOf(line: Line, spec: RouteSpec, response: Response): Promise<unknown> {
  const text = await response.text();
  if (spec.response === undefined) return undefined;
  const parsed = spec.response.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const detail =
    text === '' ? 'an empty answer' : `${spec.path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
  throw unreachable('not-waybill', line.url, detail, parsed.error);
}

const onBehalfHeaders = (person: OnBehalfOf): Record<string, string> => ({
  [ON_BEHALF_HEADER]: onBehalfText(person),
  ...(person.groups?.length ? { [ON_BEHALF_GROUPS_HEADER]: person.groups.join(',') } : {}),
});

/** Id, name and role as one header; encoded, since a header holds no letters beyond Latin. */
const onBehalfText = ({ id, name, role }: OnBehalfOf): string =>
  [id, name, ...(role === undefined ? [] : [role])].map(part => encodeURIComponent(part.toWellFormed())).join(' ');
