import type { Tx } from '../store/store.ts';

export type LogLevel = 'info' | 'warning' | 'error';

export interface LogEntry {
  readonly level: LogLevel;
  /** A sentence for people. */
  readonly message: string;
}

/** Adds sentences to a run's log. Only who holds the run (or its row's lock) writes it, so numbers do not collide. */
export async function appendLog(tx: Tx, runId: string, at: Date, entries: readonly LogEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const last = await tx.runLog.aggregate({ where: { runId }, _max: { seq: true } });
  const first = (last._max.seq ?? 0) + 1;
  await tx.runLog.createMany({ data: entries.map((entry, i) => ({ runId, seq: first + i, at, ...entry })) });
}
