import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { waitFor } from '../wait-for.ts';
import type { VsCodeInstallation } from './install.ts';

/** Settings under which nothing is asked, fetched or saved by itself. */
const QUIET = {
  'telemetry.telemetryLevel': 'off',
  'telemetry.feedback.enabled': false,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'files.autoSave': 'off',
  'remote.autoForwardPorts': false,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  'json.schemaDownload.enable': false,
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
};
/** No look-ups of extensions. */
const ENVIRONMENT = { EXTENSIONS_GALLERY: '{}' };

export interface VsCodeServerOptions {
  /** A folder for its settings, extensions and state. */
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether it runs the tests of an extension: it tells how they end, and shows no notifications. Default false. */
  readonly tests?: boolean;
}

export interface VsCodeServer extends AsyncDisposable {
  /** `http://localhost:PORT` */
  readonly origin: string;
  /** How the workbench names files of this machine: followed by an absolute path. */
  readonly remote: string;
  readonly output: () => string;
}

const cli = ({ code }: VsCodeInstallation, dataDir: string): string[] => [
  join(code, 'out', 'server-main.js'),
  '--accept-server-license-terms',
  '--disable-telemetry',
  '--server-data-dir',
  dataDir,
];

/** Installs a packed extension as a person does with "Install from VSIX". */
export function installVsix(installation: VsCodeInstallation, dataDir: string, vsix: string): string {
  const args = [...cli(installation, dataDir), '--install-extension', vsix, '--force'];
  return execFileSync(installation.node, args, { encoding: 'utf8', env: { ...process.env, ...ENVIRONMENT } });
}

/** VS Code's server on the loopback; the extension host runs beneath it. */
export async function startVsCode(
  installation: VsCodeInstallation,
  { dataDir, settings = {}, env = {}, tests = false }: VsCodeServerOptions,
): Promise<VsCodeServer> {
  // Some settings count only where they are the person's own, others only on the machine of the files.
  for (const scope of ['User', 'Machine']) {
    await mkdir(join(dataDir, 'data', scope), { recursive: true });
    await writeFile(join(dataDir, 'data', scope, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }, null, 2));
  }
  const port = await freePort();
  const args = [
    ...cli(installation, dataDir),
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...(tests ? ['--enable-smoke-test-driver'] : []),
    '--disable-workspace-trust',
  ];
  // A process group of its own: the extension host ends with it.
  const child = spawn(installation.node, args, {
    env: { ...process.env, ...ENVIRONMENT, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const stop = () => end(child);
  process.once('exit', () => signal(child, 'SIGKILL'));
  try {
    await waitFor(
      'the server of VS Code',
      async () => {
        if (child.exitCode !== null) throw new Error(output);
        return (await fetch(`http://127.0.0.1:${port}/version`)).ok;
      },
      { timeout: 40_000 },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin: `http://localhost:${port}`,
    remote: `vscode-remote://localhost:${port}`,
    output: () => output,
    [Symbol.asyncDispose]: stop,
  };
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch {
    // It is gone.
  }
}

async function end(child: ChildProcess): Promise<void> {
  const gone = child.exitCode === null ? once(child, 'exit') : undefined;
  signal(child, 'SIGTERM');
  await Promise.race([gone, pause(2000, undefined, { ref: false })]);
  signal(child, 'SIGKILL');
}
