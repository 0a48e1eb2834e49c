import type { RunSummary } from '@waybill/api';
import { localMinute } from '@waybill/api/local-time';
import type { GlobalOptions } from '../command-context.ts';
import type { HistoryOptions } from '../commands/history.ts';
import { EXIT } from '../exit-codes.ts';
import { countLine } from '../exports/list-exports.ts';
import { type Colours, type Io, say, sayJson } from '../io.ts';
import { commonZone, periodText } from '../render/moments.ts';
import { formatBytes, formatCount, formatSeconds } from '../render/quantities.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';
import { collectPages } from '../service/collect-pages.ts';
import { exportName } from '../service/export-name.ts';
import { withService } from '../service/with-service.ts';

/** Lists the runs of an export, or of all, newest first (R1); gives the exit code. */
export async function listRuns(
  io: Io,
  word: string | undefined,
  options: HistoryOptions & GlobalOptions,
): Promise<number> {
  return withService(io, options, async client => {
    const name = word === undefined ? undefined : await exportName(io, word);
    const { status } = options;
    const query = { ...(name === undefined ? {} : { export: name }), ...(status === undefined ? {} : { status }) };
    const page = await collectPages(options, part => client.listRuns({ query: { ...query, ...part } }));
    if (options.json) sayJson(io.out, page);
    else if (page.items.length === 0) say(io.out, status === undefined ? 'No run yet.' : `No run is ${status}.`);
    else {
      const { colours } = io.out;
      say(io.out, ...runTable(page.items, name === undefined, colours), ...causes(page.items, colours));
      say(io.out, '', countLine(page.items.length, page.next, 'run'));
    }
    return EXIT.ok;
  });
}

function runTable(items: readonly RunSummary[], withExport: boolean, colours: Colours): readonly string[] {
  const zone = commonZone(items.map(run => run.timezone));
  const right = { align: 'right' } as const;
  const columns = [
    { header: 'run' },
    ...(withExport ? [{ header: 'export' }] : []),
    { header: 'status' },
    { header: `for${zone === undefined ? '' : ` (${zone})`}` },
    ...(zone === undefined ? [{ header: 'zone' }] : []),
    { header: 'window' },
    { header: 'rows', ...right },
    { header: 'size', ...right },
    { header: 'took', ...right },
    { header: 'tries', ...right },
    { header: 'by' },
  ];
  const rows = items.map(run => [
    run.id,
    ...(withExport ? [run.export] : []),
    run.status,
    localMinute(run.dueAt, run.timezone),
    ...(zone === undefined ? [run.timezone] : []),
    run.window === null ? null : periodText(run.window, run.timezone),
    run.rows === null ? null : formatCount(run.rows),
    run.bytes === null ? null : formatBytes(run.bytes),
    run.seconds === null ? null : formatSeconds(run.seconds),
    String(run.attempt),
    run.by === 'schedule' ? 'schedule' : `${run.by} (${run.via})`,
  ]);
  return renderTable(columns, rows, { head: colours.bold, absent: colours.dim });
}

/** Why those failed that did, each cause whole. */
function causes(items: readonly RunSummary[], { red, dim }: Colours): readonly string[] {
  const lines = items.flatMap(run => (run.error === null ? [] : [`${red('✗')} ${dim(run.id)} ${visible(run.error)}`]));
  return lines.length === 0 ? [] : ['', ...lines];
}
