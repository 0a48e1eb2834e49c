import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fail, problem, WaybillError } from '@waybill/engine/errors';
import type { GlobalOptions } from '../command-context.ts';
import type { InitOptions } from '../commands/init.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { progressBar } from '../render/progress-bar.ts';
import { formatCount, plural } from '../render/quantities.ts';
import { makeDemoData } from './demo-data.ts';
import { newHashKey } from './hash-key.ts';
import { gitignore, ownGitignore, STARTER_EXPORT, starterFiles } from './starter-workspace.ts';
import { type Made, makeFolder, takeAway, writeNewFiles } from './write-new-files.ts';

const DATA = 'data/demo.duckdb';

/** Writes a new workspace; after a failure nothing of it is left. */
export async function initWorkspace(io: Io, dir: string, options: InitOptions & GlobalOptions): Promise<number> {
  const root = resolve(io.cwd, dir);
  if (existsSync(join(root, 'waybill.yaml'))) return fail('workspace-exists', { folder: dir });
  const { demoWorkspaceFolder } = await import('@waybill/demo');
  const files = [
    ...(existsSync(join(root, gitignore.path)) ? [] : [gitignore]),
    ownGitignore,
    newHashKey(),
    ...starterFiles(demoWorkspaceFolder()),
  ];
  const inTheWay = [...files.map(file => file.path), DATA].filter(path => existsSync(join(root, path)));
  if (inTheWay.length > 0) return fail('would-overwrite', { files: inTheWay.map(path => join(dir, path)) });

  const made: Made = { files: [], folders: [] };
  const bar = progressBar(io.err);
  const tables = await interruptible(io.err, async signal => {
    try {
      await makeFolder(root, made);
      await makeFolder(join(root, 'data'), made);
      await makeFolder(join(root, 'out'), made);
      const rows = await makeDemoData(join(root, DATA), options.customers, signal, bar);
      made.files.push(join(root, DATA));
      // waybill.yaml is the last of them: a folder without it is no workspace.
      await writeNewFiles(root, files, made);
      await chmod(join(root, '.waybill'), 0o700);
      return rows;
    } catch (error) {
      await takeAway(made);
      if (!signal.aborted || error instanceof WaybillError) throw error;
      throw new WaybillError([problem('interrupted', { what: 'Making the workspace' })], { cause: error });
    } finally {
      bar.clear();
    }
  });

  if (options.json) {
    const written = [...files.map(file => file.path), DATA];
    sayJson(io.out, { workspace: root, files: written, rows: Object.fromEntries(tables) });
    return EXIT.ok;
  }
  const { green, bold, dim } = io.out.colours;
  const all = [...tables.values()].reduce((sum, rows) => sum + rows, 0);
  const here = relative(io.cwd, root);
  say(
    io.out,
    `${green('✓')} A workspace in ${bold(here === '' ? 'this folder' : dir)}`,
    '',
    `  waybill.yaml    brand, sources, destinations, limits`,
    `  catalog/        ${plural(files.filter(f => f.path.startsWith('catalog/')).length, 'model')}: what can be exported`,
    `  exports/        ${plural(files.filter(f => f.path.startsWith('exports/')).length, 'export')} to start from`,
    `  data/           demo data: ${plural(options.customers, 'customer')}, ${formatCount(all)} rows in ${tables.size} tables`,
    `  out/            where the destination \`share\` puts files`,
    `  .waybill/       secrets and kept files of this machine; not for git`,
    '',
    'Next:',
    ...(here === '' ? [] : [`  cd ${here}`]),
    `  waybill validate${dim('                                    is everything in order?')}`,
    `  waybill preview ${STARTER_EXPORT}${dim('     the first rows, as the file has them')}`,
    `  waybill run ${STARTER_EXPORT}${dim('         make the file and deliver it into out/')}`,
  );
  return EXIT.ok;
}
