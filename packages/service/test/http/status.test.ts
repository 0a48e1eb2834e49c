import assert from 'node:assert/strict';
import { rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { healthSchema, openApiDocument, readySchema } from '@waybill/api';
import { CATALOGUE } from '@waybill/engine/errors';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { createServer } from '../../src/http/server.ts';
import { closeServed, refusal, serve, serveService } from './served.ts';

/** The value of a metric in the exposition. */
const metric = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find(one => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
};

eachStore('status of the service', open => {
  afterEach(closeServed);
  afterEach(closeServices);

  it('C4: health says that the process answers, readiness that it can work, and why not', async () => {
    const served = await serve({ store: await open() });
    const { folder, version } = served.service;
    assert.deepEqual(healthSchema.parse(await (await served.ask('/health')).json()), { status: 'ok', version });
    const ready = async () => {
      const response = await served.ask('/ready');
      return { status: response.status, ...readySchema.parse(await response.json()) };
    };
    const right = await ready();
    assert.deepEqual([right.status, right.ready], [200, true]);
    assert.deepEqual(
      right.checks.map(check => check.name),
      ['database', 'workspace', 'files', 'scheduler'],
    );

    await writeFile(join(folder, 'waybill.yaml'), 'version: 1\nbrnd: {}\n');
    const wrong = await waitFor('a fresh answer', async () => {
      const answer = await ready();
      return answer.status === 503 && answer;
    });
    assert.deepEqual(
      wrong.checks.filter(check => !check.ok).map(check => check.name),
      ['workspace'],
    );
    assert.match(wrong.checks.find(check => !check.ok)?.detail ?? '', /brnd/);
  });

  it('C4: readiness says when files cannot be kept', async () => {
    const service = await testService({
      store: await open(),
      env: { WAYBILL_PORT: '0', WAYBILL_ARTIFACTS: 'waybill.yaml/x' },
    });
    const served = await serveService(service);
    const answer = readySchema.parse(await (await served.ask('/ready')).json());
    assert.match(answer.checks.find(check => check.name === 'files')?.detail ?? '', /cannot be kept in .*ENOTDIR/);
  });

  it('C4: metrics count runs, rows and bytes, firings, requests, and what waits', async () => {
    const served = await serve({ store: await open() });
    const client = await served.client('editor');
    const { run } = await client.deployExport({ body: { text: peopleExport('deliver: {to: share}\n') } });
    await client.deployExport({ body: { text: peopleExport('schedule: {daily: {hours: [6]}}\n', '[id]', 'daily') } });
    const waiting = await (await served.ask('/metrics')).text();
    assert.equal(metric(waiting, 'waybill_queue_depth'), 1);
    assert.equal(metric(waiting, 'waybill_runs{status="queued"}'), 1);
    await served.service.work();
    served.metrics.ticked(0.01, { lateness: [1500] });
    const response = await served.ask('/metrics');
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const said = await response.text();
    const { bytes } = await client.getRun({ params: { id: run ?? '' } });
    assert.equal(metric(said, 'waybill_runs_finished_total{status="success"}'), 1);
    assert.equal(metric(said, 'waybill_delivered_rows_total'), 3);
    assert.equal(metric(said, 'waybill_delivered_bytes_total'), bytes);
    assert.equal(metric(said, 'waybill_run_seconds_count{status="success"}'), 1);
    assert.equal(metric(said, 'waybill_firing_lateness_seconds_sum'), 1.5);
    assert.equal(metric(said, 'waybill_tick_seconds_count'), 1);
    assert.equal(metric(said, 'waybill_store_up'), 1);
    assert.equal(metric(said, 'waybill_http_request_seconds_count{route="/v1/exports",method="POST",status="200"}'), 2);
    assert.ok((metric(said, 'process_resident_memory_bytes') ?? 0) > 0);
  });

  it('C4: labels of metrics are bounded, whatever is asked', async () => {
    const served = await serve({ store: await open() });
    const token = await served.token('viewer');
    for (let i = 0; i < 20; i++) {
      await (await served.ask(`/v1/exports/name-${i}`, { token })).text();
      await (await served.ask(`/nothing/${i}`)).text();
    }
    const said = await (await served.ask('/metrics')).text();
    assert.doesNotMatch(said, /name-1|nothing/);
    assert.equal(metric(said, 'waybill_http_request_seconds_count{route="none",method="GET",status="404"}'), 20);
  });

  it('C4 Q1: metrics ask for their token where there is one', async () => {
    const served = await serve({ store: await open(), env: { WAYBILL_METRICS_TOKEN: 'scrape-me-please' } });
    assert.equal((await served.ask('/metrics')).status, 401);
    assert.equal((await served.ask('/metrics', { token: 'scrape-me-pleasf' })).status, 401);
    assert.equal((await served.ask('/metrics', { token: 'scrape-me-please' })).status, 200);
  });

  it('C2: the document that is served is the one that the schemas make, and pages to read hold nothing from elsewhere', async () => {
    const served = await serve({ store: await open() });
    const document = await (await served.ask('/openapi.json')).json();
    assert.deepEqual(document, JSON.parse(JSON.stringify(openApiDocument(served.service.version))));
    for (const [path, words] of [
      ['/docs', ['deployExport', 'Idempotency-Key', '/v1/runs/{id}/events']],
      ['/docs/errors', Object.keys(CATALOGUE)],
    ] as const) {
      const response = await served.ask(path);
      const page = await response.text();
      for (const word of words) assert.ok(page.includes(word), `${path}: ${word}`);
      const policy = response.headers.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'none'; style-src 'sha256-/);
      assert.doesNotMatch(page, /<script|<link|src=|style="|@import|url\(/);
      assert.doesNotMatch(page, /\[object|undefined|function/);
      const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(match => match[1]));
      for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.has(target), `${path}#${target}`);
    }
  });

  it('C4: a fault says nothing of itself but the id that the log has it under', async () => {
    const served = await serve({ store: await open() });
    const token = await served.token('viewer');
    await served.ask('/v1/whoami', { token });
    Object.defineProperty(served.service.store.db, 'draft', {
      get: () => {
        throw new Error('the secret of the house');
      },
    });
    const response = await served.ask('/v1/drafts', { token });
    const answer = await refusal(response);
    assert.deepEqual([answer.status, answer.code], [500, 'internal-fault']);
    assert.doesNotMatch(JSON.stringify(answer), /secret of the house/);
    assert.match(answer.detail, new RegExp(answer.requestId));
    assert.equal(response.headers.get('x-request-id'), answer.requestId);
  });

  it('C4: a stop lets answers be finished and refuses what comes after', async () => {
    const served = await serve({ store: await open() });
    const { hostname, port } = new URL(served.url);
    const socket = connect({ host: hostname, port: Number(port) });
    let got = '';
    socket.setEncoding('utf8').on('data', chunk => {
      got += chunk;
    });
    const body = '{"kind":"create","title":"a","body":{}}';
    const token = await served.token('viewer');
    socket.write(
      `POST /v1/drafts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    await waitFor('the token to be used', async () => (await served.service.store.db.token.findFirst())?.lastUsedAt);
    const closed = served.close();
    socket.write(body.slice(5));
    await closed;
    await waitFor('the answer', () => got.includes('\r\n\r\n'));
    assert.match(got, /^HTTP\/1\.1 201 /);
    socket.destroy();
    await assert.rejects(served.ask('/health'));
  });

  it('C3: a port that is taken is said to be', async () => {
    const served = await serve({ store: await open() });
    const taken = {
      ...served.service,
      config: { ...served.service.config, WAYBILL_PORT: Number(new URL(served.url).port) },
    };
    const second = await createServer(taken, served.metrics);
    await assert.rejects(second.listen(), {
      code: 'cannot-listen',
      message: /Something listens at 127\.0\.0\.1:\d+ already/,
    });
    await second.close();
    const away = await createServer(
      { ...taken, config: { ...taken.config, WAYBILL_HOST: '192.0.2.1' } },
      served.metrics,
    );
    await assert.rejects(away.listen(), { code: 'cannot-listen', message: /EADDRNOTAVAIL/ });
    await away.close();
  });

  it('C4: a workspace that vanished is said, and nothing breaks', async () => {
    const served = await serve({ store: await open() });
    const token = await served.token('viewer');
    const file = join(served.service.folder, 'waybill.yaml');
    await rename(file, `${file}.away`);
    const response = await served.ask('/v1/destinations', { token });
    assert.ok(
      response.status < 500 || (await refusal(response)).code === 'workspace-unreadable',
      String(response.status),
    );
    await rm(`${file}.away`);
  });
});
