import { formatBytes, formatCount, type NoticeContent, type RunAction, type RunView } from '@waybill/api';
import type { Block, Button, Message } from '../blocks/block-kit.ts';
import { actions, button, context, fields, header, section } from '../blocks/build.ts';
import { momentIn } from '../blocks/moments.ts';
import { bold, cut, entities, escaped } from '../blocks/text.ts';
import { commandButton } from '../commands/command-button.ts';
import { exactly } from '../commands/parse-command.ts';
import { runActionId, runButton } from './run-buttons.ts';

/** The message about a run (L4), the same wherever it stands, and what belongs into its thread. Pure. */

/** What is known of the run besides what the notice says; undefined when it is gone. */
export type NoticedRun = Pick<
  RunView,
  'id' | 'status' | 'actions' | 'progress' | 'nextAttemptAt' | 'attempt' | 'error' | 'timezone'
>;

const NEXT_ATTEMPT = 'Next attempt';
const NEXT_RUN = 'Next run';
/** Lines of a notice that the message has; the thread has all of them. */
const SHOWN = ['Rows', 'Size', 'File', 'Files', 'Delivered to', 'Window', NEXT_ATTEMPT, NEXT_RUN];
const MOST_SHOWN = 8;

export function renderNotice(content: NoticeContent, run: NoticedRun | undefined): Message {
  const { lines, cause, advice } = isDecided(content, run) ? decided(content) : content;
  const said = titleNow(content, run);
  const shown = linesNow(lines, run)
    .filter(({ label }) => SHOWN.includes(label))
    .slice(0, MOST_SHOWN);
  const warnings = lines.filter(({ label }) => label === 'Warning').map(({ value }) => value);
  const progress = run && progressNow(content, run);
  const sentences = [
    ...warnings.map(warning => ['Warning', warning] as const),
    ...(cause === null ? [] : [['Why', cause] as const]),
    ...(advice === null ? [] : [['What to do', advice] as const]),
  ];
  const blocks: Block[] = [
    header(said),
    ...(progress === undefined ? [] : [section(escaped(progress))]),
    ...(shown.length === 0
      ? []
      : [fields(shown.map(({ label, value }) => `${bold(label)}\n${escaped(cut(value, 500))}`))]),
    ...sentences.map(([label, sentence]) => section(`${bold(label)}  ${escaped(sentence)}`)),
    context(escaped(content.run === null ? content.export : `${content.export} · run ${content.run}`)),
    ...buttonsOf(content, run),
  ];
  const facts = shown.slice(0, 3).map(({ label, value }) => `${label}: ${value}`);
  const text = [said, progress, ...facts, ...sentences.map(([label, sentence]) => `${label}: ${sentence}`)]
    .filter(Boolean)
    .join('\n');
  return { text: entities(cut(text, 3500)), blocks };
}

/** The notice may be older than the attempt that failed. */
function linesNow(lines: NoticeContent['lines'], run: NoticedRun | undefined): NoticeContent['lines'] {
  const others = lines.filter(({ label }) => label !== NEXT_ATTEMPT);
  if (run === undefined || run.nextAttemptAt === null) return others;
  const value = `${momentIn(run.nextAttemptAt, run.timezone)} (${run.timezone})`;
  return [{ label: NEXT_ATTEMPT, value }, ...others];
}

/** A file in quarantine that somebody decided about, before the service has told how that went. */
const isDecided = ({ event }: NoticeContent, run: NoticedRun | undefined): boolean =>
  event === 'quarantined' && run !== undefined && run.status !== 'quarantined';

/** What led to the decision, and where the file is not, is no news any more. */
const decided = (content: NoticeContent): NoticeContent => ({
  ...content,
  lines: content.lines.filter(({ label }) => label !== 'Delivered to'),
  cause: null,
  advice: null,
});

