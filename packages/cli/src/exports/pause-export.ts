import type { ExportView } from '@waybill/api';
import type { GlobalOptions } from '../command-context.ts';
import type { PauseOptions } from '../commands/pause.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { localTime } from '../render/moments.ts';
import { visible } from '../render/visible.ts';
import { exportName } from '../service/export-name.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { withService } from '../service/with-service.ts';

/** Pauses an export, until a day if one is said (S4); gives the exit code. */
export async function pauseExport(io: Io, word: string, options: PauseOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const name = await exportName(io, word);
    const { until } = options;
    const view = await client.pauseExport({ params: { name }, body: until === undefined ? {} : { until } });
    if (options.json) sayJson(io.out, view);
    else say(io.out, `${io.out.colours.yellow('‖')} ${visible(name)} is paused${pausedHow(view)}.`);
    return EXIT.ok;
  });
}

const pausedHow = ({ pausedUntil, timezone }: ExportView): string =>
  pausedUntil === null
    ? '; `waybill resume` lets it go on'
    : ` until ${localTime(pausedUntil, timezone)} (${timezone})`;

/** Lets a paused export go on; gives the exit code. */
export async function resumeExport(io: Io, word: string, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const name = await exportName(io, word);
    const view = await client.resumeExport({ params: { name } });
    if (options.json) sayJson(io.out, view);
    else {
      const next = view.nextAt === null ? 'no run is to come' : `next run ${localTime(view.nextAt, view.timezone)}`;
      say(io.out, `${io.out.colours.green('▸')} ${visible(name)} goes on: ${visible(view.schedule)}; ${next}.`);
    }
    return EXIT.ok;
  });
}
