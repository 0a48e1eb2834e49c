import type { Readable } from 'node:stream';
import type { RouteName, Routes, RunEvent } from '@waybill/api';
import type { z } from 'zod';
import type { Actor, ServiceContext } from '../context.ts';

type Part<K extends RouteName, P extends string> = Routes[K] extends { readonly [X in P]: infer S extends z.ZodType }
  ? { readonly [X in P]: z.output<S> }
  : unknown;

/** What a handler that may take its time is told besides. */
interface PatientInput {
  /** Aborts when the one who asked is gone, or the service stops. */
  readonly signal: AbortSignal;
}

/** What a handler is told that would do something new when it is called again. */
interface RepeatableInput {
  /** The same when a request is sent again with its key (C2); undefined without one. */
  readonly requestId?: string | undefined;
}

type Besides<K extends RouteName> = K extends 'watchRun'
  ? PatientInput & { readonly lastEventId?: string | undefined }
  : K extends 'downloadFile'
    ? PatientInput & { readonly range?: string | undefined; readonly ifRange?: string | undefined }
    : K extends 'claimNotices'
      ? PatientInput
      : K extends 'runExport'
        ? RepeatableInput
        : unknown;

/** What a handler is given: `params`, `query` and `body` as the route's schemas read them. */
export type InputOf<K extends RouteName> = Part<K, 'params'> & Part<K, 'query'> & Part<K, 'body'> & Besides<K>;

/** A file as an answer: all of it, or the part that was asked for. */
export interface FileAnswer {
  readonly name: string;
  readonly sha256: string | null;
  /** Bytes of the whole file. */
  readonly size: number;
  /** First and last byte of the part; undefined for all of it. */
  readonly part: { readonly first: number; readonly last: number } | undefined;
  readonly body: Readable;
}

/** What a handler gives back: what the route's response schema describes. */
export type OutputOf<K extends RouteName> = Routes[K] extends { readonly response: infer S extends z.ZodType }
  ? z.input<S>
  : K extends 'watchRun'
    ? AsyncIterable<RunEvent>
    : K extends 'downloadFile'
      ? FileAnswer
      : // biome-ignore lint/suspicious/noConfusingVoidType: a handler without an answer returns nothing
        void;

/**
 * One function for each route (C2). Rights were checked, input was read. A handler is thin: what it does is a use case
 * of its own. Whatever people did wrong it throws as a `WaybillError`.
 */
export type Handler<K extends RouteName> = (
  service: ServiceContext,
  actor: Actor,
  input: InputOf<K>,
) => Promise<OutputOf<K>>;

export type Handlers = { readonly [K in RouteName]: Handler<K> };
