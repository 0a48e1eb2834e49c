import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import type { VsCodeInstallation } from '../../../../test/support/vscode/install.ts';
import { installVsix, startVsCode } from '../../../../test/support/vscode/server.ts';
import { openWorkbench, type WorkbenchBrowser, workbenchBrowser } from '../../../../test/support/vscode/workbench.ts';
// @ts-expect-error: a script without types.
import { pack as packScript } from '../../scripts/pack.mjs';

const pack: (file: string, options: { target?: string }) => Promise<void> = packScript;

export interface PackedWorkbench extends AsyncDisposable {
  readonly page: Page;
  readonly browser: WorkbenchBrowser;
  /** What the server of VS Code wrote. */
  readonly output: () => string;
}

/** The workbench with a folder, and with the extension as a person installs it: packed, for this platform. */
export async function packedWorkbench(
  installation: VsCodeInstallation,
  view: { readonly folder: string; readonly openFile?: string },
): Promise<PackedWorkbench> {
  const opened: AsyncDisposable[] = [];
  const keep = <T extends AsyncDisposable>(one: T): T => {
    opened.unshift(one);
    return one;
  };
  const close = async () => {
    for (const one of opened) await one[Symbol.asyncDispose]();
  };
  try {
    const data = keep(await tempFolder());
    const vsix = data.join('waybill.vsix');
    await pack(vsix, { target: `${process.platform}-${process.arch}` });
    const dataDir = join(data.path, 'vscode');
    await mkdir(dataDir);
    installVsix(installation, dataDir, vsix);
    const server = keep(await startVsCode(installation, { dataDir }));
    const browser = keep(await workbenchBrowser(installation));
    const page = await openWorkbench(browser, server, view);
    return { page, browser, output: server.output, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
