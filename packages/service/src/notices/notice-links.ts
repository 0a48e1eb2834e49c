import type { ServiceContext } from '../context.ts';
import { fileUrl, linkEnd, runPageUrl } from '../security/links.ts';
import type { Notice } from '../store/generated/sqlite/client.ts';

/** What a notice leads to; made when it is sent, so that the links work from then on. */
export interface NoticeLinks {
  readonly page: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly url: string }[];
  readonly until: Date;
  /** Zone of the export, in which `until` is said. */
  readonly timezone: string;
}

/** Signed, dated links to the run of a notice (Q1); null when the run is gone. */
export async function linksOfNotice(service: ServiceContext, { runId }: Notice): Promise<NoticeLinks | null> {
  const run =
    runId === null
      ? null
      : await service.store.db.run.findUnique({
          where: { id: runId },
          select: {
            id: true,
            status: true,
            export: { select: { timezone: true } },
            files: { where: { deletedAt: null, expiresAt: { gt: service.clock.now() } }, orderBy: { name: 'asc' } },
          },
        });
  if (run === null) return null;
  const until = linkEnd(service);
  return {
    page: runPageUrl(service, run.id, { until }),
    // A file in quarantine is looked at on the page, where it says what is wrong with it.
    files: (run.status === 'success' ? run.files : []).map(({ name, bytes }) => ({
      name,
      bytes: Number(bytes),
      url: fileUrl(service, run.id, name, { until }),
    })),
    until,
    timezone: run.export.timezone,
  };
}
