import {
  type ApiProblem,
  formatBytes,
  formatCount,
  formatSeconds,
  type NoticeContent,
  plural,
  type RunStatus,
} from '@waybill/api';
import type { Receipt, ReceiptDelivery } from '@waybill/engine/receipt';
import { describeWindow, type Window } from '@waybill/engine/time';
import { clockInWords } from './clock-in-words.ts';
import type { NoticeEvent } from './notice-event.ts';

/** What is known when a notice is decided. */
export interface NoticeFacts {
  readonly export: { readonly id: string; readonly name: string; readonly timezone: string };
  readonly run: {
    readonly id: string;
    readonly status: RunStatus;
    /** `schedule`, or who asked for it. */
    readonly by: string;
    readonly scheduled: boolean;
    readonly dueAt: Date;
    readonly window: Window | null;
    readonly attempt: number;
    readonly startedAt: Date | null;
    readonly finishedAt: Date | null;
    /** For a run that waits for another attempt. */
    readonly nextAttemptAt: Date | null;
    readonly rows: number | null;
    readonly bytes: number | null;
    readonly receipt: Receipt | null;
    /** What went wrong, or what checks found. */
    readonly problems: readonly Pick<ApiProblem, 'severity' | 'message' | 'fix'>[];
    /** Who cancelled or rejected it, and why: `Anna Huber: wrong month`. */
    readonly cancelled: string | null;
    readonly approvedBy: string | null;
  };
  /** When the export runs next; null when it does not, or nobody knows since it is paused. */
  readonly nextRunAt: Date | null;
}

type Line = NoticeContent['lines'][number];
type RunFacts = NoticeFacts['run'];

/** What a notice says (N2), the same in every channel. Pure. */
export function noticeContent(event: NoticeEvent, facts: NoticeFacts): NoticeContent {
  const { run } = facts;
  const when = (at: Date | null) => at && clockInWords(at, facts.export.timezone);
  return {
    event,
    export: facts.export.name,
    exportId: facts.export.id,
    run: run.id,
    runStatus: run.status,
    title: oneLine(titleOf(event, facts)),
    lines: [
      line('Export', facts.export.name),
      line('Window', run.window && windowInWords(run.window)),
      ...fileLines(run),
      ...deliveryLines(event, run),
      line('Due', run.scheduled ? when(run.dueAt) : null),
      line('Asked for by', run.scheduled ? null : run.by),
      line('Approved by', run.approvedBy),
      line('Took', took(run)),
      line('Attempts', run.attempt > 1 ? formatCount(run.attempt) : null),
      ...warningLines(event, run),
      line('Next attempt', when(run.nextAttemptAt)),
      line('Next run', when(facts.nextRunAt)),
    ].filter(present),
    ...causeAndAdvice(event, facts),
  };
}

const present = <T>(item: T | null): item is T => item !== null;
const line = (label: string, value: string | null): Line | null => (value === null ? null : { label, value });
const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

/** A window as people read it: `Saturday 21 November 2026 (Europe/Vienna), by time of change`. */
export const windowInWords = (window: Window): string =>
  `${describeWindow(window)}${window.by === 'updated_at' ? ', by time of change' : ''}`;

function titleOf(event: NoticeEvent, { export: { name }, run }: NoticeFacts): string {
  switch (event) {
    case 'success':
      return `${name} finished: ${amountOf(run)}`;
    case 'recovered':
      return `${name} works again: ${run.status === 'skipped' ? 'no rows, so nothing was sent' : amountOf(run)}`;
    case 'empty':
      return run.status === 'skipped' ? `${name} found no rows, so nothing was sent` : `${name} finished without rows`;
    case 'failure':
      return `${name} failed`;
    case 'late':
      return `${name} is late`;
    case 'quarantined':
      return `${name} is in quarantine and waits for a decision`;
    case 'begun':
      return `${name} ${run.status === 'queued' ? 'waits for its turn' : 'is running'}`;
    case 'cancelled':
      return isRejected(run) ? `${name} was rejected, so nothing was sent` : `${name} was cancelled`;
  }
}

/** Its file was in quarantine, and somebody decided that it goes nowhere. */
const isRejected = ({ receipt, approvedBy }: RunFacts): boolean =>
  receipt?.status === 'quarantined' && approvedBy === null;

const amountOf = ({ rows, bytes }: RunFacts): string =>
  `${plural(rows ?? 0, 'row')}${bytes === null ? '' : `, ${formatBytes(bytes)}`}`;

function fileLines({ rows, bytes, receipt }: RunFacts): readonly (Line | null)[] {
  const names = receipt?.files.map(file => file.name) ?? [];
  return [
    line('Rows', rows === null ? null : formatCount(rows)),
    line('Size', bytes === null || bytes === 0 ? null : formatBytes(bytes)),
    line(names.length > 1 ? 'Files' : 'File', names.length === 0 ? null : someOf(names, 3)),
  ];
}

