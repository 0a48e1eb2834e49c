import type { z } from 'zod';
import type { Role } from '../schemas/common.ts';

/**
 * One endpoint as data. The service's handlers, the OpenAPI document and the client are all made from these, so that
 * none of them can say something else.
 */
export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters in braces: `/v1/exports/{name}`. */
  readonly path: `/${string}`;
  readonly tag: string;
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  /** The least role that may ask. */
  readonly role: Role;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Absent where the answer is not JSON. */
  readonly response?: z.ZodType;
  /** What the answer is in place of JSON. */
  readonly stream?: 'events' | 'file';
  /** Status of success. Default 200, 204 without a response. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Takes an `Idempotency-Key` (C2). Default: everything but GET. */
  readonly idempotent?: boolean;
  /** Changes nothing although it is no GET, so it may be sent again without a key. */
  readonly safe?: boolean;
  /** What is audited as (Q4); absent for what only reads. */
  readonly audit?: string;
  /** Codes of the catalogue that it answers with, besides those of every request. */
  readonly problems?: readonly string[];
}

export const route = <const R extends RouteSpec>(spec: R): R => spec;

/** Whether the route takes an `Idempotency-Key`. */
export const takesKey = (spec: RouteSpec): boolean => spec.idempotent ?? spec.method !== 'GET';

/** Whether a request may be sent again when nobody knows what became of it (C2): it reads, or carries a key. */
export const isRepeatable = (spec: RouteSpec): boolean => spec.method === 'GET' || spec.safe === true || takesKey(spec);

/** Status of success. */
export const successStatus = (spec: RouteSpec): number =>
  spec.status ?? (spec.response === undefined && spec.stream === undefined ? 204 : 200);
