import assert from 'node:assert/strict';
import { describeSchedule, type Schedule } from '../../src/schedule/index.ts';

const CASES: readonly (readonly [schedule: Schedule, words: string])[] = [
  ['now', 'Once, when it is created'],
  [{ at: '2026-12-01 06:30' }, 'Once, on 1 December 2026 at 06:30, Europe/Vienna'],
  [
    {
      weekly: { days: ['monday', 'thursday'], at: ['06:30'] },
      from: '2026-12-01',
      until: '2027-06-30',
      skipped: 'run_after',
      repeated: 'once',
    },
    'On Mondays and Thursdays at 06:30, Europe/Vienna, from 1 December 2026 to 30 June 2027',
  ],
  [
    { weekly: { days: ['thursday', 'monday'], at: ['18:00', '06:30'] } },
    'On Mondays and Thursdays at 06:30 and 18:00, Europe/Vienna',
  ],
  [{ weekly: { days: ['friday', 'saturday', 'sunday'], at: ['06:30'] } }, 'Friday to Sunday at 06:30, Europe/Vienna'],
  [{ daily: { hours: [1, 13], minutes: [0] } }, 'Every day at 01:00 and 13:00, Europe/Vienna'],
  [{ daily: { hours: [6] }, from: '2026-12-01' }, 'Every day at 06:00, Europe/Vienna, from 1 December 2026'],
  [{ daily: { hours: [6] }, until: '2026-12-01' }, 'Every day at 06:00, Europe/Vienna, until 1 December 2026'],
  [
    { daily: { hours: [6] }, from: '2026-12-01', until: '2026-12-01' },
    'Every day at 06:00, Europe/Vienna, on 1 December 2026 only',
  ],
  [{ daily: { hours: '*' } }, 'Every hour, on the hour, Europe/Vienna'],
  [{ daily: { hours: '*', minutes: [30] } }, 'Every hour, at 30 minutes past, Europe/Vienna'],
  [{ daily: { hours: '*', minutes: [1] } }, 'Every hour, at 1 minute past, Europe/Vienna'],
  [{ daily: { hours: '*', minutes: [5, 20] }, skipped: 'skip' }, 'Every hour, at 5 and 20 minutes past, Europe/Vienna'],
  [{ daily: { hours: '*', minutes: '*' } }, 'Every minute, Europe/Vienna'],
  [
    { daily: { hours: [1, 13], minutes: '*' } },
    'Every day, every minute from 01:00 to 01:59 and from 13:00 to 13:59, Europe/Vienna',
  ],
  [
    { daily: { hours: [2] }, skipped: 'skip', repeated: 'twice' },
    'Every day at 02:00, Europe/Vienna (a time that the clock jumps over is left out; a time that comes twice runs twice)',
  ],
  [
    { monthly: { days: [1, 15, 'last'], at: ['06:30'] } },
    'On the 1st, the 15th and the last day of every month at 06:30, Europe/Vienna',
  ],
  [{ monthly: { days: [31, 'last'], at: ['06:30'] } }, 'On the last day of every month at 06:30, Europe/Vienna'],
  [{ monthly: { days: [31], at: ['06:30'] } }, 'On the 31st of every month that has one at 06:30, Europe/Vienna'],
  [
    { monthly: { days: [2, 3, 22, 23], at: ['06:30'] } },
    'On the 2nd, the 3rd, the 22nd and the 23rd of every month at 06:30, Europe/Vienna',
  ],
  [{ cron: '0 6 * * 1-5' }, 'Monday to Friday at 06:00, Europe/Vienna'],
  [{ cron: '0 6 * * 0' }, 'On Sundays at 06:00, Europe/Vienna'],
  [{ cron: '0 6 * * 0-6' }, 'Every day at 06:00, Europe/Vienna'],
  [{ cron: '*/15 * * * *' }, 'Every 15 minutes, Europe/Vienna'],
  [{ cron: '*/15 * * * 1,3' }, 'On Mondays and Wednesdays, every 15 minutes, Europe/Vienna'],
  [{ cron: '*/15 9-17 * * 1-5' }, 'Monday to Friday, every 15 minutes from 09:00 to 17:45, Europe/Vienna'],
  [{ cron: '30 9-17 * * *' }, 'Every day, every hour from 09:30 to 17:30, Europe/Vienna'],
  [{ cron: '0 */2 * * *' }, 'Every day, every 2 hours from 00:00 to 22:00, Europe/Vienna'],
  [{ cron: '0 */6 * * *' }, 'Every day at 00:00, 06:00, 12:00 and 18:00, Europe/Vienna'],
  [
    { cron: '5,50 1,9,10,11 * * *' },
    'Every day at 01:05, 01:50, 09:05, 09:50, 10:05, 10:50, 11:05 and 11:50, Europe/Vienna',
  ],
  [{ cron: '0 0 1 1 *' }, 'On 1 January at 00:00, Europe/Vienna'],
  [{ cron: '0 0 31 2 *' }, 'On 31 February at 00:00, Europe/Vienna'],
  [
    { cron: '0 0 1-7 3,6,9,12 *' },
    'On the 1st to the 7th of March, June, September and December at 00:00, Europe/Vienna',
  ],
  [{ cron: '0 0 * 1-3 *' }, 'Every day in January to March at 00:00, Europe/Vienna'],
  [{ cron: '0 0 13 * 5' }, 'On the 13th of every month and on Fridays at 00:00, Europe/Vienna'],
  [{ cron: '0 0 13 1 5' }, 'On 13 January and on Fridays in January at 00:00, Europe/Vienna'],
  [{ cron: '0 0 * 1 mon' }, 'On Mondays in January at 00:00, Europe/Vienna'],
  [{ cron: '0 24 * * *' }, 'By `0 24 * * *`, Europe/Vienna'],
];

describe('S1 schedule: in plain words', () => {
  for (const [schedule, words] of CASES) {
    it(`S1 words: ${words}`, () => assert.equal(describeSchedule(schedule, 'Europe/Vienna'), words));
  }
});