const someOf = (items: readonly string[], most: number): string =>
  items.length <= most
    ? items.join(', ')
    : `${items.slice(0, most).join(', ')} and ${formatCount(items.length - most)} more`;

function deliveryLines(event: NoticeEvent, { receipt, status }: RunFacts): readonly (Line | null)[] {
  if (status === 'quarantined') return [line('Delivered to', 'nowhere yet: the file is kept until somebody decides')];
  if (status !== 'success' || event === 'late' || receipt === null) return [];
  if (receipt.deliveries.length === 0) return [line('Delivered to', 'nowhere: this export is for download only')];
  return receipt.deliveries.map(delivery => line('Delivered to', whereTo(delivery)));
}

const whereTo = ({ destination, files }: ReceiptDelivery): string => {
  const places = files.map(file => file.location);
  return places.length === 0 ? destination : `${destination}, ${someOf(places, 1)}`;
};

/** Of the last attempt; null while it is at work. */
function took({ startedAt, finishedAt }: RunFacts): string | null {
  if (startedAt === null || finishedAt === null || finishedAt < startedAt) return null;
  return formatSeconds((finishedAt.getTime() - startedAt.getTime()) / 1000);
}

function warningLines(event: NoticeEvent, { receipt, status }: RunFacts): readonly (Line | null)[] {
  // What the checks said is the cause of a quarantine.
  if (event === 'late' || status === 'quarantined' || receipt === null) return [];
  return receipt.warnings.slice(0, 3).map(warning => line('Warning', capped(warning)));
}

type CauseAndAdvice = Pick<NoticeContent, 'cause' | 'advice'>;

function causeAndAdvice(event: NoticeEvent, { export: { timezone }, run }: NoticeFacts): CauseAndAdvice {
  switch (event) {
    case 'success':
    case 'recovered':
    case 'begun':
      return { cause: null, advice: null };
    case 'empty':
      return {
        cause: 'There were no rows to export.',
        advice: 'If there should have been some, look whether the data has arrived, and run it again then.',
      };
    case 'failure':
      return {
        cause: saidBy(run.problems) ?? 'Nobody noted what went wrong.',
        advice: fixesOf(run.problems) ?? 'Look at the log of the run, and run it again.',
      };
    case 'quarantined':
      return {
        cause: saidBy(run.problems) ?? capped(run.receipt?.warnings.join(' ') || 'A check before delivery said no.'),
        advice: fixesOf(run.problems) ?? 'Look at the file; then approve it, which delivers it, or reject it.',
      };
    case 'late':
      return lateness(run, timezone);
    case 'cancelled':
      return {
        cause: run.cancelled === null ? null : `${isRejected(run) ? 'Rejected' : 'Cancelled'} by ${run.cancelled}.`,
        advice: 'Nothing more is sent. Run it again when you are ready.',
      };
  }
}

function lateness(run: RunFacts, timezone: string): CauseAndAdvice {
  const due = `It was due on ${clockInWords(run.dueAt, timezone)}`;
  const said = saidBy(run.problems);
  const goesOn = 'Nothing is lost: it goes on by itself. If it stays so, look at the log of the run.';
  if (run.status === 'processing') {
    const which = run.attempt > 1 ? ` for the ${ordinal(run.attempt)} time` : '';
    return { cause: `${due} and is being worked on${which}.`, advice: goesOn };
  }
  if (run.attempt === 0) {
    return {
      cause: `${due} and has not begun: other runs are before it, or no process of the service works.`,
      advice: 'Nothing is lost: it begins as soon as it can. If it stays so, ask who operates the service.',
    };
  }
  return { cause: `${due} and did not succeed yet.${said === null ? '' : ` ${said}`}`, advice: goesOn };
}

const ordinal = (count: number): string =>
  `${count}${count % 100 >= 11 && count % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')}`;

type Problems = RunFacts['problems'];

const errorsOf = (problems: Problems): Problems => {
  const errors = problems.filter(problem => problem.severity === 'error');
  return errors.length === 0 ? problems : errors;
};

/** What problems say, each once. */
const saidBy = (problems: Problems): string | null => sentences(errorsOf(problems).map(problem => problem.message));
const fixesOf = (problems: Problems): string | null => sentences(errorsOf(problems).map(problem => problem.fix));

function sentences(texts: readonly string[]): string | null {
  const different = [...new Set(texts.map(text => text.trim()).filter(text => text !== ''))];
  if (different.length === 0) return null;
  const more = different.length > 3 ? ` (and ${different.length - 3} more)` : '';
  return capped(different.slice(0, 3).join(' ')) + more;
}

/** Servers answer with whole pages now and then. */
const capped = (text: string): string => (text.length <= 1000 ? text : `${text.slice(0, 999)}…`);
