import type { CallOutput } from '@waybill/api';
import { agrees, declined } from '../ask.ts';
import type { GlobalOptions } from '../command-context.ts';
import type { BackfillOptions } from '../commands/backfill.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { localTime, periodText } from '../render/moments.ts';
import { plural } from '../render/quantities.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';
import { exportName } from '../service/export-name.ts';
import { withService } from '../service/with-service.ts';

type Backfill = CallOutput<'backfillExport'>;

/** The most firings that are listed; the rest is counted. */
const LISTED = 20;

/** Runs the firings of some days again, or only what is missing (R3); says first how many runs that makes. */
export async function backfill(io: Io, word: string, options: BackfillOptions & GlobalOptions): Promise<number> {
  const { from, until, all = false } = options;
  return withService(io, options, async client => {
    const name = await exportName(io, word);
    const { timezone } = await client.getExport({ params: { name } });
    const body = { from, until, missingOnly: !all };
    const planned = await client.backfillExport({ params: { name }, body: { ...body, dryRun: true } });
    if (!options.json) say(io.out, ...backfillLines(planned, name, timezone, all, io));
    if (options.dryRun || planned.runs === 0) {
      if (options.json) sayJson(io.out, planned);
      else if (options.dryRun) say(io.out, '', 'Nothing was queued: this was a dry run.');
      return EXIT.ok;
    }
    const again = all && planned.already > 0;
    const question = `${plural(planned.runs, 'run')} would be queued${again ? `, ${planned.already} of them for what was delivered before` : ''}.`;
    if (!(await agrees(io, options, question, again ? 'refuse' : 'agree'))) return declined(io);
    const done = await client.backfillExport({ params: { name }, body: all ? { ...body, confirm: true } : body });
    if (options.json) sayJson(io.out, done);
    else {
      const { green } = io.out.colours;
      say(
        io.out,
        '',
        `${green('✓')} ${plural(done.runs, 'run')} queued; \`waybill history ${quoted(name)}\` shows them.`,
      );
    }
    return EXIT.ok;
  });
}

const quoted = (name: string): string => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(visible(name)));

function backfillLines(
  { firings, runs, already }: Backfill,
  name: string,
  timezone: string,
  all: boolean,
  { out: { colours } }: Io,
): readonly string[] {
  const before = already === 0 ? '' : `; ${already} delivered before${all ? '' : ', which are left as they are'}`;
  const head = `${colours.bold(visible(name))}: ${plural(firings.length, 'firing')}, which makes ${plural(runs, 'run')}${before}`;
  if (firings.length === 0) return [head];
  const rows = firings
    .slice(0, LISTED)
    .map(({ at, day, window, state }) => [
      day,
      localTime(at, timezone),
      window === null ? null : periodText(window, timezone),
      state,
    ]);
  const columns = [{ header: 'day' }, { header: `at (${timezone})` }, { header: 'window' }, { header: 'so far' }];
  const more = firings.length > LISTED ? [`and ${firings.length - LISTED} more`] : [];
  return [head, '', ...renderTable(columns, rows, { head: colours.bold, absent: colours.dim }), ...more];
}
