import { z } from 'zod';
import { parseZone } from './zone.ts';

/** An IANA zone as waybill.yaml says it; what is none comes with the nearest that are. */
export const zoneSchema = z.string().check(({ value, issues }) => {
  const zone = parseZone(value);
  if (zone.ok) return;
  const suggestions = zone.problems.flatMap(({ problem }) => problem.suggestions ?? []);
  const message = 'an IANA time zone, as `Europe/Vienna`';
  issues.push({ code: 'custom', input: value, message, params: { suggestions } });
});
