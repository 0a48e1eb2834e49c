import { agrees, declined } from '../ask.ts';
import type { GlobalOptions } from '../command-context.ts';
import type { CloneOptions } from '../commands/clone.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { visible } from '../render/visible.ts';
import { exportName } from '../service/export-name.ts';
import { withService } from '../service/with-service.ts';
import { kindOfNamedFile, readNamedFile } from '../workspace/read-file.ts';
import { changeLines, deployedLines } from './deployed-lines.ts';

/** Copies all settings of an export to a new one (R4); gives the exit code. */
export async function cloneExport(
  io: Io,
  word: string,
  newName: string,
  options: CloneOptions & GlobalOptions,
): Promise<number> {
  const text = options.edit === undefined ? {} : { text: editedText(io, options.edit) };
  return withService(io, options, async client => {
    const params = { name: await exportName(io, word) };
    const body = { name: newName, ...text, ...(options.paused ? { paused: true } : {}) };
    if (options.dryRun || options.edit !== undefined) {
      const planned = await client.cloneExport({ params, body: { ...body, dryRun: true } });
      if (!options.json) say(io.out, ...changeLines(planned, newName, io));
      if (options.dryRun) {
        if (options.json) sayJson(io.out, planned);
        else say(io.out, '', 'Nothing was created: this was a dry run.');
        return EXIT.ok;
      }
      const question = `"${visible(newName)}" would be created.`;
      if (!(await agrees(io, options, question, 'agree'))) return declined(io);
    }
    const result = await client.cloneExport({ params, body });
    if (options.json) sayJson(io.out, result);
    else say(io.out, ...deployedLines(result, io));
    return EXIT.ok;
  });
}

function editedText(io: Io, file: string): string {
  kindOfNamedFile(file, 'export');
  return readNamedFile(io.cwd, file);
}
