import type { ExportSummary } from '@waybill/api';
import { localMinute } from '@waybill/api/local-time';
import type { GlobalOptions } from '../command-context.ts';
import type { ListOptions } from '../commands/list.ts';
import { EXIT } from '../exit-codes.ts';
import { type Colours, type Io, say, sayJson } from '../io.ts';
import { commonZone } from '../render/moments.ts';
import { plural } from '../render/quantities.ts';
import { renderTable } from '../render/table.ts';
import { collectPages } from '../service/collect-pages.ts';
import { withService } from '../service/with-service.ts';

/** Lists the exports of the service (R6); gives the exit code. */
export async function listExports(
  io: Io,
  search: string | undefined,
  options: ListOptions & GlobalOptions,
): Promise<number> {
  const { status, model, creator, destination, sort, order } = options;
  const asked = Object.entries({ search, status, model, creator, destination, sort, order });
  const query = Object.fromEntries(asked.filter(([, value]) => value !== undefined));
  return withService(io, options, async client => {
    const page = await collectPages(options, part => client.listExports({ query: { ...query, ...part } }));
    if (options.json) sayJson(io.out, page);
    else if (page.items.length === 0) {
      const narrowed = search !== undefined || [status, model, creator, destination].some(Boolean);
      say(io.out, narrowed ? 'No export is like that.' : 'No export was deployed yet; `waybill deploy FILE` does it.');
    } else
      say(io.out, ...exportTable(page.items, io.out.colours), '', countLine(page.items.length, page.next, 'export'));
    return EXIT.ok;
  });
}

/** `50 exports; there are more: …`. */
export const countLine = (count: number, next: string | null, one: string, many?: string): string =>
  `${plural(count, one, many)}${next === null ? '' : '; there are more: `--all` shows all of them'}`;

function exportTable(items: readonly ExportSummary[], colours: Colours): readonly string[] {
  const zone = commonZone(items.map(item => item.timezone));
  const columns = [
    { header: 'export' },
    { header: 'status' },
    { header: `next run${zone === undefined ? '' : ` (${zone})`}` },
    { header: 'last run' },
    ...(zone === undefined ? [{ header: 'zone' }] : []),
    { header: 'model' },
    { header: 'creator' },
    { header: 'schedule' },
  ];
  const rows = items.map(({ name, status, nextAt, pausedUntil, lastRun, timezone, ...item }) => [
    name,
    pausedUntil === null ? status : `paused until ${localMinute(pausedUntil, timezone)}`,
    nextAt === null || pausedUntil !== null ? null : localMinute(nextAt, timezone),
    lastRun === null ? null : `${lastRun.status} ${localMinute(lastRun.at, timezone)}`,
    ...(zone === undefined ? [timezone] : []),
    item.model,
    item.createdBy,
    item.schedule,
  ]);
  return renderTable(columns, rows, { head: colours.bold, absent: colours.dim });
}
