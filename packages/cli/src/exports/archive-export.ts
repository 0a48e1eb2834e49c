import { agrees, declined } from '../ask.ts';
import type { GlobalOptions } from '../command-context.ts';
import type { ArchiveOptions } from '../commands/archive.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { visible } from '../render/visible.ts';
import { exportName } from '../service/export-name.ts';
import { withService } from '../service/with-service.ts';

/** Removes an export from the service; its runs and files stay until they expire. Gives the exit code. */
export async function archiveExport(io: Io, word: string, options: ArchiveOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const name = await exportName(io, word);
    const view = await client.getExport({ params: { name } });
    const question = `"${visible(name)}" would be removed and never run again.`;
    if (!(await agrees(io, options, question, 'refuse'))) return declined(io);
    await client.archiveExport({ params: { name } });
    if (options.json) sayJson(io.out, view);
    else
      say(
        io.out,
        `${io.out.colours.green('✓')} ${visible(name)} was removed; its runs and files stay until they expire.`,
      );
    return EXIT.ok;
  });
}
