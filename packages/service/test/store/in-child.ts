import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const src = new URL('../../src/store/', import.meta.url);

export interface StoreProcess extends AsyncDisposable {
  readonly pid: number;
  /** The next line that it prints. */
  line(): Promise<string>;
  /** As `kill -9`: it gets to do nothing more. */
  kill(): Promise<void>;
}

/** A process of its own that runs this code, with `openStore`, `openSqlite`, `openPostgres` and `MIGRATIONS` in it. */
export function storeProcess(code: string): StoreProcess {
  const all = `
    import { openStore } from '${new URL('open-store.ts', src)}';
    import { openSqlite } from '${new URL('sqlite.ts', src)}';
    import { openPostgres } from '${new URL('postgres.ts', src)}';
    import { MIGRATIONS } from '${new URL('generated/migrations.ts', src)}';
    void [openStore, openSqlite, openPostgres, MIGRATIONS];
    ${code}`;
  const flags = ['--import', 'tsx/esm', '--conditions=@waybill/source', '--input-type=module', '-e', all];
  const child: ChildProcess = spawn(process.execPath, flags, {
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout || child.pid === undefined) throw new Error('no process');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    pid: child.pid,
    async line() {
      const { value } = await lines.next();
      return String(value);
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
