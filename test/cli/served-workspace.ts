import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type CommandLineOptions, type CommandLineResult, commandLine } from '../support/command-line.ts';
import { CLI } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Files, smallWorkspace } from './small-workspace.ts';

export interface ServeProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Settings under which tests wait for nothing: one attempt, no rate limit, quick looks at the schedules. */
const SETTINGS = { WAYBILL_ATTEMPTS: '1', WAYBILL_TICK: '50 ms', WAYBILL_RATE: '100000', WAYBILL_GRACE: '1 s' };

/** The built `waybill serve` in a workspace, when it is ready. */
export async function serve(
  cwd: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<ServeProcess> {
  if (!existsSync(CLI)) throw new Error('The CLI is not built: run `npm run build` first');
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...SETTINGS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  const ready = waitFor('the service', () => /listens on (http:\/\/\S+)/.exec(stdout + stderr)?.[1], {
    timeout: 40_000,
  });
  const url = await Promise.race([
    ready,
    ended.then(() => {
      throw new Error(`waybill serve ended: ${stdout}${stderr}`);
    }),
  ]).catch(error => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    child,
    url,
    stdout: () => stdout,
    stderr: () => stderr,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

export interface ServedWorkspace extends AsyncDisposable {
  readonly folder: TempFolder;
  readonly service: ServeProcess;
  /** A command line in the workspace, in this process. */
  cli(argv: readonly string[], options?: CommandLineOptions): Promise<CommandLineResult>;
  /** As `cli` with `--json`, which has to end with 0; gives what was printed. */
  json<T>(argv: readonly string[], code?: number): Promise<T>;
  text(path: string): Promise<string>;
}

/** A small workspace with a service that runs in it. */
export async function servedWorkspace(files: Files = {}, env: NodeJS.ProcessEnv = {}): Promise<ServedWorkspace> {
  const folder = await tempFolder();
  await smallWorkspace(folder, files);
  const service = await serve(folder.path, [], env);
  const cli: ServedWorkspace['cli'] = (argv, options) => commandLine(folder.path, argv, options);
  return {
    folder,
    service,
    cli,
    async json(argv, code = 0) {
      const result = await cli([...argv, '--json']);
      if (result.code !== code)
        throw new Error(`${argv.join(' ')} ended with ${result.code}: ${result.out}${result.err}`);
      return JSON.parse(result.out);
    },
    text: path => readFile(folder.join(path), 'utf8'),
    async [Symbol.asyncDispose]() {
      await service.end();
      await folder.remove();
    },
  };
}
