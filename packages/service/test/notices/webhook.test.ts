import assert from 'node:assert/strict';
import { hkdfSync } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eachStore } from '../../../../test/support/store.ts';
import type { SendResult } from '../../src/notices/notice-retry.ts';
import { isPublicAddress } from '../../src/notices/public-address.ts';
import { sendDueNotices } from '../../src/notices/send-notices.ts';
import { sendWebhook } from '../../src/notices/webhook.ts';
import { webhookResult } from '../../src/notices/webhook-answer.ts';
import { writeNotices } from '../../src/notices/write-notices.ts';
import { verifyLink } from '../../src/security/links.ts';
import { putSecret } from '../../src/security/secrets.ts';
import type { Notice } from '../../src/store/generated/sqlite/client.ts';
import type { Store } from '../../src/store/store.ts';
import { addExport, addRun, testService } from './test-service.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly url: string | undefined;
}

/** A receiver on the loopback. */
async function startReceiver(answer: RequestListener = (_request, response) => response.writeHead(204).end()) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    received.push({ headers: request.headers, body, url: request.url });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    received,
    port,
    url: `http://127.0.0.1:${port}/hooks?key=1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function noticeFor(store: Store, target: string): Promise<Notice> {
  const exportId = await addExport(store);
  const runId = await addRun(store, exportId, {
    ...{ status: 'success', rows: 2n, bytes: 1400n },
    ...{ windowFrom: new Date('2026-11-20T23:00:00Z'), windowUntil: new Date('2026-11-21T23:00:00Z') },
  });
  await store.db.runFile.create({
    data: {
      ...{ id: 'fil_1', runId, name: 'a.csv', bytes: 1400n, rows: 2n, sha256: 'f'.repeat(64), ref: 'x' },
      ...{ createdAt: new Date(), expiresAt: new Date(Date.now() + 86_400_000) },
    },
  });
  await store.transaction(tx =>
    writeNotices(tx, new Date(), {
      ...{ exportId, runId, notices: [{ event: 'success', channel: 'webhook', target }] },
      content: event => ({
        ...{ event, export: 'daily-sales', exportId, run: runId, runStatus: 'success', title: 'daily-sales finished' },
        ...{ lines: [{ label: 'Rows', value: '2' }], cause: null, advice: null },
      }),
    }),
  );
  return store.db.notice.findFirstOrThrow();
}

const LOOPBACK = { WAYBILL_WEBHOOK_HOSTS: 'hooks.brand.example, 127.0.0.1' };
const noMail = { send: () => Promise.reject(new Error('no mail here')), close: () => {} };

const errorOf = (result: SendResult): string => (result.kind === 'sent' ? '' : result.error);

type Verifier = (headers: IncomingHttpHeaders, body: string, secret: string) => boolean;

/** The function that docs/notices.md gives receivers to verify with. */
async function documented(): Promise<Verifier> {
  const page = await readFile(new URL('../../../../docs/notices.md', import.meta.url), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { isFromWaybill } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return isFromWaybill as Verifier;
}

eachStore('Notices by webhook', open => {
  it('N1 webhook: a signed POST that holds the notice and the run as values', async () => {
    await using receiver = await startReceiver();
    const store = await open();
    const service = testService(store, LOOPBACK);
    const notice = await noticeFor(store, receiver.url);
    assert.equal(await sendDueNotices(service, noMail), 1);
    assert.equal((await store.db.notice.findUniqueOrThrow({ where: { id: notice.id } })).state, 'sent');

    const [got] = receiver.received;
    assert.equal(got?.url, '/hooks?key=1');
    assert.equal(got.headers['content-type'], 'application/json');
    assert.equal(got.headers['user-agent'], 'Waybill/1.2.3');
    assert.equal(got.headers['webhook-id'], notice.id);
    const body = JSON.parse(got.body);
    assert.equal(body.type, 'run.success');
    const { page, files, links_until, ...data } = body.data;
    assert.deepEqual(data, {
      ...{ notice: notice.id, export: 'daily-sales', run: notice.runId, status: 'success' },
      window: { from: '2026-11-20T23:00:00.000Z', to: '2026-11-21T23:00:00.000Z' },
      ...{ rows: 2, bytes: 1400, title: 'daily-sales finished', cause: null, advice: null },
      lines: [{ label: 'Rows', value: '2' }],
    });
    const { url, ...file } = files[0];
    assert.deepEqual(file, { name: 'a.csv', bytes: 1400, rows: 2, sha256: 'f'.repeat(64) });
    for (const [link, name] of [
      [url, 'a.csv'],
      [page, undefined],
    ] as const) {
      const query = Object.fromEntries(new URL(link).searchParams);
      const until = verifyLink(service, { run: notice.runId ?? '', file: name }, query);
      assert.equal(until.toISOString(), links_until);
    }
  });

  it('N1 webhook: verified as docs/notices.md says, with the key of the service or the secret of the workspace', async () => {
    await using receiver = await startReceiver();
    const store = await open();
    const service = testService(store, LOOPBACK);
    const notice = await noticeFor(store, receiver.url);
    const actor = { name: 'admin', role: 'admin', via: 'api' } as const;
    const own = Buffer.from('0123456789abcdef0123456789abcdef');

    await sendWebhook(service, notice);
    await putSecret(service, actor, 'webhook', `whsec_${own.toString('base64')}`);
    await sendWebhook(service, notice);
    await putSecret(service, actor, 'webhook', 'any other text');
    await sendWebhook(service, notice);

    const derived = Buffer.from(hkdfSync('sha256', Buffer.alloc(32, 7), '', 'waybill webhook', 32));
    const keys = [derived, own, Buffer.from('any other text')];
    assert.equal(receiver.received.length, keys.length);
    const isFromWaybill = await documented();
    for (const [i, { headers, body }] of receiver.received.entries()) {
      const secretOf = (key: Buffer | undefined) => `whsec_${(key ?? Buffer.alloc(0)).toString('base64')}`;
      assert.equal(isFromWaybill(headers, body, secretOf(keys[i])), true);
      assert.equal(isFromWaybill(headers, body, secretOf(keys[(i + 1) % 3])), false);
      assert.equal(isFromWaybill(headers, `${body} `, secretOf(keys[i])), false);
      const old = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 3600) };
      assert.equal(isFromWaybill(old, body, secretOf(keys[i])), false);
    }
  });

  it('N2 webhook: an answer that is no 2xx is tried again, at the time that the receiver asks for', async () => {
    await using receiver = await startReceiver((_request, response) =>
      response.writeHead(503, { 'retry-after': '7200' }).end('busy'),
    );
    const store = await open();
    const service = testService(store, LOOPBACK);
    const notice = await noticeFor(store, receiver.url);
    await sendDueNotices(service, noMail);
    const row = await store.db.notice.findUniqueOrThrow({ where: { id: notice.id } });
    assert.equal(row.state, 'pending');
    assert.equal(row.error, 'the receiver answered 503');
    assert.ok(Math.abs((row.nextAt?.getTime() ?? 0) - Date.now() - 7_200_000) < 60_000);
    assert.equal(await sendDueNotices(service, noMail), 0);
  });

  it('N2 webhook: a receiver that hangs up or is not there is tried again', async () => {
    await using receiver = await startReceiver((_request, response) => response.destroy());
    const store = await open();
    const service = testService(store, LOOPBACK);
    const notice = await noticeFor(store, receiver.url);
    assert.equal((await sendWebhook(service, notice)).kind, 'retry');
    const nobody = await sendWebhook(service, { ...notice, target: 'http://127.0.0.1:1/' });
    assert.equal(nobody.kind, 'retry');
  });

  it('Q2 webhook: a redirect is not followed', async () => {
    await using inside = await startReceiver();
    await using receiver = await startReceiver((_request, response) =>
      response.writeHead(307, { location: inside.url }).end(),
    );
    const store = await open();
    const service = testService(store, LOOPBACK);
    const result = await sendWebhook(service, await noticeFor(store, receiver.url));
    assert.equal(result.kind, 'refused');
    assert.equal(inside.received.length, 0);
  });

  it('Q2 webhook: without a list, no name and no spelling of an address leads into the own network', async () => {
    await using receiver = await startReceiver();
    const store = await open();
    const service = testService(store);
    const notice = await noticeFor(store, receiver.url);
    const { port } = receiver;
    const targets: readonly (readonly [string, RegExp])[] = [
      [`http://127.0.0.1:${port}/`, /https only, unless WAYBILL_WEBHOOK_HOSTS/],
      [`https://127.0.0.1:${port}/`, /^127\.0\.0\.1 is not on the public internet/],
      [`https://127.1:${port}/`, /not on the public internet/],
      [`https://0x7f000001:${port}/`, /not on the public internet/],
      [`https://2130706433:${port}/`, /not on the public internet/],
      [`https://0.0.0.0:${port}/`, /not on the public internet/],
      [`https://[::1]:${port}/`, /not on the public internet/],
      [`https://[::ffff:127.0.0.1]:${port}/`, /not on the public internet/],
      [`https://localhost:${port}/`, /^localhost \(.+\) is not on the public internet/],
      [`https://169.254.169.254/latest/meta-data`, /not on the public internet/],
      [`ftp://hooks.brand.example/`, /go to https/],
      ['file:///etc/passwd', /go to https/],
      ['not an address', /is not an address/],
    ];
    for (const [target, expected] of targets) {
      const result = await sendWebhook(service, { ...notice, target });
      assert.equal(result.kind, 'refused', `${target} ${JSON.stringify(result)}`);
      assert.match(errorOf(result), expected, target);
    }
    assert.equal(receiver.received.length, 0);
  });

  it('Q2 webhook: with a list, only what is on it', async () => {
    await using receiver = await startReceiver();
    const store = await open();
    const service = testService(store, { WAYBILL_WEBHOOK_HOSTS: '*.brand.example,127.0.0.1' });
    const notice = await noticeFor(store, receiver.url);
    const other = await sendWebhook(service, { ...notice, target: `http://localhost:${receiver.port}/` });
    assert.deepEqual(other, {
      kind: 'refused',
      error: 'localhost is not one of the hosts in WAYBILL_WEBHOOK_HOSTS',
    });
    assert.deepEqual(await sendWebhook(service, notice), { kind: 'sent' });
  });
});

