import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tempFolderOfProcess } from '../temp-folder.ts';

const SCRIPTS = fileURLToPath(new URL('../../../packages/vscode/scripts/', import.meta.url));

let staged: Promise<string> | undefined;

/** A folder with the extension as it is packed, made from its source; once for all tests of a run. */
export function stagedExtension(): Promise<string> {
  staged ??= stage();
  return staged;
}

async function stage(): Promise<string> {
  const folder = tempFolderOfProcess();
  const script = (await import(pathToFileURL(join(SCRIPTS, 'stage.mjs')).href)) as {
    stage(folder: string, options: { minify: boolean; target?: string }): Promise<unknown>;
  };
  await script.stage(folder, { minify: false, target: `${process.platform}-${process.arch}` });
  return folder;
}
