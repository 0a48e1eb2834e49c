import { Temporal } from '@waybill/engine/time';
import { exportNamed, failUnknown, findExport } from '../exports/find-export.ts';
import type { Handlers } from '../http/handler.ts';
import { backfill } from './backfill.ts';
import { cancelRun } from './cancel-run.ts';
import { approveRun, rejectRun } from './decide-quarantine.ts';
import { getRun, getRunLog, listRuns } from './list-runs.ts';
import { requestRun } from './request-run.ts';
import { rerunRun } from './rerun-run.ts';
import { tellBegun } from './tell-begun.ts';

/** What the API can do with runs (R1–R3, O7). */
export const runHandlers: Pick<
  Handlers,
  | 'runExport'
  | 'backfillExport'
  | 'listRuns'
  | 'getRun'
  | 'getRunLog'
  | 'rerunRun'
  | 'cancelRun'
  | 'approveRun'
  | 'rejectRun'
> = {
  runExport: async (service, actor, { params, body, requestId }) => {
    const { store } = service;
    const workspace = await service.workspace();
    const id = await store.transaction(async tx => {
      // Read here: one that is removed meanwhile gets no run, and one that is revised the new revision.
      const exportRow = await exportNamed(tx, params.name);
      if (!exportRow) return undefined;
      const request = {
        exportRow,
        at: body.at === undefined ? undefined : Temporal.Instant.from(body.at),
        day: body.day === undefined ? undefined : Temporal.PlainDate.from(body.day),
        skipChecks: body.skipChecks,
        requestId,
      };
      return requestRun(tx, { workspace, actor, now: service.clock.now() }, request);
    });
    if (id === undefined) return failUnknown(store, params.name);
    await tellBegun(service, id);
    service.signals.emit('run', id);
    service.signals.emit('queued');
    return getRun(service, id);
  },
  backfillExport: async (service, actor, { params, body }) =>
    backfill(service, actor, await findExport(service.store, params.name), {
      from: Temporal.PlainDate.from(body.from),
      until: Temporal.PlainDate.from(body.until),
      missingOnly: body.missingOnly ?? true,
      confirm: body.confirm ?? false,
      dryRun: body.dryRun ?? false,
    }),
  listRuns: (service, actor, { query }) => listRuns(service, query, actor),
  getRun: (service, _, { params }) => getRun(service, params.id),
  getRunLog: (service, _, { params, query }) => getRunLog(service, params.id, query),
  rerunRun: async (service, actor, { params, body }) => {
    const id = await rerunRun(service, actor, params.id, body.confirm ?? false);
    await tellBegun(service, id);
    return getRun(service, id);
  },
  cancelRun: async (service, actor, { params, body }) => {
    await cancelRun(service, actor, params.id, body.reason);
    return getRun(service, params.id);
  },
  approveRun: async (service, actor, { params, body }) => {
    await approveRun(service, actor, params.id, body.reason);
    return getRun(service, params.id);
  },
  rejectRun: async (service, actor, { params, body }) => {
    await rejectRun(service, actor, params.id, body.reason);
    return getRun(service, params.id);
  },
};
