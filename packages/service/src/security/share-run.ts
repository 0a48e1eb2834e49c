import { formatBytes, type shareResult, type UploadVerdict } from '@waybill/api';
import { personalColumns } from '@waybill/engine';
import { fail } from '@waybill/engine/errors';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { readDefinition } from '../exports/read-definition.ts';
import { instantOf } from '../schedule/window-json.ts';

/** What may leave for Slack as a file (L4): there it stays, for everybody in a channel, and no link expires. */

type Service = Pick<ServiceContext, 'store' | 'config' | 'clock' | 'workspace'>;
type KeptFile = { readonly name: string; readonly bytes: bigint };

const MEGABYTE = 1_000_000;
/** Slack shows that many in one message. */
const MOST_FILES = 10;

/** The files of a run that are still kept, by name. */
export const filesKept = ({ store, clock }: Pick<Service, 'store' | 'clock'>, run: string): Promise<KeptFile[]> =>
  store.db.runFile.findMany({
    where: { runId: run, deletedAt: null, expiresAt: { gt: clock.now() } },
    select: { name: true, bytes: true },
    orderBy: { name: 'asc' },
  });

/** Whether the files of a run may be sent into Slack, by the settings, the definition it ran by and the catalog as it is. */
export async function uploadVerdict(
  service: Service,
  run: { readonly exportId: string; readonly revision: number; readonly status: string },
  files: readonly KeptFile[],
): Promise<UploadVerdict> {
  const { WAYBILL_SLACK_UPLOAD: megabytes, WAYBILL_SLACK_UPLOAD_PERSONAL: personalToo } = service.config;
  if (megabytes === 0) return 'off';
  if (files.length === 0) return 'no_files';
  // What a check kept back waits for a decision, which an open file would forestall.
  if (run.status === 'quarantined') return 'quarantined';
  const bytes = files.reduce((sum, file) => sum + Number(file.bytes), 0);
  if (bytes > megabytes * MEGABYTE || files.length > MOST_FILES) return 'too_large';
  if (!personalToo && (await holdsPersonalData(service, run))) return 'personal_data';
  return 'allowed';
}

/** A definition that cannot be read any more counts as one of personal data. */
async function holdsPersonalData(
  service: Service,
  { exportId, revision: number }: { readonly exportId: string; readonly revision: number },
): Promise<boolean> {
  const revision = await service.store.db.revision.findUnique({
    where: { exportId_number: { exportId, number } },
    select: { text: true },
  });
  if (revision === null) return true;
  const workspace = await service.workspace();
  const { definition } = readDefinition(workspace, revision, instantOf(service.clock.now()));
  return definition === undefined || personalColumns(definition, workspace.catalog).length > 0;
}

/**
 * The files of a run that somebody wants in Slack, when they may go there; the audit log then says where.
 * @throws unknown-run, upload-refused
 */
export async function shareRun(service: Service, id: string): Promise<z.input<typeof shareResult>> {
  const run = await service.store.db.run.findUnique({
    where: { id },
    select: { exportId: true, revision: true, status: true },
  });
  if (run === null) return fail('unknown-run', { run: id });
  const files = await filesKept(service, id);
  const verdict = await uploadVerdict(service, run, files);
  if (verdict !== 'allowed') fail('upload-refused', { why: whyNot(verdict, service.config.WAYBILL_SLACK_UPLOAD) });
  return { files: files.map(({ name, bytes }) => ({ name, bytes: Number(bytes) })) };
}

function whyNot(verdict: Exclude<UploadVerdict, 'allowed'>, megabytes: number): string {
  switch (verdict) {
    case 'off':
      return 'the service does not allow it';
    case 'no_files':
      return 'they are not kept any more';
    case 'quarantined':
      return 'they are in quarantine';
    case 'too_large':
      return `together they are more than ${formatBytes(megabytes * MEGABYTE)}, or more than ${MOST_FILES}`;
    case 'personal_data':
      return 'they show personal data';
  }
}