describe('Notices by webhook: what answers mean', () => {
  const now = new Date('2026-11-22T06:00:00Z');
  const HOUR = 3_600_000;
  const ANSWERS: readonly (readonly [number, string | undefined, 'sent' | 'refused' | 'retry', number | undefined])[] =
    [
      [200, undefined, 'sent', undefined],
      [204, undefined, 'sent', undefined],
      [299, undefined, 'sent', undefined],
      [301, undefined, 'refused', undefined],
      [307, undefined, 'refused', undefined],
      [400, undefined, 'retry', undefined],
      [401, undefined, 'retry', undefined],
      [404, undefined, 'retry', undefined],
      [410, undefined, 'refused', undefined],
      [410, '60', 'refused', undefined],
      [429, '60', 'retry', 60_000],
      [429, 'Sun, 22 Nov 2026 08:00:00 GMT', 'retry', 2 * HOUR],
      [429, 'Sun, 22 Nov 2026 05:00:00 GMT', 'retry', 60_000],
      [503, 'soon', 'retry', undefined],
      [500, undefined, 'retry', undefined],
    ];
  for (const [status, retryAfter, kind, after] of ANSWERS) {
    it(`N2 webhook: ${status}${retryAfter === undefined ? '' : ` with Retry-After ${retryAfter}`} is ${kind}`, () => {
      const result = webhookResult({ status, retryAfter, location: undefined }, now);
      assert.equal(result.kind, kind);
      assert.equal(result.kind === 'retry' ? result.after : undefined, after);
    });
  }
});

describe('Q2 webhook: which addresses are public', () => {
  const PUBLIC = [
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.1.1',
    '100.63.0.1',
    '2a00:1450::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ];
  const OTHERS =
    '127.0.0.1 127.255.255.255 10.1.2.3 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 localhost'.split(
      ' ',
    );
  it('Q2 webhook: those of the internet are', () => {
    for (const address of PUBLIC) assert.equal(isPublicAddress(address), true, address);
  });
  it('Q2 webhook: those of this machine, its network, the cloud and of nobody are not', () => {
    for (const address of [...OTHERS, '']) assert.equal(isPublicAddress(address), false, address);
  });
});
