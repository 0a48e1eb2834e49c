import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, cp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { peopleExport, smallWorkspace } from '../../../../test/cli/small-workspace.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { stagedExtension } from '../../../../test/support/vscode/staged-extension.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { SOURCE, start } from './started.ts';

const CLI = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
/** A PATH without a `waybill`. */
const PATH = '/usr/bin:/bin';

describe('V6 the preview as it is packed', () => {
  let folder: TempFolder;
  /** The extension for this platform, and the one for all. */
  let native: string;
  let universal: string;
  const people = () => folder.join('exports', 'people.export.yaml');
  before(async function () {
    this.timeout(120_000);
    folder = await tempFolder();
    await smallWorkspace(folder);
    native = await stagedExtension();
    universal = folder.join('universal');
    await cp(`${native}/dist`, universal, { recursive: true });
    await rm(`${universal}/node_modules`, { recursive: true });
  });
  after(() => folder?.remove());
  const packed = (dist: string) => ({ program: `${dist}/preview-process.cjs`, execArgv: [], env: { PATH } });
  /** A program that is the `waybill` of this repository. */
  const command = async (name: string, script: string) => {
    await writeFile(folder.join(name), script);
    await chmod(folder.join(name), 0o755);
    return folder.join(name);
  };
  const waybill = () => {
    const words = [process.execPath, ...(SOURCE.execArgv ?? []), CLI].map(word => `'${word}'`).join(' ');
    return command('waybill', `#!/bin/sh\nexec ${words} "$@"\n`);
  };

  it('V6 C5: DuckDB and parquet work from the package of this platform, outside of any node_modules', async () => {
    using preview = start(packed(`${native}/dist`));
    const { table, bytes } = await preview.result(people());
    assert.equal(table.length, 3);
    assert.match(Buffer.from(bytes).toString(), /^id,name,Mail\n1,Anna,a\*\*\*@example\.com\n/);
    const parquet = await preview.result(people(), {
      unsaved: [[people(), peopleExport('file: {format: parquet}\n')]],
    });
    assert.equal(Buffer.from(parquet.bytes.subarray(-4)).toString(), 'PAR1');
  });

  it('V6 K2: without DuckDB one sentence says what to install', async () => {
    using preview = start(packed(universal));
    const [problem, ...others] = await preview.problems(people());
    assert.deepEqual([problem?.code, others], ['duckdb-missing', []]);
    assert.match(
      problem?.fix ?? '',
      /the package of that name, or a `waybill` command that the setting `waybill\.command`/,
    );
  });

  it('V6: without DuckDB the named `waybill` reads the rows, and what it lacks is said', async () => {
    using preview = start(packed(universal));
    const own = start();
    const expected = await own.result(people());
    own.dispose();
    const by = await waybill();
    const { notes, ...result } = await preview.result(people(), { command: by });
    assert.deepEqual({ ...result, notes: [] }, expected);
    assert.match(
      notes.join(),
      /^`.*waybill` read the rows: this package of the extension has no driver for their source\.$/,
    );
    const unsaved = await preview.result(people(), { command: by, unsaved: [[people(), peopleExport('')]] });
    assert.match(unsaved.notes.join(), /what is not saved yet was checked, and is not in them/);
    const shown = await preview.result(people(), { command: by, showPersonalData: true, rows: 1 });
    assert.deepEqual(shown.table, [['1', 'Anna', 'anna@example.com']]);
  });

  it('V6 C5: the package for all platforms reads no databases; it says so, or the named `waybill` does', async function () {
    this.timeout(60_000);
    const { stage } = (await import('../../scripts/stage.mjs' as string)) as {
      stage(folder: string, options: object): Promise<void>;
    };
    await stage(folder.join('small'), { minify: false });
    using preview = start(packed(folder.join('small', 'dist')));
    const [problem] = await preview.problems(people());
    assert.equal(problem?.code, 'drivers-missing');
    assert.equal((await preview.result(people(), { command: await waybill() })).table.length, 3);
  });

  it('V6: a command that is not there, fails, or is no waybill is named with what it did', async () => {
    using preview = start(packed(universal));
    const saidBy = async (by: string) => (await preview.problems(people(), { command: by }))[0];
    const gone = await saidBy(folder.join('nowhere'));
    assert.equal(gone?.code, 'waybill-command-failed');
    assert.match(gone?.message ?? '', /it could not be started \(ENOENT\)/);
    const failing = await saidBy(await command('failing', '#!/bin/sh\necho "no luck" >&2\nexit 3\n'));
    assert.match(failing?.message ?? '', /it ended with code 3 \(no luck\)/);
    const other = await saidBy(await command('other', '#!/bin/sh\necho "{}"\n'));
    assert.match(other?.message ?? '', /its answer is of another version/);
    const words = await saidBy(await command('words', '#!/bin/sh\necho hello\n'));
    assert.match(words?.message ?? '', /it did not answer in JSON/);
  });

  it('V6: cancel stops the command', async () => {
    using preview = start(packed(universal));
    const by = await command(
      'slow.mjs',
      `import { writeFileSync } from 'node:fs';
      process.on('SIGINT', () => { writeFileSync('${folder.join('stopped')}', ''); process.exit(130); });
      writeFileSync('${folder.join('started')}', '');
      setInterval(() => {}, 1000);`,
    );
    const abort = new AbortController();
    const answer = preview.preview(
      { file: people(), unsaved: [], rows: 1, showPersonalData: false, command: by },
      { signal: abort.signal },
    );
    await waitFor('the command to start', () => existsSync(folder.join('started')));
    abort.abort();
    assert.deepEqual(await answer, { kind: 'cancelled' });
    assert.ok(existsSync(folder.join('stopped')));
  });
});
