import type { RunSummary, RunView } from '@waybill/api';
import { localMinute } from '@waybill/api/local-time';
import type { Colours, Io } from '../io.ts';
import { localTime } from '../render/moments.ts';
import { renderProblem } from '../render/problems.ts';
import { formatBytes, formatSeconds, plural } from '../render/quantities.ts';
import { receiptLines } from '../render/receipt.ts';
import { visible } from '../render/visible.ts';
import { localProblem } from '../service/service-problems.ts';

/** A run of the service for people (R1, X3): how it ended, what it made, and what can be done now. */
export function runLines(run: RunView, io: Io): readonly string[] {
  return [...outcomeLines(run, io), ...aboutRun(run, io.out.colours), ...nextLines(run)];
}

function outcomeLines(run: RunView, { out: { colours }, cwd }: Io): readonly string[] {
  const { status, receipt } = run;
  const name = colours.bold(visible(run.export));
  const { green, red, yellow, dim } = colours;
  if (receipt !== null && status !== 'failed' && status !== 'cancelled') {
    // The path is one of the service's machine: `download` gets the file.
    const { kept: _, ...shown } = receipt;
    return receiptLines(shown, { colours, cwd, delivered: true, next: null });
  }
  const windowLines = run.window === null ? [] : [field('window', visible(run.window.words))];
  switch (status) {
    case 'queued': {
      const again = run.nextAttemptAt === null ? '' : `; tried again at ${localTime(run.nextAttemptAt, run.timezone)}`;
      return [`${dim('…')} ${name} is queued${again}`, ...windowLines];
    }
    case 'processing':
      return [`${dim('…')} ${name} is running`, ...windowLines, ...progressLines(run)];
    case 'cancelled':
      return [`${yellow('–')} ${name} was cancelled`, ...windowLines];
    case 'failed': {
      const causes = run.problems.length === 0 && run.error !== null ? [`  ${visible(run.error)}`] : [];
      const found = run.problems.map(p => renderProblem(localProblem(p), { colours, textOf: () => undefined }));
      return [
        `${red('✗')} ${name} failed`,
        ...windowLines,
        ...causes,
        ...found.map(text => text.replaceAll(/^/gm, '  ')),
      ];
    }
    default: {
      const facts = [...(run.rows === null ? [] : [plural(run.rows, 'row')]), ...sizeOf(run)].join(', ');
      return [`${green('✓')} ${name}: ${status}${facts && `, ${facts}`}`, ...windowLines];
    }
  }
}

const progressLines = ({ progress }: RunView): readonly string[] => {
  if (progress === null) return [];
  const percent = progress.percent === null ? '' : `, ${Math.floor(progress.percent)} %`;
  return [field('so far', `${plural(progress.rows, 'row')}, ${formatBytes(progress.bytes)}${percent}`)];
};

/** Which run it was, of which revision, when and for whom. */
function aboutRun(run: RunView, { dim }: Colours): readonly string[] {
  const { id, revision, timezone, attempt, seconds } = run;
  const asked = run.by === 'schedule' ? 'by its schedule' : `by ${visible(run.by)} (${run.via})`;
  const repairs = run.rerunOf === null ? '' : `, again for ${run.rerunOf}`;
  const took = seconds === null || run.receipt !== null ? '' : `, ${formatSeconds(seconds)}`;
  return [
    field('run', `${id}  ${dim(`revision ${revision}${repairs}`)}`),
    field('created', `${localTime(run.createdAt, timezone)} (${timezone}) ${asked}`),
    ...(attempt > 1 || run.status === 'failed' ? [field('attempts', `${attempt}${took}`)] : []),
    ...(run.approvedBy === null ? [] : [field('approved', `by ${visible(run.approvedBy)}`)]),
  ];
}

/** What may be done with it now, as commands. */
function nextLines(run: RunView): readonly string[] {
  const { id, actions, files, timezone } = run;
  const until = files.find(file => file.available)?.expiresAt;
  const lines = actions.flatMap(action => {
    switch (action) {
      case 'download':
        return [`waybill download ${id}${until === undefined ? '' : `   (until ${localMinute(until, timezone)})`}`];
      case 'rerun':
        return [`waybill rerun ${id}`];
      case 'approve':
        return [`waybill approve ${id}   delivers the very file`, `waybill reject ${id}    lets it go nowhere`];
      default:
        return [];
    }
  });
  return lines.map((line, i) => field(i === 0 ? 'next' : '', line));
}

export const sizeOf = ({ bytes }: Pick<RunSummary, 'bytes'>): readonly string[] =>
  bytes === null ? [] : [formatBytes(bytes)];

const field = (name: string, text: string): string => `  ${name.padEnd(10)} ${text}`;
