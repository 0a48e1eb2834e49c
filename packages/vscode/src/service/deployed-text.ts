import type { ExportSummary } from '@waybill/api';
import { localMinute } from '@waybill/api/local-time';

/** What is said of an export that was deployed and waits for its schedule (V7); times as in the tree. */
export function deployedText(
  { name, schedule, nextAt, timezone }: Pick<ExportSummary, 'name' | 'schedule' | 'nextAt' | 'timezone'>,
  revision: number,
): string {
  const next = nextAt === null ? '' : ` Next run: ${localMinute(nextAt, timezone)} (${timezone}).`;
  return `${name} is deployed, revision ${revision}. ${sentence(schedule)}${next}`;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
