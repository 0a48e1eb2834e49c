import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PEOPLE_CSV, peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { takeNotices } from '../../src/notices/claim-notices.ts';
import { recordNotice } from '../../src/notices/record-notice.ts';
import { writeNotices } from '../../src/notices/write-notices.ts';
import { claimRun } from '../../src/queue/claim-run.ts';
import { rejectRun } from '../../src/runs/decide-quarantine.ts';
import { executeRun } from '../../src/runs/execute-run.ts';
import { runHandlers } from '../../src/runs/handlers.ts';
import { fileUrl, runPageUrl } from '../../src/security/links.ts';
import { closeServed, type Served, serve } from '../http/served.ts';

const TO_SHARE = 'deliver: {to: share, path: "people_%Y%m%d", manifest: trigger}\n';

/** The words on a page, without its tags, style and script. */
const wordsOf = (page: string): string =>
  page
    .replaceAll(/<(style|script|head)[\s>][\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

eachStore('Run page', open => {
  afterEach(async () => {
    await closeServed();
    await closeServices();
  });

  const pathOf = (url: string) => new URL(url).pathname + new URL(url).search;
  const pageOf = (served: Served, run: string) => pathOf(runPageUrl(served.service, run));
  const read = async (served: Served, path: string, init: RequestInit = {}) => {
    const answer = await served.ask(path, { headers: { accept: 'text/html' }, ...init });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, words: wordsOf(text) };
  };
  /** A service with an export that was deployed and whose first run waits. */
  const deployed = async (more = TO_SHARE, files = {}) => {
    const served = await serve({ store: await open(), files });
    const made = await deploy(served.service, anna, { text: peopleExport(more) });
    return { served, run: made.run ?? '' };
  };

  it('R7 page: status, window, rows, size, receipt, log, first lines and a download of a run that succeeded', async () => {
    const { served, run } = await deployed(`${TO_SHARE}window: {by: event_date, from: 2026-01-01, to: 2026-03-31}\n`);
    await served.service.work();
    const { status, headers, text, words } = await read(served, pageOf(served, run));
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
    for (const expected of [
      /Test people Finished \d rows, \d+ bytes; everything was delivered\./,
      /File people_20261201\.csv \d rows, \d+ bytes; kept until Thursday 31 December 2026, 13:00 Download people_20261201\.csv/,
      /Window Thursday 1 January 2026 to .* \(\d+ days, Europe\/Vienna\)/,
      /Rows \d Size \d+ bytes Took [\d.]+ s Attempts 1 Asked for by Anna/,
      /Receipt share .*out\/people_20261201\.csv verified by its SHA-256 .*people_20261201\.csv\.done put there last, when everything was complete/,
      /SHA-256 of people_20261201\.csv [0-9a-f]{64}/,
      /First lines Of people_20261201\.csv; that is all of it\. id,name,Mail 1,Anna,anna@example\.com/,
      /Log 2026-12-01 13:00:00 Queued when Anna created the export\./,
      /Times are those of Europe\/Vienna\./,
      new RegExp(`Run ${run}, revision 1\\. This page, and the downloads on it, work until Tuesday 8 December 2026`),
    ])
      assert.match(words, expected);
    assert.doesNotMatch(text, /<script/, 'nothing updates a run that is over');
    assert.doesNotMatch(text, /http-equiv="refresh"/);
  });

  it('R7 page: nobody keeps, finds, frames or is told of the page, and nothing foreign runs on it', async () => {
    const { served, run } = await deployed();
    const waiting = await read(served, pageOf(served, run));
    const { headers, text } = waiting;
    assert.equal(headers.get('cache-control'), 'private, no-store');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.match(headers.get('x-robots-tag') ?? '', /noindex/);
    assert.equal(headers.get('x-frame-options'), 'DENY');
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none';/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    assert.ok(nonce.length > 20);
    const tags = [...text.matchAll(/<(?:script|style)[^>]*>/g)].map(([tag]) => tag);
    assert.deepEqual(tags, [`<style nonce="${nonce}">`, `<script nonce="${nonce}">`]);
    assert.doesNotMatch(text, /(?:src|href)="(?!\/r\/|data:,)/);
    const again = await read(served, pageOf(served, run));
    assert.ok(!again.text.includes(nonce), 'a nonce is used once');
  });

  it('R7 page: a run that waits, works, and ends is followed, and only while it goes on', async () => {
    const { served, run } = await deployed();
    const { service } = served;
    const now = async () => read(served, pageOf(served, run).replace('?', '/now?'));
    const waiting = await read(served, pageOf(served, run));
    assert.match(waiting.words, /Waiting It begins when it is its turn\./);
    assert.match(waiting.text, /<noscript><meta http-equiv="refresh" content="5"><\/noscript>/);
    assert.match((await now()).text, /^<div id="run" data-over="false"/);

    const claimed = await claimRun(service);
    assert.ok(claimed);
    const progress = { step: 'delivering', rows: 4821, bytes: 1_000_000, sent: 400_000, percent: 40 };
    await service.store.db.run.update({ where: { id: run }, data: { progress: JSON.stringify(progress) } });
    const working = await now();
    assert.match(working.words, /Running The file is being delivered\. 400 kB of 1\.0 MB sent \(40 %\)/);
    assert.match(working.text, /<progress aria-label="Progress" max="100" value="40">/);

    await executeRun(service, claimed, new AbortController().signal);
    const over = await now();
    assert.match(over.text, /^<div id="run" data-over="true" data-said="Finished\. 3 rows/);
    assert.match(over.words, /First lines/);
  });

  it('R7 page: a run that failed says the cause and what to do; a destination that may come back, when it is tried again', async () => {
    const { served, run } = await deployed(TO_SHARE, { 'data/people.csv': 'id,name\n1,Anna\n' });
    await served.service.work();
    const { words } = await read(served, pageOf(served, run));
    assert.match(words, /Failed It is not tried again by itself\. What went wrong .* What to do: /);
    assert.match(words, /Error: /);
    assert.doesNotMatch(words, /Receipt|First lines/);
    await served.service.store.db.run.update({
      where: { id: run },
      data: { status: 'queued', attempt: 2, availableAt: new Date('2026-12-01T12:04:00Z'), finishedAt: null },
    });
    const waiting = await read(served, pageOf(served, run));
    assert.match(
      waiting.words,
      /Waiting Attempt 2 did not succeed; the next one is on Tuesday 1 December 2026, 13:04\. What went wrong so far/,
    );
    assert.match(waiting.words, /Next attempt Tuesday 1 December 2026, 13:04/);
  });

  it('R7 O7 page: a file in quarantine shows what the checks found and the file itself, and then what was decided', async () => {
    const { served } = await deployed(`${TO_SHARE}checks: {rows: 10 %}\n`);
    const { service } = served;
    await service.work();
    await writeFile(join(service.folder, 'data/people.csv'), `${PEOPLE_CSV}4,Dora,d@example.com,2026-04-05\n`);
    service.clock.step(60_000);
    const { id } = await runHandlers.runExport(service, anna, { params: { name: 'people' }, body: {} });
    await service.work();
    const { words } = await read(served, pageOf(served, id));
    assert.match(words, /In quarantine A check before delivery said no, so nothing was sent\./);
    assert.match(words, /What the checks found The file has 4 rows, .* What to do: Look whether the data is complete/);
    assert.match(words, /Download people_20261201\.csv/);
    assert.match(words, /Receipt Delivered nowhere\./);
    assert.match(words, /4,Dora,d@example\.com/);
    await rejectRun(service, anna, id, 'too many');
    const rejected = await read(served, pageOf(served, id));
    assert.match(rejected.words, /Rejected Somebody decided that the file goes nowhere\./);
    assert.match(rejected.words, /Rejected by Anna: too many; the file goes nowhere\./);
  });

  it('R7 N2 page: notices that could not be sent are on it', async () => {
    const { served, run } = await deployed();
    const { service } = served;
    await service.work();
    const { exportId } = await service.store.db.run.findUniqueOrThrow({ where: { id: run } });
    await service.store.transaction(tx =>
      writeNotices(tx, new Date(), {
        ...{ exportId, runId: run },
        notices: [{ event: 'success', channel: 'webhook', target: 'https://hooks.example/secret' }],
        content: event => ({
          ...{ event, export: 'people', exportId, run, runStatus: 'success', title: 'x' },
          ...{ lines: [], cause: null, advice: null },
        }),
      }),
    );
    const [notice] = await takeNotices(service, { channels: ['webhook'], most: 1, lease: 60_000 });
    assert.ok(notice);
    await recordNotice(service, notice, { kind: 'refused', error: 'the receiver answered 410' });
    const { words } = await read(served, pageOf(served, run));
    assert.match(
      words,
      /Notices that could not be sent By webhook to hooks\.example \(success\): the receiver answered 410/,
    );
    assert.doesNotMatch(words, /secret/);
  });

  it('Q2 page: nothing that people or data hold becomes markup', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const served = await serve({
      store: await open(),
      files: { 'data/people.csv': `id,name,email,joined\n1,"${evil}",</pre><script>alert(1)</script>,2026-01-01\n` },
    });
    const text = peopleExport('deliver: {to: share, path: "p"}\n', '[id, name, {from: email, to: Mail}]', '"<b>x"');
    const made = await deploy(served.service, { ...anna, name: evil }, { text });
    await served.service.work();
    const page = await read(served, pageOf(served, made.run ?? ''));
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /<img|<script|<b>/);
    assert.ok(page.words.includes(evil));
    assert.ok(page.words.includes('</pre><script>alert(1)</script>'));
  });

  it('Q1 page: a link that was changed, has no signature, is for another run or has expired gives a plain page that says what to do', async () => {
    const { served, run } = await deployed();
    const { service } = served;
    await service.work();
    const right = pageOf(served, run);
    const other = pageOf(served, 'another');
    for (const path of [
      right.replace(/.$/, last => (last === 'A' ? 'B' : 'A')),
      right.replace(/until=\d/, 'until=9'),
      `/r/${run}`,
      `/r/${run}?until=a&signature=b`,
      `${right}&signature=x`,
      other.replace('another', run),
      right.replace('?', '/now?').replace(/until=\d/, 'until=9'),
    ]) {
      const { status, words, headers } = await read(served, path);
      assert.equal(status, 403, path);
      assert.match(words, /This link is not valid .*Open it as it was sent, or ask for a new one\./);
      assert.equal(headers.get('cache-control'), 'private, no-store');
      assert.doesNotMatch(words, /people/);
    }
    service.clock.step(169 * 3_600_000);
    const expired = await read(served, right);
    assert.equal(expired.status, 403);
    assert.match(
      expired.words,
      /This link does not work any more This link worked until .* Ask whoever sent it for a new one\./,
    );
  });

  it('R7 Q4 download: whole or in part, under its name, and in the audit log with the address', async () => {
    const { served, run } = await deployed();
    const { service } = served;
    await service.work();
    const page = await read(served, pageOf(served, run));
    const href = /href="(\/r\/[^"]+files[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const whole = await read(served, href);
    assert.equal(whole.status, 200);
    assert.match(whole.text, /^id,name,Mail\n1,Anna/);
    assert.equal(whole.headers.get('content-disposition'), 'attachment; filename="people_20261201.csv"');
    const part = await served.ask(href, { headers: { range: 'bytes=0-6' } });
    assert.equal(part.status, 206);
    assert.equal(await part.text(), 'id,name');
    const audited = await service.store.db.audit.findMany({ where: { actor: 'link' } });
    assert.deepEqual(audited.map(({ action, target, address }) => `${action} ${target} ${address}`).sort(), [
      `run.download ${run}/people_20261201.csv 127.0.0.1`,
      `run.download ${run}/people_20261201.csv 127.0.0.1`,
      `run.preview ${run} 127.0.0.1`,
    ]);
  });

  it('R7 download: a link that does not fit, and a file that is gone, are pages for people', async () => {
    const { served, run } = await deployed();
    const { service } = served;
    await service.work();
    const right = pathOf(fileUrl(service, run, 'people_20261201.csv'));
    const wrong = await read(served, right.replace('people_20261201.csv', 'other.csv'));
    assert.equal(wrong.status, 403);
    assert.match(wrong.words, /This link is not valid/);
    const absent = await read(served, pathOf(fileUrl(service, run, 'other.csv')));
    assert.equal(absent.status, 404);
    await service.store.db.runFile.updateMany({ data: { deletedAt: new Date() } });
    const gone = await read(served, right);
    assert.equal(gone.status, 410);
    assert.match(gone.words, /This file is not kept any more/);
    const page = await read(served, pageOf(served, run));
    assert.match(page.words, /people_20261201\.csv 3 rows, \d+ bytes; not kept any more/);
    assert.doesNotMatch(page.words, /Download|First lines/);
    await service.store.db.run.deleteMany();
    const nothing = await read(served, pageOf(served, run));
    assert.equal(nothing.status, 404);
    assert.match(nothing.words, /This run is not kept any more/);
  });
});
