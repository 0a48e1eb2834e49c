import { z } from 'zod';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const every = z.literal('*');
/** `06:30`, 24 hours. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as "06:30"');
const times = z.array(timeOfDay).min(1).describe('Times of day, quoted: ["06:30", "18:00"].');

const DAY = 'a day as "2026-12-01"';
const limits = {
  from: z.string(DAY).optional().describe('First day on which it may run.'),
  until: z.string(DAY).optional().describe('Last day on which it may run, that day included.'),
  skipped: z
    .enum(['run_after', 'skip'])
    .optional()
    .describe('A time that the clock jumps over: run right after the gap (default), or not at all.'),
  repeated: z
    .enum(['once', 'twice'])
    .optional()
    .describe('A time that comes twice: the first only (default), or both.'),
  catch_up: z
    .enum(['all', 'latest', 'none'])
    .optional()
    .describe('What was missed while the service was down. Default `all`.'),
};

/** S1 */
export const scheduleSchema = z
  .union([
    z.literal('now'),
    z.strictObject({
      at: z.string('a day and time as "2026-12-01 06:30"').min(1).describe('One date and time: "2026-12-01 06:30".'),
      skipped: limits.skipped,
      repeated: limits.repeated,
      catch_up: limits.catch_up,
    }),
    z.strictObject({
      daily: z.strictObject({
        hours: z.union([every, z.array(z.int().min(0).max(23)).min(1)]).describe('Hours, or "*" for every hour.'),
        minutes: z
          .union([every, z.array(z.int().min(0).max(59)).min(1)])
          .optional()
          .describe('Minutes, or "*" for every minute. Default [0].'),
      }),
      ...limits,
    }),
    z.strictObject({
      weekly: z.strictObject({ days: z.array(z.enum(WEEKDAYS)).min(1).describe('Days of the week.'), at: times }),
      ...limits,
    }),
    z.strictObject({
      monthly: z.strictObject({
        days: z
          .array(z.union([z.int().min(1).max(31), z.literal('last')]))
          .min(1)
          .describe('Days of the month; `last` is its last day.'),
        at: times,
      }),
      ...limits,
    }),
    z.strictObject({
      cron: z
        .string('a cron line as "0 6 * * 1-5"')
        .min(1)
        .describe('Five fields: minute, hour, day of month, month, day of week.'),
      ...limits,
    }),
  ])
  .describe('When it runs. Absent or `now`: when it is created.');
export type ScheduleSpec = z.infer<typeof scheduleSchema>;
