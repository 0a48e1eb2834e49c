import type { Channel } from '../io.ts';
import { formatBytes, plural } from './quantities.ts';
import { cut, widthOf } from './visible.ts';

/** What a bar shows; what is not known is left out. */
export interface BarState {
  readonly label: string;
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
  /** 0 to 100. */
  readonly percent?: number | undefined;
  /** Said in place of rows and bytes. */
  readonly detail?: string | undefined;
}

export interface ProgressBar {
  update(state: BarState): void;
  /** Takes the bar off the screen. */
  clear(): void;
}

/** Milliseconds between two drawings. */
const INTERVAL = 80;
const WIDTH = 24;
const CLEAR_LINE = '\r\u001b[2K';

/** One line that is drawn over and over; on anything but a terminal it draws nothing. */
export function progressBar(channel: Channel, now: () => number = () => performance.now()): ProgressBar {
  let drawn = false;
  let last = Number.NEGATIVE_INFINITY;
  return {
    update(state) {
      if (!channel.isTerminal || now() - last < INTERVAL) return;
      last = now();
      drawn = true;
      channel.write(`${CLEAR_LINE}${barText(state, channel)}`);
    },
    clear() {
      if (drawn) channel.write(CLEAR_LINE);
      drawn = false;
    },
  };
}

/** `reading  ━━━━━━━━╌╌╌╌╌╌╌  38 %  1,200,000 rows  84 MB` */
export function barText(state: BarState, { colours, columns }: Pick<Channel, 'colours' | 'columns'>): string {
  const { label, rows, bytes, percent, detail } = state;
  const facts = [
    ...(percent === undefined ? [] : [`${String(Math.min(100, Math.floor(percent))).padStart(3)} %`]),
    ...(detail === undefined ? [] : [detail]),
    ...(rows === undefined ? [] : [plural(rows, 'row')]),
    ...(bytes === undefined ? [] : [formatBytes(bytes)]),
  ].join('  ');
  const head = label.padEnd(10);
  const room = columns - widthOf(head) - widthOf(facts) - 4;
  if (percent === undefined || room < 8) return cut(`${head} ${facts}`, Math.max(1, columns - 1));
  const width = Math.min(WIDTH, room);
  const full = Math.round((Math.min(100, percent) / 100) * width);
  return `${head} ${colours.cyan('━'.repeat(full))}${colours.dim('╌'.repeat(width - full))} ${facts}`;
}