const ENDED: Readonly<Record<NoticedRun['status'], string>> = {
  queued: 'waits for its turn',
  processing: 'is running',
  success: 'finished',
  skipped: 'found no rows, so nothing was sent',
  failed: 'failed',
  quarantined: 'is in quarantine and waits for a decision',
  cancelled: 'was cancelled',
};
const DECIDED: Readonly<Partial<typeof ENDED>> = {
  queued: 'was approved and waits to be delivered',
  processing: 'was approved and is being delivered',
  cancelled: 'was rejected, so nothing was sent',
};

/** A run may be further than the notice knew. */
function titleNow(content: NoticeContent, run: NoticedRun | undefined): string {
  const { event, title, export: name } = content;
  if (run === undefined) return title;
  if (isDecided(content, run)) return `${name} ${DECIDED[run.status] ?? ENDED[run.status]}`;
  if (event !== 'begun') return title;
  return `${name} ${run.status === 'queued' && run.attempt > 0 ? 'waits for another attempt' : ENDED[run.status]}`;
}

/** What a notice about lateness says of the last attempt is not said twice, nor what a decision made no matter. */
function progressNow(content: NoticeContent, run: NoticedRun): string | undefined {
  const isSaid = content.event === 'late' || isDecided(content, run);
  return isSaid && run.status === 'queued' ? undefined : progressInWords(run);
}

/** `Reading: 120,000 rows so far`; undefined for a run that is over, or has not begun. */
function progressInWords(run: NoticedRun): string | undefined {
  if (run.status === 'queued' && run.attempt > 0) return `The last attempt failed: ${run.error ?? 'nobody knows why'}`;
  if (run.status !== 'processing') return undefined;
  const { progress } = run;
  if (progress === null) return 'It has begun.';
  const done = progress.percent === null ? '' : ` (${Math.floor(progress.percent)} %)`;
  return progress.step === 'reading'
    ? `Reading: ${formatCount(progress.rows)} rows so far${done}`
    : `Sending: ${formatBytes(progress.sent)} of ${formatBytes(progress.bytes)}${done}`;
}

const ORDER: readonly RunAction[] = ['approve', 'reject', 'rerun', 'run_again', 'download', 'cancel'];

/** Buttons for what may be done with the run as it is now. */
function buttonsOf(content: NoticeContent, run: NoticedRun | undefined): readonly Block[] {
  if (run === undefined) return [];
  const can = ORDER.filter(action => run.actions.includes(action));
  const buttons = can.map(action => runButton(action, run.id, content.export));
  const elements: Button[] = [
    // One of them is what people most likely want.
    ...buttons.map((one, i) => (one.style === 'primary' && i > 0 ? { ...one, style: undefined } : one)),
    button(runActionId('log'), 'Log', run.id, { label: `Log of the run of ${content.export}` }),
    ...(content.lines.some(({ label }) => label === NEXT_RUN) ? [pauseButton(content.export)] : []),
    // Everything else that can be done with it is there (L1).
    commandButton('show', 'Show export', `show ${exactly(content.export)}`, { label: `Show ${content.export}` }),
  ];
  return [actions(elements, `wb:run:${run.id}`)];
}

/** Only where a run is planned: what ran once, or is paused already, has nothing to pause. */
const pauseButton = (name: string): Button =>
  button('wb:dialog:pause', 'Pause export', JSON.stringify({ export: name }), { label: `Pause ${name}` });

/** All that a notice says, for the thread: once for each state that a run ends in. */
export function threadOf(content: NoticeContent): Message {
  const { lines, title } = content;
  const told = lines.map(({ label, value }) => `${bold(label)}: ${escaped(cut(value, 600))}`);
  const parts: string[] = [];
  for (const line of told) {
    const last = parts.at(-1);
    if (last === undefined || last.length + line.length > 2800) parts.push(line);
    else parts[parts.length - 1] = `${last}\n${line}`;
  }
  return {
    text: entities(cut([title, ...lines.map(({ label, value }) => `${label}: ${value}`)].join('\n'), 3500)),
    blocks: parts.map(part => section(part)),
  };
}
