import type { z } from 'zod';
import type { RouteName, Routes } from '../routes/index.ts';
import type { Role } from '../schemas/common.ts';
import type { RunEvent } from '../schemas/runs.ts';

type Part<K extends RouteName, P extends string> = Routes[K] extends { readonly [X in P]: infer S } ? S : undefined;

type OptionalIfEmpty<Name extends string, T> = object extends T
  ? { readonly [N in Name]?: T }
  : { readonly [N in Name]: T };

type Given<Name extends string, S> = S extends z.ZodType ? OptionalIfEmpty<Name, z.output<S>> : unknown;

/** What a call is given: `params` of the path, `query`, `body`; a part of which everything is optional may be left out. */
export type CallInput<K extends RouteName> = Given<'params', Part<K, 'params'>> &
  Given<'query', Part<K, 'query'>> &
  Given<'body', Part<K, 'body'>>;

/** What a call gives back. */
export type CallOutput<K extends RouteName> = Routes[K] extends { readonly response: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** On whose behalf a token that may act for others asks: `{id: 'slack:U0123', name: 'Anna Huber'}`. */
export interface OnBehalfOf {
  readonly id: string;
  readonly name: string;
  /** What this person may do, where that is less than what the token may. */
  readonly role?: Role | undefined;
  /** Groups that this person is in, `slack-group:S0123`: the service gives roles to them, too (L7). */
  readonly groups?: readonly string[] | undefined;
}

export interface CallOptions {
  /** Stops waiting for the answer; what the service has begun goes on. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Makes sending again safe beyond this call, for example derived from the click that caused it (C2). Default: one of
   * its own for every call that changes something.
   */
  readonly idempotencyKey?: string | undefined;
  /** In place of the client's. */
  readonly onBehalfOf?: OnBehalfOf | undefined;
  /** Called when the answer is that of the same call, made before by the same key: nothing was done this time. */
  readonly onReplay?: (() => void) | undefined;
}

/** A kept file on its way. */
export interface DownloadedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** In hexadecimal; undefined where the service does not know it. */
  readonly sha256: string | undefined;
  /** Media type. */
  readonly type: string;
  /** Ends with an error when not all bytes came. */
  readonly body: ReadableStream<Uint8Array>;
}

type Call<Input, Output, Options = CallOptions> = object extends Input
  ? (input?: Input, options?: Options) => Output
  : (input: Input, options?: Options) => Output;

/** Routes whose answer is JSON or nothing. */
export type JsonRouteName = { [K in RouteName]: Routes[K] extends { readonly stream: string } ? never : K }[RouteName];

export interface WatchOptions {
  /** Ends the events without an error. */
  readonly signal?: AbortSignal | undefined;
  /** `id` of the last event that is known; events after it come. */
  readonly lastEventId?: string | undefined;
  readonly onBehalfOf?: OnBehalfOf | undefined;
}

/** One method for each route (C2). Every method throws `ApiError` or `ServiceUnreachable`. */
export type Client = {
  readonly [K in JsonRouteName]: Call<CallInput<K>, Promise<CallOutput<K>>>;
} & {
  /**
   * What happens to a run, until it ends: the last event is `end`. A connection that breaks is opened again, and goes
   * on after the last event.
   */
  readonly watchRun: (input: CallInput<'watchRun'>, options?: WatchOptions) => AsyncIterable<RunEvent>;
  readonly downloadFile: (
    input: CallInput<'downloadFile'>,
    options?: Omit<CallOptions, 'idempotencyKey' | 'onReplay'>,
  ) => Promise<DownloadedFile>;
  /** Address that it talks to. */
  readonly url: string;
};
