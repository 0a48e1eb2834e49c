import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { freePort } from '../../../../test/support/free-port.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { createMailer } from '../../src/notices/email.ts';
import type { SendResult } from '../../src/notices/notice-retry.ts';
import { startNotices } from '../../src/notices/send-notices.ts';
import { writeNotices } from '../../src/notices/write-notices.ts';
import { verifyLink } from '../../src/security/links.ts';
import type { Notice } from '../../src/store/generated/sqlite/client.ts';
import type { Store } from '../../src/store/store.ts';
import { readMail, startMailServer } from './smtp-server.ts';
import { addExport, addRun, type TestService, testService } from './test-service.ts';

const FROM = 'Waybill <exports@brand.example>';

/** A run with one kept file, and a notice of its success. */
async function successNotice(
  store: Store,
  { target = 'anna@brand.example', title = 'daily-sales finished: 2 rows' } = {},
) {
  const exportId = await addExport(store);
  const runId = await addRun(store, exportId, { status: 'success', rows: 2n, bytes: 1400n });
  await store.db.runFile.create({
    data: {
      ...{ id: 'fil_1', runId, name: 'täglich & <b>.csv', bytes: 1400n, rows: 2n, ref: 'x' },
      ...{ createdAt: new Date(), expiresAt: new Date(Date.now() + 86_400_000) },
    },
  });
  await store.transaction(tx =>
    writeNotices(tx, new Date(), {
      ...{ exportId, runId, notices: [{ event: 'success', channel: 'email', target }] },
      content: () => ({
        ...{ event: 'success', export: 'daily-sales', exportId, run: runId, runStatus: 'success', title },
        lines: [
          { label: 'Rows', value: '2' },
          { label: 'Delivered to', value: 'share, /srv/<img src=x onerror=alert(1)>.csv' },
        ],
        ...{ cause: 'Stores & "things" <script>alert(1)</script>', advice: 'Füllen Sie die Liste.' },
      }),
    }),
  );
  return (await store.db.notice.findFirstOrThrow()) satisfies Notice;
}

const sent = async (service: TestService, notice: Notice) => {
  const mailer = createMailer(service);
  try {
    return await mailer.send(notice);
  } finally {
    mailer.close();
  }
};

const errorOf = (result: SendResult): string => (result.kind === 'sent' ? '' : result.error);

