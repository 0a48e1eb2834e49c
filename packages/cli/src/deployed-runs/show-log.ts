import type { LogLine } from '@waybill/api';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { collectPages } from '../service/collect-pages.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { withService } from '../service/with-service.ts';
import { findRun, NEWEST_RUN } from './find-run.ts';
import { logLine } from './follow-run.ts';

/** Says what happened to a run, sentence by sentence; gives the exit code. */
export async function showLog(io: Io, word: string, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const id = await findRun(io, client, word, NEWEST_RUN);
    const page = await collectPages<LogLine>({ all: true }, query => client.getRunLog({ params: { id }, query }));
    if (options.json) {
      sayJson(io.out, page);
      return EXIT.ok;
    }
    const { timezone } = await client.getRun({ params: { id } });
    say(io.out, ...page.items.map(line => logLine(line, timezone, io.out.colours)));
    if (page.items.length === 0) say(io.out, 'Nothing has happened yet.');
    return EXIT.ok;
  });
}
