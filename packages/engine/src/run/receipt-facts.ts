import type { ReceiptDelivery, ReceiptFacts, ReceiptFile } from '../delivery/index.ts';
import type { WrittenCounts } from '../file/index.ts';
import type { Plan } from '../plan/index.ts';
import type { CompiledQuery } from '../rows/index.ts';
import type { PreparedExport } from './prepare-export.ts';

export interface RunSoFar {
  readonly prepared: PreparedExport;
  readonly plan: Plan;
  readonly query: CompiledQuery;
  readonly request: { readonly runId: string };
  readonly started: Date;
  readonly counts: WrittenCounts;
  readonly files: readonly ReceiptFile[];
  readonly deliveries: readonly ReceiptDelivery[];
  /** What the run itself warns of, besides what the definition's check did. */
  readonly warnings?: readonly string[];
}

/** What the receipt of a run says (X3), as of now. */
export function receiptFacts(run: RunSoFar): ReceiptFacts {
  const { prepared, plan, query, counts } = run;
  const { window } = plan;
  return {
    export: plan.name,
    run: run.request.runId,
    status: 'success',
    model: plan.model,
    timezone: plan.timezone,
    window: window ? { by: window.by, from: window.from?.toString() ?? null, to: window.until.toString() } : null,
    files: [...run.files],
    deliveries: [...run.deliveries],
    columns: query.columns.map(({ header, type }) => ({ header, type })),
    guardedCells: counts.guardedCells,
    started: run.started,
    finished: new Date(),
    warnings: [...prepared.warnings.map(warning => warning.message), ...(run.warnings ?? [])],
  };
}
