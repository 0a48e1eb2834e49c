/** What a notice's message is called: its channel, its time, and for which states its thread has the details. */
export interface Reference {
  readonly channel: string;
  readonly ts: string;
  readonly told: readonly string[];
}

export const writeReference = ({ channel, ts, told }: Reference): string => [channel, ts, told.join(',')].join('|');

export function readReference(text: string | null): Reference | undefined {
  const [channel = '', ts = '', told = ''] = (text ?? '').split('|');
  if (channel === '' || ts === '') return undefined;
  return { channel, ts, told: told === '' ? [] : told.split(',') };
}
