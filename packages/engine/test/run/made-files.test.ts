import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, truncate } from 'node:fs/promises';
import { freePort } from '../../../../test/support/free-port.ts';
import { type MadeFiles, madeFilesSchema, type RunProgress, WaybillError } from '../../src/index.ts';
import { LeaseLost, MemoryLedger } from './memory-ledger.ts';
import { problemsOf, type SalesWorkspace, salesWorkspace } from './sales-workspace.ts';

const ALL = 'fields: [id, email]\nfilters: none\n';
const TO_SHARE = `${ALL}deliver: {to: share, path: "x_{rows}", manifest: json}\n`;
const TO_BOTH = `${ALL}deliver: [{to: share, path: x}, {to: other, path: y, manifest: json}]\n`;
const HELD = `${TO_SHARE}checks: {nulls: {email: 5 %}}\n`;
const FAST = { attempts: 1, first: 1, factor: 1, longest: 1 };

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const throughJson = (made: MadeFiles | undefined): MadeFiles => madeFilesSchema.parse(JSON.parse(JSON.stringify(made)));

describe('files that were made before', () => {
  let sales: SalesWorkspace;
  beforeEach(async () => {
    sales = await salesWorkspace();
  });
  afterEach(() => sales[Symbol.asyncDispose]());

  const share = () => readdir(sales.join('share'));
  const rowsLater = () => sales.change("insert into sales values (4, 'late', null, 1, '2026-11-22 08:30:00+00')");

  it('O7 approving delivers the very file that was in quarantine, whatever the data is by now', async () => {
    const held = await sales.run(HELD);
    assert.equal(held.status, 'quarantined');
    assert.deepEqual(await share(), []);
    const made = throughJson(held.made);
    await sales.removeDatabase();
    const approved = await sales.run(HELD, { made, runId: 'r2' });
    assert.equal(approved.status, 'success');
    assert.deepEqual(await share(), ['x_3.csv', 'x_3.csv.manifest.json']);
    const delivered = await readFile(sales.join('share', 'x_3.csv'));
    assert.ok(delivered.equals(await readFile(made.files[0]?.path ?? '')));
    const { receipt } = approved;
    assert.equal(receipt.files[0]?.sha256, sha256(delivered));
    assert.deepEqual(
      [receipt.rows, receipt.columns, receipt.started, receipt.kept],
      [3, held.receipt.columns, held.receipt.started, held.receipt.kept],
    );
    assert.deepEqual(approved.facts, held.facts);
    const manifest = JSON.parse(await readFile(sales.join('share', 'x_3.csv.manifest.json'), 'utf8'));
    assert.deepEqual(manifest.files, receipt.files);
  });

  it('R3 a file that was made keeps its window, its name and its parts when it is delivered later', async () => {
    const definition =
      'fields: [id]\nfilters: none\nwindow: {last: 7 days}\nfile: {split: {rows: 1}}\ndeliver: {to: share, path: "x_{window.from}_{window.until}", manifest: trigger}\n';
    let told: MadeFiles | undefined;
    const first = await sales.run(definition, {
      onMade: async made => {
        told = throughJson(made);
      },
    });
    const before = await share();
    for (const name of before) await rm(sales.join('share', name));
    await sales.removeDatabase();
    const later = await sales.run(definition, { made: throughJson(told) });
    assert.deepEqual(await share(), before);
    assert.deepEqual(before, [
      'x_2026-11-15_2026-11-21.csv.done',
      'x_2026-11-15_2026-11-21_0001.csv',
      'x_2026-11-15_2026-11-21_0002.csv',
    ]);
    assert.deepEqual(later.receipt.files, first.receipt.files);
    assert.deepEqual(later.receipt.window, first.receipt.window);
  });

  it('R2 the files are told of when they are whole and kept, before anything appears', async () => {
    const told: MadeFiles[] = [];
    const seen: string[] = [];
    const { receipt } = await sales.run(TO_SHARE, {
      onMade: async made => {
        told.push(made);
        seen.push(...(await share()).filter(name => !name.startsWith('.')));
      },
    });
    assert.deepEqual(seen, []);
    const [made] = told;
    assert.equal(told.length, 1);
    assert.deepEqual(made, throughJson(made));
    const [file] = made?.files ?? [];
    assert.deepEqual([file?.path, file?.name, file?.rows], [sales.join('kept', 'x_3.csv'), 'x_3.csv', 3]);
    const bytes = await readFile(file?.path ?? '');
    assert.deepEqual([file?.bytes, file?.sha256], [bytes.length, sha256(bytes)]);
    assert.deepEqual(receipt.kept, [file?.path]);
  });

  it('R2 who cannot note the files ends the run: nothing appears, nothing is kept', async () => {
    const gone = new Error('the database of the service is away');
    const run = sales.run(TO_SHARE, { keepOnFailure: true, onMade: () => Promise.reject(gone) });
    await assert.rejects(run, error => error === gone);
    assert.deepEqual([await share(), await readdir(sales.join('kept'))], [[], []]);
  });

  it('R2 the files are kept when only delivering failed, so that a retry asks no database', async () => {
    const definition = `${ALL}deliver: [{to: nowhere}, {to: share, path: x}]\n`;
    let made: MadeFiles | undefined;
    const onMade = async (files: MadeFiles) => {
      made = files;
    };
    await problemsOf(sales.run(definition, { onMade }));
    assert.ok(!existsSync(made?.files[0]?.path ?? ''), 'not asked to keep them');
    await problemsOf(sales.run(definition, { onMade, keepOnFailure: true }));
    const content = await readFile(made?.files[0]?.path ?? '', 'utf8');
    await sales.removeDatabase();
    const { receipt } = await sales.run(TO_SHARE, { made: throughJson(made) });
    assert.equal(await readFile(sales.join('share', 'x_3.csv'), 'utf8'), content);
    assert.equal(receipt.rows, 3);
  });

  it('R2 a destination that is down for now does not keep the file from being made', async () => {
    const port = await freePort();
    const down = { type: 'ftp', host: '127.0.0.1', port, user: 'u', password: 'p' };
    sales.options = { destinations: { down } };
    let made: MadeFiles | undefined;
    const problems = await problemsOf(
      sales.run(`${ALL}deliver: {to: down}\n`, {
        keepOnFailure: true,
        retry: FAST,
        onMade: async files => {
          made = files;
        },
      }),
    );
    assert.equal(problems[0]?.code, 'destination-unreachable');
    assert.ok(existsSync(made?.files[0]?.path ?? ''));
  });

  it('R2 a file that is gone or was changed is not delivered, and the error says which', async () => {
    const made = throughJson((await sales.run(HELD)).made);
    const path = made.files[0]?.path ?? '';
    await truncate(path, 3);
    const [changed] = await problemsOf(sales.run(TO_SHARE, { made }));
    assert.deepEqual([changed?.code, changed?.message.includes(path)], ['made-file-gone', true]);
    await rm(path);
    assert.equal((await problemsOf(sales.run(TO_SHARE, { made })))[0]?.code, 'made-file-gone');
    assert.deepEqual(await share(), []);
  });

  it('X4 progress of a file that was made before goes to 100 % of its bytes', async () => {
    const made = throughJson((await sales.run(HELD)).made);
    const seen: RunProgress[] = [];
    await sales.run(TO_SHARE, { made, onProgress: progress => seen.push(progress) });
    const bytes = made.files[0]?.bytes;
    assert.deepEqual(seen.at(-1), { step: 'delivering', rows: 3, bytes, sent: bytes, percent: 100 });
  });

  /** An attempt that is killed right before it notes its delivery to a destination; the others are done. */
  const killedBefore = async (destination: string, definition: string, ledger: MemoryLedger) => {
    const killed = new Error('killed');
    const of = ledger.attempt('a');
    const dying = sales.run(definition, {
      attemptId: 'a',
      keepFolder: sales.join('kept', 'a'),
      keepOnFailure: true,
      ledger: {
        ...of,
        delivered: async (to, delivery, intent) => {
          if (to === destination) throw killed;
          await of.delivered(to, delivery, intent);
        },
        publishing: async (to, intent) => {
          if (to === destination && destination === 'other') throw killed;
          await of.publishing(to, intent);
        },
      },
    });
    await assert.rejects(dying, error => error === killed);
  };
  const next = (definition: string, ledger: MemoryLedger) =>
    sales.run(definition, { attemptId: 'b', keepFolder: sales.join('kept', 'b'), ledger: ledger.attempt('b') });

  it('R2 what is found delivered everywhere is a success, and the source is not asked', async () => {
    const ledger = new MemoryLedger();
    await killedBefore('share', TO_SHARE, ledger);
    await sales.removeDatabase();
    const { status, receipt, facts } = await next(TO_SHARE, ledger);
    assert.equal(status, 'success');
    assert.deepEqual([receipt.rows, receipt.files[0]?.name, facts.rows], [3, 'x_3.csv', 3]);
    assert.deepEqual(receipt.kept, [sales.join('kept', 'a', 'x_3.csv')]);
    assert.deepEqual(await share(), ['x_3.csv', 'x_3.csv.manifest.json']);
    // Once more, after its kept file was deleted in time.
    await rm(sales.join('kept', 'a'), { recursive: true });
    const again = await next(TO_SHARE, ledger);
    assert.deepEqual([again.receipt.deliveries, again.receipt.kept], [receipt.deliveries, undefined]);
    assert.equal(ledger.deliveries, 1);
  });

  it('R2 one destination has its file, the other gets the same one, and the source is not asked', async () => {
    const ledger = new MemoryLedger();
    await killedBefore('other', TO_BOTH, ledger);
    await sales.removeDatabase();
    const { receipt } = await next(TO_BOTH, ledger);
    assert.ok((await readFile(sales.join('other', 'y.csv'))).equals(await readFile(sales.join('share', 'x.csv'))));
    assert.deepEqual(receipt.warnings, []);
    assert.deepEqual(
      receipt.deliveries.map(({ destination, files: [file] }) => [destination, file?.path, file?.rows]),
      [
        ['share', 'x.csv', 3],
        ['other', 'y.csv', 3],
      ],
    );
  });

  it('R2 X3 where the file of the earlier attempt is gone, the receipt says what each destination has', async () => {
    const ledger = new MemoryLedger();
    await killedBefore('other', TO_BOTH, ledger);
    await rm(sales.join('kept', 'a'), { recursive: true });
    await rowsLater();
    const { receipt } = await next(TO_BOTH, ledger);
    assert.deepEqual([receipt.rows, receipt.files[0]?.name], [4, 'y.csv']);
    assert.deepEqual(
      receipt.deliveries.map(({ destination, files: [file] }) => [destination, file?.rows]),
      [
        ['share', 3],
        ['other', 4],
      ],
    );
    const old = await readFile(sales.join('share', 'x.csv'));
    assert.equal(receipt.deliveries[0]?.files[0]?.sha256, sha256(old));
    assert.match(receipt.warnings.join(), /^share has what an earlier attempt .* x\.csv with 3 rows in \d+ bytes/);
    const manifest = JSON.parse(await readFile(sales.join('other', 'y.csv.manifest.json'), 'utf8'));
    assert.deepEqual([manifest.rows, manifest.warnings], [4, []]);
  });

  it('R2 two files for one destination are two deliveries', async () => {
    const definition = `${ALL}deliver: [{to: share, path: x}, {to: share, path: y}]\n`;
    const ledger = new MemoryLedger();
    await sales.run(definition, { ledger: ledger.attempt('a'), attemptId: 'a' });
    assert.deepEqual([ledger.deliveries, await share()], [2, ['x.csv', 'y.csv']]);
    const { receipt } = await next(definition, ledger);
    assert.equal(ledger.deliveries, 2);
    assert.deepEqual(
      receipt.deliveries.map(({ files: [file] }) => file?.path),
      ['x.csv', 'y.csv'],
    );
  });

  it('R2 an attempt that lost its claim ends with that, even when it is stopped because of it', async () => {
    const stop = new AbortController();
    const lost = new LeaseLost('another process has it');
    const ledger = new MemoryLedger().attempt('a');
    const run = sales.run(TO_SHARE, {
      signal: stop.signal,
      ledger: {
        ...ledger,
        staging: () => {
          stop.abort(lost);
          return Promise.reject(lost);
        },
      },
    });
    await assert.rejects(run, error => error === lost);
    assert.deepEqual([await share(), await readdir(sales.join('kept'))], [[], []]);
  });

  it('R2 a claim that one destination refuses leaves what the others were delivered', async () => {
    const ledger = new MemoryLedger();
    const refused = new WaybillError([
      { code: 'interrupted', kind: 'check', severity: 'error', message: 'claimed', fix: '' },
    ]);
    const of = ledger.attempt('a');
    const run = sales.run(TO_BOTH, {
      ledger: { ...of, begin: to => (to === 'other' ? Promise.reject(refused) : of.begin(to)) },
    });
    await assert.rejects(run, error => error === refused);
    assert.deepEqual([await share(), await readdir(sales.join('other')), ledger.deliveries], [['x.csv'], [], 1]);
  });
});
