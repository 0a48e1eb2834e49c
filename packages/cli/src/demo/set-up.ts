import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type DemoSftp, demoWorkspaceFolder, startDemoSftp } from '@waybill/demo';
import { fail } from '@waybill/engine/errors';
import { makeDemoData } from '../init/demo-data.ts';
import { newHashKey } from '../init/hash-key.ts';
import { ownGitignore } from '../init/starter-workspace.ts';
import { writeNewFiles } from '../init/write-new-files.ts';
import type { Io } from '../io.ts';
import { progressBar } from '../render/progress-bar.ts';

/** Where the demo takes place. */
export interface DemoStage extends AsyncDisposable {
  /** The workspace. */
  readonly folder: string;
  /** What the partner's server shows to its clients. */
  readonly serverFolder: string;
  readonly server: DemoSftp;
  /** Rows of each table. */
  readonly tables: ReadonlyMap<string, number>;
  /** The process's environment with what waybill.yaml asks for. */
  readonly env: NodeJS.ProcessEnv;
}

/** Copies the workspace, makes the data and starts the server; leaving takes away what is not to be kept. */
export async function setUpDemo(
  io: Io,
  { dir, customers }: { readonly dir?: string; readonly customers: number },
  signal: AbortSignal,
): Promise<DemoStage> {
  const root = dir === undefined ? await mkdtemp(join(tmpdir(), 'waybill-demo-')) : await emptyFolder(io, dir);
  const folder = join(root, 'workspace');
  const serverFolder = join(root, 'partner-server');
  const leave = async () => {
    if (dir === undefined) await rm(root, { recursive: true, force: true, maxRetries: 3 });
  };
  const bar = progressBar(io.err);
  try {
    await cp(demoWorkspaceFolder(), folder, { recursive: true });
    await mkdir(join(folder, 'out'), { recursive: true });
    await writeNewFiles(folder, [ownGitignore, newHashKey()], { files: [], folders: [] });
    await chmod(join(folder, '.waybill'), 0o700);
    const tables = await makeDemoData(join(folder, 'data/demo.duckdb'), customers, signal, bar);
    bar.clear();
    const server = await startDemoSftp({ folder: serverFolder });
    return {
      folder,
      serverFolder,
      server,
      tables,
      env: { ...io.env, ...variablesOf(server) },
      [Symbol.asyncDispose]: async () => {
        await server.close();
        await leave();
      },
    };
  } catch (error) {
    bar.clear();
    await leave();
    throw error;
  }
}

async function emptyFolder(io: Io, dir: string): Promise<string> {
  const root = resolve(io.cwd, dir);
  if (existsSync(root) && (await readdir(root)).length > 0) return fail('would-overwrite', { files: [dir] });
  try {
    await mkdir(root, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return fail('file-unwritable', { file: dir, detail: code }, {}, error);
  }
  return root;
}

/** The variables that the demo's waybill.yaml names. */
const variablesOf = ({ host, port, user, password, hostKey }: DemoSftp): NodeJS.ProcessEnv => ({
  WAYBILL_DEMO_SFTP_HOST: host,
  WAYBILL_DEMO_SFTP_PORT: String(port),
  WAYBILL_DEMO_SFTP_USER: user,
  WAYBILL_DEMO_SFTP_PASSWORD: password,
  WAYBILL_DEMO_SFTP_HOST_KEY: hostKey,
});
