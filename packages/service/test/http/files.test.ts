import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Client } from '@waybill/api';
import fc from 'fast-check';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { tidy } from '../../src/artifacts/tidy.ts';
import { closeServed, codeOf, refusal, type Served, serve } from './served.ts';

const NAME = 'Käufer & "Kunden" 漢字.csv';
const TO_SHARE = `deliver: {to: share, path: ${JSON.stringify(NAME)}}\n`;
const DAY = 24 * 60 * 60_000;

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');
eachStore('kept files', open => {
  let served: Served;
  let client: Client;
  let id: string;
  let content: string;
  beforeEach(async () => {
    served = await serve({ store: await open() });
    client = await served.client('editor');
    const { run } = await client.deployExport({ body: { text: peopleExport(TO_SHARE) } });
    id = run ?? '';
    await served.service.work();
    content = await download();
  });
  afterEach(closeServed);
  afterEach(closeServices);

  const download = async () => text((await client.downloadFile({ params: { id, file: NAME } })).body);
  const path = () => `/v1/runs/${id}/files/${encodeURIComponent(NAME)}`;

  it('R5: a file comes down with its name, size and hash, whatever it is called', async () => {
    const file = await client.downloadFile({ params: { id, file: NAME } });
    const got = await text(file.body);
    assert.match(got, /^id,name,Mail\n1,Anna/);
    assert.deepEqual([file.name, file.size, file.sha256], [NAME, Buffer.byteLength(got), sha256(got)]);
    assert.equal(file.type, 'text/csv; charset=utf-8');
    const { headers } = await served.ask(path(), { token: await served.token('viewer') });
    assert.equal(
      headers.get('content-disposition'),
      `attachment; filename="K_ufer & _Kunden_ __.csv"; filename*=UTF-8''K%C3%A4ufer%20%26%20%22Kunden%22%20%E6%BC%A2%E5%AD%97.csv`,
    );
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  it('R5: any part of a file can be asked for, and is just that part', async () => {
    const token = await served.token('viewer');
    const bytes = Buffer.from(content);
    const part = async (range: string, more: Record<string, string> = {}) => {
      const response = await served.ask(path(), { token, headers: { range, ...more } });
      return { status: response.status, range: response.headers.get('content-range'), text: await response.text() };
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(bytes.length + 20), async (from, more) => {
        const to = Math.min(from + more, bytes.length - 1);
        const got = await part(`bytes=${from}-${from + more}`);
        assert.deepEqual(got, {
          status: 206,
          range: `bytes ${from}-${to}/${bytes.length}`,
          text: bytes.subarray(from, to + 1).toString(),
        });
      }),
      { numRuns: 25 },
    );
    assert.equal((await part('bytes=-5')).text, bytes.subarray(-5).toString());
    assert.equal((await part('bytes=10-')).text, bytes.subarray(10).toString());
    for (const whole of ['bytes=0-1,4-5', 'lines=1-2', 'bytes=5-2', 'bytes=-', 'garbage']) {
      assert.deepEqual(await part(whole), { status: 200, range: null, text: content }, whole);
    }
    const outside = await served.ask(path(), { token, headers: { range: `bytes=${bytes.length}-` } });
    assert.deepEqual([outside.status, (await refusal(outside)).code], [416, 'range-not-there']);
    assert.equal((await part('bytes=0-1', { 'if-range': `"${sha256(content)}"` })).status, 206);
    assert.equal((await part('bytes=0-1', { 'if-range': '"another"' })).status, 200);
  });

  it('Q4: every download is in the audit log before it leaves, also by a link', async () => {
    const { files } = await client.linkRun({ params: { id } });
    await fetch(files[0]?.url ?? '').then(response => response.text());
    const admin = await served.client('admin');
    const { items } = await admin.listAudit();
    assert.deepEqual(
      items
        .filter(e => e.action === 'run.download')
        .map(e => [e.target, e.actor])
        .sort(),
      [
        [`${id}/${NAME}`, 'a editor'],
        [`${id}/${NAME}`, 'link'],
      ],
    );
    assert.ok(items.some(e => e.action === 'run.link' && e.target === id));
  });

  it('Q1 R5: a signed link gives the file without a token, until its time and not for anything else', async () => {
    const { files, page, expiresAt } = await client.linkRun({ params: { id }, body: { hours: 2 } });
    assert.equal(expiresAt, '2026-12-01T14:00:00.000Z');
    assert.ok(page.startsWith(`${served.url}/r/${id}?`));
    const url = files[0]?.url ?? '';
    const get = async (address: string) => {
      const response = await fetch(address);
      const said = await response.text();
      return response.ok ? said : `${response.status} ${(JSON.parse(said) as { code: string }).code}`;
    };
    assert.equal(await get(url), content);
    const { search, pathname } = new URL(url);
    const until = new URLSearchParams(search).get('until') ?? '';
    const tampered = [
      url.replace(until, String(Number(until) + 1)),
      url.slice(0, -1),
      `${url}A`,
      url.replace(id, `${id}x`),
      url.replace(/signature=.*/, 'signature='),
      `${served.url}${pathname}`,
      `${served.url}/r/${id}/files/other.csv${search}`,
      `${served.url}/r/${id}/files/${encodeURIComponent(`../${NAME}`)}${search}`,
      `${served.url}${pathname}${new URL(page).search}`,
      `${url}&until=${until}`,
    ];
    for (const address of tampered) assert.equal(await get(address), '403 link-refused', address);
    served.service.clock.step(2 * 60 * 60_000 - 1000);
    assert.equal(await get(url), content);
    served.service.clock.step(1000);
    assert.equal(await get(url), '410 link-expired');
  });

  it('Q1: no garbled link opens anything, and none is met as a fault', async () => {
    const { files } = await client.linkRun({ params: { id } });
    const { pathname, searchParams } = new URL(files[0]?.url ?? '');
    const right = `${pathname} ${searchParams.get('until')} ${searchParams.get('signature')}`;
    const piece = (whole: string) =>
      fc.oneof(
        fc.constant(whole),
        fc.nat(whole.length).map(n => whole.slice(0, n)),
        fc.string({ unit: 'binary', maxLength: 40 }),
      );
    await fc.assert(
      fc.asyncProperty(
        piece(searchParams.get('until') ?? ''),
        piece(searchParams.get('signature') ?? ''),
        fc.oneof(
          fc.constant(pathname),
          fc.string({ minLength: 1 }).map(name => `/r/${id}/files/${encodeURIComponent(name.toWellFormed())}`),
        ),
        async (until, signature, where) => {
          fc.pre(`${where} ${until} ${signature}` !== right && !/\/\.{1,2}$/.test(where));
          const query = new URLSearchParams({ until: until.toWellFormed(), signature: signature.toWellFormed() });
          const response = await served.ask(`${where}?${query}`);
          assert.deepEqual([response.status, (await refusal(response)).code], [403, 'link-refused']);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('R5: a file is gone at its time: from the disk, from the run, and for those who ask', async () => {
    const [file] = (await client.getRun({ params: { id } })).files;
    assert.equal(file?.available, true);
    const { clock } = served.service;
    const kept = await served.service.store.db.runFile.findFirstOrThrow();
    clock.step(30 * DAY - 1);
    assert.equal((await tidy(served.service)).files, 0);
    assert.equal(await download(), content);
    clock.step(2);
    assert.equal(await codeOf(client.downloadFile({ params: { id, file: NAME } })), '410 file-gone');
    assert.equal((await tidy(served.service)).files, 1);
    assert.equal(await served.service.artifacts.open(kept.ref), undefined);
    assert.equal((await client.getRun({ params: { id } })).files[0]?.available, false);
    assert.deepEqual((await client.linkRun({ params: { id } })).files, []);
    assert.equal((await tidy(served.service)).files, 0);
  });

  it('R5: what is not there is said: the run, the file with the nearest name, or that it vanished', async () => {
    const get = (run: string, file: string) => client.downloadFile({ params: { id: run, file } });
    assert.equal(await codeOf(get('none', NAME)), '404 unknown-run');
    const token = await served.token('viewer');
    const response = await served.ask(path().replace('ufer', 'ufr'), { token });
    const answer = await refusal(response);
    assert.deepEqual([answer.status, answer.code, answer.problems[0]?.suggestions], [404, 'unknown-file', [NAME]]);
    await rm(join(served.service.folder, '.waybill/files'), { recursive: true });
    assert.equal(await codeOf(get(id, NAME)), '410 file-gone');
  });

  it('L4 Q4: files are for Slack only when the settings say so, and the audit log has where they go', async () => {
    const to = 'C0123ABCD/1795861512.000100';
    const share = () => client.shareRun({ params: { id }, body: { to } });
    assert.equal((await client.linkRun({ params: { id } })).upload, 'off');
    assert.equal(await codeOf(share()), '403 upload-refused');
    assert.equal(await codeOf(client.shareRun({ params: { id: 'none' }, body: { to } })), '404 unknown-run');
    assert.match(await codeOf(client.shareRun({ params: { id }, body: { to: 'evil.example' } })), /^(400|422) /);

    const { store, folder } = served.service;
    const key = (await readFile(join(folder, '.waybill/service/key'), 'utf8')).trim();
    const env = { WAYBILL_KEY: key, WAYBILL_SLACK_UPLOAD: '1' };
    const allowing = await serve({ store, env: { ...env, WAYBILL_SLACK_UPLOAD_PERSONAL: 'true' } });
    const other = await allowing.client('viewer');
    assert.equal((await other.linkRun({ params: { id } })).upload, 'allowed');
    const click = { idempotencyKey: 'one-click' };
    let replays = 0;
    const shared = await other.shareRun({ params: { id }, body: { to } }, click);
    const again = await other.shareRun({ params: { id }, body: { to } }, { ...click, onReplay: () => replays++ });
    assert.deepEqual([shared.files, again.files], Array(2).fill([{ name: NAME, bytes: Buffer.byteLength(content) }]));
    assert.equal(replays, 1);
    const { items } = await (await served.client('admin')).listAudit({ query: { action: 'run.share' } });
    assert.deepEqual(
      items.map(({ target, actor, detail }) => [target, actor, detail]),
      [[id, 'a viewer', { to }]],
    );

    // The model that the definition needs is gone: nobody can say that there is no personal data in it.
    const careful = await serve({
      store,
      env,
      files: { 'catalog/people.model.yaml': '' },
    });
    assert.equal((await (await careful.client('viewer')).linkRun({ params: { id } })).upload, 'personal_data');
    allowing.service.clock.step(31 * DAY);
    assert.equal((await other.linkRun({ params: { id } })).upload, 'no_files');
  });
});
