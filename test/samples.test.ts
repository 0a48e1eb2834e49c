import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { demoWorkspaceFolder, startDemoSftp, writeDuckDb, writePostgres } from '@waybill/demo';
import { prepareExport, previewExport, type RunResult, runExport } from '@waybill/engine';
import { Temporal } from '@waybill/engine/time';
import { loadWorkspace, type Workspace } from '@waybill/engine/workspace';
import { sharedPostgres } from './support/postgres.ts';
import { type TempFolder, tempFolder } from './support/temp-folder.ts';

const SAMPLES = readdirSync(join(demoWorkspaceFolder(), 'exports')).filter(name => name.endsWith('.export.yaml'));
/** The story of these is an empty result. */
const EMPTY = new Set(['stores-opened-on.export.yaml']);
/** An average is as exact as the database makes it, and no two make it alike. */
const AVERAGES = new Set(['footfall-by-store.export.yaml', 'revenue-by-store.export.yaml']);
const signal = new AbortController().signal;

describe('the samples, on both databases', () => {
  let folder: TempFolder;
  let sftp: Awaited<ReturnType<typeof startDemoSftp>>;
  let duckdb: Workspace;
  let postgres: Workspace;
  const now = new Date('2026-11-22T12:00:00Z');
  const runAt = Temporal.Instant.from('2026-11-22T12:00:00Z');

  before(async function () {
    this.timeout(120_000);
    folder = await tempFolder();
    sftp = await startDemoSftp({ folder: join(folder.path, 'sftp') });
    const env = {
      WAYBILL_DEMO_SFTP_HOST: sftp.host,
      WAYBILL_DEMO_SFTP_PORT: String(sftp.port),
      WAYBILL_DEMO_SFTP_USER: sftp.user,
      WAYBILL_DEMO_SFTP_PASSWORD: sftp.password,
      WAYBILL_DEMO_SFTP_HOST_KEY: sftp.hostKey,
      WAYBILL_SECRET_HASH_KEY: 'a key of the tests',
      CRM_URL: await (await sharedPostgres()).createDatabase(),
    };
    const workspace = (name: string, source: string) => {
      const path = join(folder.path, name);
      cpSync(demoWorkspaceFolder(), path, { recursive: true });
      mkdirSync(join(path, 'data'), { recursive: true });
      const file = join(path, 'waybill.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {2}demo: .*$/m, `  demo: ${source}`));
      return loadWorkspace(path, { env, cwd: path });
    };
    duckdb = workspace('duckdb', '{type: duckdb, file: data/demo.duckdb}');
    postgres = workspace('postgres', '{type: postgres, url: "${env:CRM_URL}"}');
    await writeDuckDb({ file: join(duckdb.folder, 'data/demo.duckdb'), customers: 300, now });
    await writePostgres({ url: env.CRM_URL, customers: 300, now });
  });
  after(async () => {
    await sftp.close();
    await folder[Symbol.asyncDispose]();
  });

  const prepared = (workspace: Workspace, sample: string) =>
    prepareExport({
      workspace,
      text: readFileSync(join(workspace.folder, 'exports', sample), 'utf8'),
      file: `exports/${sample}`,
      runAt,
    });
  const run = async (workspace: Workspace, sample: string): Promise<RunResult> =>
    runExport(prepared(workspace, sample), {
      runId: basename(workspace.folder),
      keepFolder: join(workspace.folder, 'kept', sample),
      signal,
    });

  it('K1 K3 the workspace and its whole catalog have no problems', () => {
    assert.deepEqual([...duckdb.problems, ...duckdb.catalogProblems()], []);
  });

  for (const sample of SAMPLES) {
    it(`D1 O6 ${basename(sample, '.export.yaml')}: delivers, the same bytes from DuckDB and from PostgreSQL`, async function () {
      this.timeout(60_000);
      const [one, other] = [await run(duckdb, sample), await run(postgres, sample)];
      assert.equal(one.receipt.rows > 0, !EMPTY.has(sample), `${one.receipt.rows} rows`);
      assert.equal(other.receipt.rows, one.receipt.rows);
      assert.deepEqual(
        one.receipt.deliveries.map(d => d.destination),
        prepared(duckdb, sample).definition.deliver?.map(d => d.to) ?? [],
      );
      const [a, b] = [one, other].map(result => result.receipt.kept?.map(file => readFileSync(file))) as Buffer[][];
      // PostgreSQL's jsonb has spaces of its own, DuckDB's text has those that were written.
      const json = one.receipt.columns.some(column => column.type === 'json');
      if (!AVERAGES.has(sample) && !json)
        for (const [i, bytes] of (a ?? []).entries())
          assert.equal(b?.[i]?.compare(bytes), 0, `${one.receipt.kept} ${other.receipt.kept}`);
    });
  }

  it('V6 a preview is the beginning of the file', async () => {
    const sample = 'daily-sales.export.yaml';
    const preview = await previewExport(prepared(postgres, sample), { rows: 5, showPersonalData: true, signal });
    const { receipt } = await run(postgres, sample);
    const file = readFileSync(receipt.kept?.[0] ?? '');
    assert.ok(preview.bytes.length > 100);
    assert.ok(file.subarray(0, preview.bytes.length).equals(preview.bytes));
  });
});
