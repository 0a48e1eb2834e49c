import type { MadeFiles, ReceiptDelivery } from '../delivery/index.ts';
import type { OpenFile, WrittenCounts } from '../file/index.ts';
import type { Plan } from '../plan/index.ts';
import type { CompiledQuery } from '../rows/index.ts';
import { dayOf, type RunMoment, Temporal, type Window } from '../time/index.ts';
import type { PreparedExport } from './prepare-export.ts';

/** What is known about the files of a run, there or not. */
export type MadeFacts = Omit<MadeFiles, 'files'>;

export function madeFacts(
  plan: Plan,
  query: CompiledQuery,
  { rows, guardedCells }: WrittenCounts,
  more: { readonly sourceColumns: Readonly<Record<string, string>>; readonly started: Date; readonly file?: OpenFile },
): MadeFacts {
  const { window } = plan;
  return {
    rows,
    guardedCells,
    columns: query.columns.map(({ header, type }) => ({ header, type })),
    sourceColumns: { ...more.sourceColumns },
    window: window ? { by: window.by, from: window.from?.toString() ?? null, to: window.until.toString() } : null,
    warnings: (more.file?.remarks() ?? []).map(warning => warning.message),
    started: more.started.toISOString(),
  };
}

/** The window that files were made for, as names of files need it. */
export function windowOf({ window }: MadeFacts, prepared: PreparedExport): Window | undefined {
  if (!window) return undefined;
  const from = window.from === null ? null : Temporal.Instant.from(window.from);
  const until = Temporal.Instant.from(window.to);
  const { timezone }: RunMoment = prepared.moment;
  return {
    by: window.by,
    timezone,
    from,
    until,
    firstDay: from && dayOf(from, timezone),
    lastDay: dayOf(until.subtract({ nanoseconds: 1 }), timezone),
  };
}

/** Whether a destination has these files. Only what both say is compared. */
export function hasFiles(delivery: ReceiptDelivery, { files }: Pick<MadeFiles, 'files'>): boolean {
  if (delivery.files.length !== files.length) return false;
  const differ = (a: unknown, b: unknown) => a !== undefined && b !== undefined && a !== b;
  return delivery.files.every((there, i) => {
    const file = files[i];
    return !differ(there.bytes, file?.bytes) && !differ(there.sha256, file?.sha256) && !differ(there.rows, file?.rows);
  });
}
