import type { ExportStatus, ExportSummary, RunStatus, RunSummary, RunView } from '@waybill/api';
import { localMinute } from '@waybill/api/local-time';
import { formatBytes, formatCount, formatSeconds, plural } from '@waybill/api/quantities';

/** How an item of the tree looks, in words (V7). */
export interface NodeText {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A product icon. */
  readonly icon: string;
  /** Colour of the icon, by its name in themes. */
  readonly colour: string | undefined;
  /** What menus ask: `export` or `run`, and what may be done with it. */
  readonly context: string;
}

const EXPORT_ICONS: Readonly<Record<ExportStatus, readonly [string, string?]>> = {
  pending: ['circle-outline'],
  processing: ['sync~spin', 'charts.blue'],
  finished: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  active: ['calendar'],
  inactive: ['debug-pause', 'disabledForeground'],
};

const RUN_ICONS: Readonly<Record<RunStatus, readonly [string, string?]>> = {
  queued: ['clock'],
  processing: ['sync~spin', 'charts.blue'],
  success: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  quarantined: ['warning', 'charts.yellow'],
  cancelled: ['circle-slash', 'disabledForeground'],
  skipped: ['debug-step-over', 'disabledForeground'],
};

export function exportText(item: ExportSummary): NodeText {
  const { name, status, nextAt, pausedUntil, timezone, schedule, destinations, revision } = item;
  const next = nextAt === null || pausedUntil !== null ? [] : [`next ${localMinute(nextAt, timezone)}`];
  const until = pausedUntil === null ? [] : [`paused until ${localMinute(pausedUntil, timezone)}`];
  const [icon, colour] = EXPORT_ICONS[status];
  return {
    label: name,
    description: [status, ...next, ...until].join(' · '),
    tooltip: [
      `${name}: ${status}, revision ${revision}`,
      ...(item.description === '' ? [] : [item.description]),
      `${schedule} (${timezone})`,
      destinations.length === 0 ? 'for download' : `to ${destinations.join(', ')}`,
      `created by ${item.createdBy} (${item.createdVia})`,
    ].join('\n'),
    icon,
    colour,
    context: ['export', ...pauseActions(item)].join(' '),
  };
}

/** Only what is repeated can be paused. */
function pauseActions({ status }: ExportSummary): readonly string[] {
  if (status === 'active' || status === 'processing' || status === 'pending') return ['pausable'];
  return status === 'inactive' ? ['resumable'] : [];
}

export function runText(run: RunSummary | RunView): NodeText {
  const [icon, colour] = RUN_ICONS[run.status];
  return {
    label: localMinute(run.createdAt, run.timezone),
    description: [run.status, ...factsOf(run)].join(' · '),
    tooltip: [
      `Run ${run.id}: ${run.status}`,
      ...(run.error === null ? [] : [run.error]),
      run.by === 'schedule' ? 'by its schedule' : `by ${run.by} (${run.via})`,
      `revision ${run.revision}, attempt ${run.attempt}`,
      ...(run.window === null ? [] : [run.window.words]),
    ].join('\n'),
    icon,
    colour,
    context: ['run', ...run.actions].join(' '),
  };
}

/** Rows, size, duration, or how far it is. */
function factsOf(run: RunSummary | RunView): readonly string[] {
  const progress = 'progress' in run ? run.progress : null;
  if (run.status === 'processing' && progress !== null) {
    const percent = progress.percent === null ? [] : [`${Math.floor(progress.percent)} %`];
    return [progress.step, `${formatCount(progress.rows)} rows`, ...percent];
  }
  if (run.status === 'queued') {
    return run.nextAttemptAt === null ? [] : [`again at ${localMinute(run.nextAttemptAt, run.timezone)}`];
  }
  return [
    ...(run.rows === null ? [] : [plural(run.rows, 'row')]),
    ...(run.bytes === null ? [] : [formatBytes(run.bytes)]),
    ...(run.seconds === null ? [] : [formatSeconds(run.seconds)]),
  ];
}
