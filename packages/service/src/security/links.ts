import { fail } from '@waybill/engine/errors';
import type { ServiceContext } from '../context.ts';
import { publicUrl } from '../http/public-url.ts';

/** Signed and dated links to the page of a run and to its files, for people without an account (Q1, R7). */

type LinkMaker = Pick<ServiceContext, 'config' | 'keys' | 'clock'>;

/** How long a link works: hours from now (default WAYBILL_LINK_HOURS), or until an instant. */
export type LinkLife = { readonly hours?: number | undefined } | { readonly until: Date };

/** What a link leads to. */
export type LinkTarget = { readonly run: string; readonly file?: string | undefined };

/** What stands in the query of a link. */
export interface LinkQuery {
  readonly until?: string | undefined;
  readonly signature?: string | undefined;
}

const HOUR = 3_600_000;

/** When a link of this life expires, to the second. */
export function linkEnd(service: LinkMaker, life: LinkLife = {}): Date {
  const end =
    'until' in life
      ? life.until.getTime()
      : service.clock.now().getTime() + (life.hours ?? service.config.WAYBILL_LINK_HOURS) * HOUR;
  return new Date(Math.floor(end / 1000) * 1000);
}

/** The page of a run. */
export const runPageUrl = (service: LinkMaker, run: string, life: LinkLife = {}): string =>
  linkUrl(service, { run }, life);

/** One kept file of a run, as a download. */
export const fileUrl = (service: LinkMaker, run: string, file: string, life: LinkLife = {}): string =>
  linkUrl(service, { run, file }, life);

function linkUrl(service: LinkMaker, target: LinkTarget, life: LinkLife): string {
  const until = String(linkEnd(service, life).getTime() / 1000);
  const signature = service.keys.sign('link', signedText(target, until));
  return `${publicUrl(service.config)}${linkPath(target)}?until=${until}&signature=${signature}`;
}

/** `/r/RUN`, `/r/RUN/files/FILE`. */
const linkPath = ({ run, file }: LinkTarget): string =>
  `/r/${segment(run)}${file === undefined ? '' : `/files/${segment(file)}`}`;

// A lone half of a character cannot be written in a URL.
const segment = (name: string): string => encodeURIComponent(name.toWellFormed());

/** As JSON: no file's name can look like another target. */
const signedText = ({ run, file }: LinkTarget, until: string): string =>
  JSON.stringify(file === undefined ? ['run', run, until] : ['file', run, file, until]);

/** When the link expires. Throws `link-refused`, or `link-expired` for one that was right. */
export function verifyLink(service: LinkMaker, target: LinkTarget, { until, signature }: LinkQuery): Date {
  const known = typeof until === 'string' && typeof signature === 'string' && /^\d{1,12}$/.test(until);
  if (!known || !service.keys.verify('link', signedText(target, until), signature)) return fail('link-refused', {});
  const end = new Date(Number(until) * 1000);
  if (service.clock.now() >= end) return fail('link-expired', { at: end.toISOString().replace('.000Z', 'Z') });
  return end;
}
