import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { stage } from './stage.mjs';

/** Packs the extension into a file: with DuckDB for `target`, without native drivers where there is none. */
export async function pack(file, { target } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-vsix-'));
  const native = target === undefined ? {} : { target };
  try {
    const extension = join(folder, 'extension');
    await stage(extension, { minify: true, ...native });
    const packed = join(folder, 'packed.vsix');
    await createVSIX({
      cwd: extension,
      packagePath: packed,
      // All of it is bundled or lies in dist.
      dependencies: false,
      // There is no address that the README's links could be completed with.
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
      ...native,
    });
    await copyFile(packed, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
