import type { Temporal } from '@waybill/engine/time';

/**
 * What R2 counts one delivery for. Of a firing it is the instant and the day that the schedule names, which fixes the
 * window; of a request the request itself. Reruns and backfills keep the key of what they repair.
 */
export const firingKey = ({ at, day }: { readonly at: Temporal.Instant; readonly day: Temporal.PlainDate }): string =>
  `at:${at.toString()}/${day.toString()}`;

export const requestKey = (runId: string): string => `request:${runId}`;

/**
 * What makes a run the first of its occasion, in the column that is unique; of a request that may be sent again, the
 * first that it made.
 */
export const firstOf = (exportId: string, occasion: string): string => `${exportId}|${occasion}`;