eachStore('Notices by e-mail', open => {
  it('N1 e-mail: messages of one moment share the connections of one pool', async () => {
    let connections = 0;
    await using server = await startMailServer({
      onConnect: (_, done) => {
        connections++;
        done();
      },
    });
    const store = await open();
    const url = `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`;
    const service = testService(store, { WAYBILL_SMTP_URL: url, WAYBILL_SMTP_FROM: FROM });
    const notice = await successNotice(store);
    const mailer = createMailer(service);
    try {
      const results = await Promise.all(Array.from({ length: 6 }, () => mailer.send(notice)));
      assert.deepEqual(new Set(results.map(({ kind }) => kind)), new Set(['sent']));
    } finally {
      mailer.close();
    }
    assert.equal(server.received.length, 6);
    assert.ok(connections <= 2, `${connections} connections`);
  });

  it('N1 e-mail: text and HTML with the words of the notice and signed links to the page and the file', async () => {
    await using server = await startMailServer();
    const store = await open();
    const url = `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`;
    const service = testService(store, { WAYBILL_SMTP_URL: url, WAYBILL_SMTP_FROM: FROM });
    const notice = await successNotice(store);
    assert.deepEqual(await sent(service, notice), { kind: 'sent' });

    const [mail] = server.received;
    assert.equal(mail?.from, 'exports@brand.example');
    assert.deepEqual(mail.to, ['anna@brand.example']);
    assert.equal(mail.secure, true, 'STARTTLS is taken when it is offered');
    const { headers, text, html } = readMail(mail.raw);
    assert.equal(headers.get('from'), FROM);
    assert.equal(headers.get('to'), 'anna@brand.example');
    assert.equal(headers.get('subject'), 'daily-sales finished: 2 rows');
    assert.equal(headers.get('auto-submitted'), 'auto-generated');

    assert.match(text, /^daily-sales finished: 2 rows\r?\n/);
    assert.match(text, /What to do: Füllen Sie die Liste\./);
    assert.match(text, /Rows: +2\r?\n/);
    const links = [...text.matchAll(/https:\S+/g)].map(([link]) => new URL(link));
    assert.deepEqual(
      links.map(link => decodeURIComponent(link.pathname)),
      [`/r/${notice.runId}/files/täglich & <b>.csv`, `/r/${notice.runId}`],
    );
    for (const [link, file] of [
      [links[0], 'täglich & <b>.csv'],
      [links[1], undefined],
    ] as const) {
      const until = link?.searchParams.get('until') ?? undefined;
      const signature = link?.searchParams.get('signature') ?? undefined;
      const end = verifyLink(service, { run: notice.runId ?? '', file }, { until, signature });
      assert.ok(Math.abs(end.getTime() - Date.now() - 168 * 3_600_000) < 60_000);
    }
    assert.match(text, /The links work until \w+ \d+ \w+ \d{4}, \d\d:\d\d \(Europe\/Vienna\)\./);

    assert.match(html, /<meta name="viewport" content="width=device-width/);
    assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
    assert.doesNotMatch(html, /<script|<img|<link|url\(/);
    const hrefs = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'));
    assert.deepEqual(new Set(hrefs), new Set(links.map(String)));
  });

  it('N1 e-mail: the id of the message stays the same when it is sent again', async () => {
    await using server = await startMailServer();
    const store = await open();
    const service = testService(store, {
      WAYBILL_SMTP_URL: `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`,
      WAYBILL_SMTP_FROM: FROM,
    });
    const notice = await successNotice(store);
    await sent(service, notice);
    await sent(service, notice);
    const ids = server.received.map(mail => readMail(mail.raw).headers.get('message-id'));
    assert.deepEqual(ids, [`<${notice.id}@brand.example>`, `<${notice.id}@brand.example>`]);
  });

  it('N1 e-mail: TLS from the start, with a login and a certificate that is checked', async () => {
    await using server = await startMailServer({ secure: true, authOptional: false });
    const store = await open();
    const at = `127.0.0.1:${server.port}`;
    const service = (url: string) => testService(store, { WAYBILL_SMTP_URL: url, WAYBILL_SMTP_FROM: FROM });
    const notice = await successNotice(store);

    const unknown = await sent(service(`smtps://waybill:p%40ss@${at}`), notice);
    assert.equal(unknown.kind, 'refused');
    assert.match(errorOf(unknown), /certificate of the mail server was not accepted/);

    const trusted = `tls.ca=${encodeURIComponent(server.certificate)}`;
    assert.deepEqual(await sent(service(`smtps://waybill:p%40ss@${at}?${trusted}`), notice), { kind: 'sent' });
    assert.equal(server.received[0]?.user, 'waybill');

    const wrong = await sent(service(`smtps://waybill:wrong@${at}?${trusted}`), notice);
    assert.equal(wrong.kind, 'refused');
    assert.match(errorOf(wrong), /535 5\.7\.8/);
    assert.doesNotMatch(JSON.stringify(wrong), /p%40ss|p@ss/);
  });

  const ANSWERS: readonly (readonly [string, number, 'retry' | 'refused'])[] = [
    ['a mailbox that is busy', 450, 'retry'],
    ['a full disk', 452, 'retry'],
    ['greylisting', 451, 'retry'],
    ['an address that does not exist', 550, 'refused'],
    ['a policy', 554, 'refused'],
  ];
  for (const [what, responseCode, expected] of ANSWERS) {
    it(`N2 e-mail: ${what} (${responseCode}) is ${expected === 'retry' ? 'tried again' : 'final'}`, async () => {
      const error = Object.assign(new Error(`sorry, ${what}`), { responseCode });
      await using server = await startMailServer({ onRcptTo: (_address, _session, done) => done(error) });
      const store = await open();
      const url = `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`;
      const service = testService(store, { WAYBILL_SMTP_URL: url, WAYBILL_SMTP_FROM: FROM });
      const result = await sent(service, await successNotice(store));
      assert.equal(result.kind, expected);
      assert.ok(errorOf(result).includes(`${responseCode} sorry, ${what}`), JSON.stringify(result));
    });
  }

  it('N2 e-mail: a refusal of the message itself, and a server that is not there or hangs up, are told apart', async () => {
    const store = await open();
    const notice = await successNotice(store);
    const service = (port: number) =>
      testService(store, {
        WAYBILL_SMTP_URL: `smtp://127.0.0.1:${port}?tls.rejectUnauthorized=false`,
        WAYBILL_SMTP_FROM: FROM,
      });
    await using spam = await startMailServer({
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on('end', () => done(Object.assign(new Error('looks like spam'), { responseCode: 554 })));
      },
    });
    assert.equal((await sent(service(spam.port), notice)).kind, 'refused');
    assert.equal((await sent(service(await freePort()), notice)).kind, 'retry');
    const hangsUp = createServer(socket => socket.destroy());
    hangsUp.listen(0, '127.0.0.1');
    await once(hangsUp, 'listening');
    assert.equal((await sent(service((hangsUp.address() as AddressInfo).port), notice)).kind, 'retry');
    hangsUp.close();
  });

  it('N2 e-mail: without a server, or with an address that is none, the notice says so', async () => {
    const store = await open();
    const notice = await successNotice(store);
    assert.deepEqual(await sent(testService(store), notice), {
      kind: 'refused',
      error: 'no e-mail can be sent, since WAYBILL_SMTP_URL of the service is not set',
    });
    assert.deepEqual(await sent(testService(store, { WAYBILL_SMTP_URL: 'smtp://127.0.0.1:1' }), notice), {
      kind: 'refused',
      error: 'no e-mail can be sent, since WAYBILL_SMTP_FROM of the service is not set',
    });
  });

  it('Q2 e-mail: nothing that people name becomes a header or another recipient', async () => {
    await using server = await startMailServer();
    const store = await open();
    const service = testService(store, {
      WAYBILL_SMTP_URL: `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`,
      WAYBILL_SMTP_FROM: FROM,
    });
    const notice = await successNotice(store, { title: 'x\r\nBcc: eve@evil.example\r\n\r\nbody' });
    for (const target of [
      'anna@brand.example, eve@evil.example',
      'anna@brand.example\r\nBcc: eve@evil.example',
      'Anna <eve@evil.example>',
      '',
    ]) {
      const result = await sent(service, { ...notice, target });
      assert.equal(result.kind, 'refused', target);
    }
    assert.equal(server.received.length, 0);
    assert.deepEqual(await sent(service, notice), { kind: 'sent' });
    const [mail] = server.received;
    assert.deepEqual(mail?.to, ['anna@brand.example']);
    const { headers } = readMail(mail.raw);
    assert.equal(headers.get('bcc'), undefined);
    assert.match(headers.get('subject') ?? '', /^x +Bcc: eve@evil\.example +body$/);
  });

  it('N1 e-mail: what is put into the outbox goes out by itself, soon after it was written', async () => {
    await using server = await startMailServer();
    const store = await open();
    const service = testService(store, {
      WAYBILL_SMTP_URL: `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`,
      WAYBILL_SMTP_FROM: FROM,
    });
    const loops = [startNotices(service), startNotices(service)];
    try {
      const notice = await successNotice(store);
      service.signals.emit('notice');
      await waitFor('the notice to be sent', async () => {
        const row = await store.db.notice.findUniqueOrThrow({ where: { id: notice.id } });
        return row.state === 'sent' && row.sentAt !== null;
      });
      assert.equal(server.received.length, 1);
    } finally {
      await Promise.all(loops.map(loop => loop.stop()));
    }
  });
});
