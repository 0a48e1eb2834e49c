import type { GlobalOptions } from '../command-context.ts';
import type { AuditOptions } from '../commands/audit.ts';
import { EXIT } from '../exit-codes.ts';
import { countLine } from '../exports/list-exports.ts';
import { type Io, say, sayJson } from '../io.ts';
import { localTime } from '../render/moments.ts';
import { renderTable } from '../render/table.ts';
import { collectPages } from '../service/collect-pages.ts';
import { withService } from '../service/with-service.ts';

/** Who did what, newest first (Q4); gives the exit code. */
export async function showAudit(io: Io, options: AuditOptions & GlobalOptions): Promise<number> {
  const { target, actor, action, since } = options;
  const asked = Object.entries({ target, actor, action, since: since === undefined ? undefined : instantOf(since) });
  const query = Object.fromEntries(asked.filter(([, value]) => value !== undefined));
  return withService(io, options, async client => {
    const page = await collectPages(options, part => client.listAudit({ query: { ...query, ...part } }));
    if (options.json) sayJson(io.out, page);
    else if (page.items.length === 0) say(io.out, 'Nothing like that was done.');
    else {
      const { timezone } = await client.whoami();
      const { colours } = io.out;
      const rows = page.items.map(entry => [
        localTime(entry.at, timezone),
        entry.onBehalfOf === null ? entry.actor : `${entry.onBehalfOf} (${entry.actor})`,
        entry.via,
        entry.address,
        entry.action,
        entry.target,
      ]);
      const headers = [`at (${timezone})`, 'who', 'via', 'from', 'did', 'what'];
      const columns = headers.map(header => ({ header }));
      say(io.out, ...renderTable(columns, rows, { head: colours.bold, absent: colours.dim }));
      say(io.out, '', countLine(page.items.length, page.next, 'entry', 'entries'));
    }
    return EXIT.ok;
  });
}

/** `--since`: a day begins in UTC; an instant says its own offset. */
const instantOf = (text: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
