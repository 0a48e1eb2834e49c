import { relative } from 'node:path';
import type { Receipt } from '@waybill/engine/delivery';
import type { Colours } from '../io.ts';
import { localTime } from './moments.ts';
import { formatBytes, formatSeconds, plural } from './quantities.ts';
import { visible } from './visible.ts';

export interface ReceiptView {
  readonly colours: Colours;
  /** Folder that paths are shown from. */
  readonly cwd: string;
  /** False when it was asked that nothing be delivered. */
  readonly delivered: boolean;
  /** What to do about a file in quarantine; null where others say it. Default: for a run on this machine. */
  readonly next?: string | null;
}

const HERE = 'look at the kept file; `--no-checks` delivers all the same';

/** A receipt in words (X3). */
export function receiptLines(
  receipt: Receipt,
  { colours, cwd, delivered, next = HERE }: ReceiptView,
): readonly string[] {
  const { green, yellow, bold, dim } = colours;
  const took = formatSeconds(receipt.seconds);
  const lines: string[] = [];
  if (receipt.status === 'skipped') {
    lines.push(
      `${yellow('–')} ${bold(visible(receipt.export))} has no rows and was skipped${holdsNoTime(receipt) ? '' : ', as `on_empty: skip` says'}`,
    );
    lines.push(...windowLine(receipt));
    for (const warning of receipt.warnings) lines.push(`  ${yellow('warning')}    ${visible(warning)}`);
    return lines;
  }
  const quarantined = receipt.status === 'quarantined';
  lines.push(
    `${quarantined ? yellow('!') : green('✓')} ${bold(visible(receipt.export))}: ${plural(receipt.rows, 'row')}, ${formatBytes(receipt.bytes)}, ${took}${quarantined ? '; in quarantine, not delivered' : ''}`,
  );
  lines.push(...windowLine(receipt));
  for (const file of receipt.files) {
    lines.push(
      field('file', `${visible(file.name)}  ${dim(`${plural(file.rows, 'row')}, ${plural(file.bytes, 'byte')}`)}`),
    );
    if (file.sha256 !== undefined) lines.push(field('SHA-256', file.sha256));
  }
  for (const delivery of receipt.deliveries) {
    const tries = delivery.attempts > 1 ? `, at the ${ordinal(delivery.attempts)} attempt` : '';
    for (const { location, verified } of delivery.files) {
      const compared = verified === 'size' ? 'size compared' : `${verified} compared`;
      lines.push(field('delivered', `${visible(location)}  ${dim(`${compared}${tries}`)}`));
    }
    if (delivery.companion !== null) lines.push(field('and then', visible(delivery.companion)));
  }
  if (receipt.deliveries.length === 0 && !quarantined) {
    lines.push(field('delivered', delivered ? 'nowhere: this export is for download only' : 'nowhere: --no-deliver'));
  }
  for (const path of receipt.kept ?? []) lines.push(field('kept', visible(shorter(path, cwd))));
  if (receipt.guardedCells > 0) {
    lines.push(
      field('guarded', `${plural(receipt.guardedCells, 'cell')} that a spreadsheet would have run as a formula`),
    );
  }
  const found = quarantined ? 'check' : 'warning';
  for (const warning of receipt.warnings) lines.push(`  ${yellow(found.padEnd(10))} ${visible(warning)}`);
  if (quarantined && next !== null) lines.push(field('next', next));
  return lines;
}

const field = (name: string, text: string): string => `  ${name.padEnd(10)} ${text}`;

/** A window of `since_last_success` that ends where it begins. */
const holdsNoTime = ({ window }: Receipt): boolean => window !== null && window.from === window.to;

function windowLine({ window, timezone }: Receipt): readonly string[] {
  if (window === null) return [];
  const column = window.by === 'updated_at' ? 'changed' : 'of';
  const to = localTime(window.to, timezone);
  if (window.from === window.to)
    return [field('window', `${column} nothing: it begins and ends at ${to} (${timezone})`)];
  const from = window.from === null ? '' : `${localTime(window.from, timezone)} `;
  return [field('window', `${column} ${from}up to ${to} (${timezone})`)];
}

/** A path from the current folder, when that is the shorter way to say it. */
const shorter = (path: string, cwd: string): string => {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
};

const ordinal = (count: number): string =>
  `${count}${count % 100 >= 11 && count % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')}`;
