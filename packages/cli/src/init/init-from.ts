import { relative } from 'node:path';
import { problem, WaybillError } from '@waybill/engine/errors';
import { initFromDatabase } from '@waybill/engine/introspect';
import { importJson, importLines, noteLines } from '../catalog/import-lines.ts';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { visible } from '../render/visible.ts';

/** `waybill init --from` (K8): a workspace on a database of the user's own; after a failure nothing of it is left. */
export async function initFrom(io: Io, dir: string, from: string, options: GlobalOptions): Promise<number> {
  const result = await interruptible(io.err, async signal => {
    try {
      return await initFromDatabase({ from, folder: dir, env: io.env, cwd: io.cwd, signal });
    } catch (error) {
      if (!signal.aborted || error instanceof WaybillError) throw error;
      throw new WaybillError([problem('interrupted', { what: 'Making the workspace' })], { cause: error });
    }
  });
  const { folder, source, files, imported, notes } = result;
  const first = result.export;
  if (options.json) {
    sayJson(io.out, {
      workspace: folder,
      source,
      files,
      export: first === undefined ? null : { file: first.file, model: first.model, hasRows: first.hasRows },
      imported: importJson(imported, true),
      notes,
    });
    return EXIT.ok;
  }
  const { green, bold, dim } = io.out.colours;
  const here = relative(io.cwd, folder);
  const path = first && relative(folder, `${io.cwd}/${first.file}`);
  say(
    io.out,
    `${green('✓')} A workspace in ${bold(here === '' ? 'this folder' : visible(dir))}, on your own data`,
    ...importLines(imported, true, io.out.colours),
    ...noteLines(notes, io.out.colours),
    '',
    'Next:',
    ...(here === '' ? [] : [`  cd ${visible(here)}`]),
    `  waybill catalog show${dim('     what can be exported')}`,
    ...(path === undefined
      ? ['  No table could be read for a first export; write one in exports/.']
      : [
          `  waybill preview ${visible(path)}${dim('     the first rows, as the file has them')}`,
          `  waybill run ${visible(path)}${dim('     make the file')}`,
        ]),
  );
  return EXIT.ok;
}
