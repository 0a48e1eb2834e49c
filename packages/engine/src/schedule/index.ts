/** Schedules (S1, S2): when they fire, over which windows, and in words. Pure: the caller says what time it is. */
export { checkFiring } from './check-firing.ts';
export { type Cron, parseCron } from './cron.ts';
export { describeSchedule } from './describe.ts';
export { type FiringWords, firingInWords } from './firing-words.ts';
export {
  type FiringJson,
  instantInZone,
  type ListingAsked,
  type ListingJson,
  listingJson,
  type ScheduledExport,
  type ScheduleListing,
  SHOWN_FIRINGS,
  scheduleListing,
} from './next.ts';
export { atOneInstant, type Occasion, type OccasionsAsked, occasions } from './occasions.ts';
export { type Firing, type FiringsAsked, firings } from './recurrence.ts';
export { type SeamsAsked, scheduleSeams } from './schedule-seams.ts';
export type { Schedule } from './schedule-spec.ts';
