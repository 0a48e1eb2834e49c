import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { anna, closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { startNotices } from '../../src/notices/send-notices.ts';
import { runHandlers } from '../../src/runs/handlers.ts';
import { closeServed, serve } from '../http/served.ts';
import { readMail, startMailServer } from './smtp-server.ts';

eachStore('Notices of real runs', open => {
  afterEach(async () => {
    await closeServed();
    await closeServices();
  });

  const MAIL = { WAYBILL_SMTP_FROM: 'Waybill <exports@brand.example>' };
  // Of both the clock of the service and that of the database.
  const at = () => new Date().toISOString();

  it('N1 R7: who deploys an export is mailed how it went, with a page and a download that work', async () => {
    await using mail = await startMailServer();
    const served = await serve({
      ...{ store: await open(), at: at() },
      env: { ...MAIL, WAYBILL_SMTP_URL: `smtp://127.0.0.1:${mail.port}?tls.rejectUnauthorized=false` },
    });
    const { service } = served;
    const loop = startNotices(service);
    const mailed = async (count: number) => {
      await waitFor(`mail number ${count}`, () => mail.received.length >= count);
      const received = mail.received[count - 1];
      assert.deepEqual(received?.to, ['anna@example.com']);
      return readMail(received.raw);
    };
    const again = async () => {
      service.clock.set(at());
      await runHandlers.runExport(service, anna, { params: { name: 'people' }, body: {} });
      await service.work();
    };
    try {
      await deploy(service, anna, { text: peopleExport('deliver: {to: share, path: "people"}\n') });
      await service.work();
      const success = await mailed(1);
      assert.equal(success.headers.get('subject'), 'people finished: 3 rows, 93 bytes');
      const [file = '', page = ''] = success.text.match(/http:\S+/g) ?? [];
      assert.ok(file.startsWith(served.url) && page.startsWith(served.url));
      assert.match(await (await fetch(file)).text(), /^id,name,Mail\n1,Anna,anna@example\.com/);
      assert.match(await (await fetch(page)).text(), /<p class="word">Finished<\/p>/);

      const data = join(service.folder, 'data');
      await rename(data, `${data}.away`);
      await again();
      const failure = await mailed(2);
      assert.equal(failure.headers.get('subject'), 'people failed');
      assert.match(failure.text, /What to do: /);

      await rename(`${data}.away`, data);
      await again();
      assert.equal((await mailed(3)).headers.get('subject'), 'people works again: 3 rows, 93 bytes');
    } finally {
      await loop.stop();
    }
    assert.equal(mail.received.length, 3, 'once for each run, though creator and requester are the same person');
  });

  it('N2: a mail server that never answers changes nothing about the run, and does not keep the service from stopping', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const served = await serve({
      ...{ store: await open(), at: at() },
      env: { ...MAIL, WAYBILL_SMTP_URL: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}` },
    });
    const { service } = served;
    const { run } = await deploy(service, anna, { text: peopleExport('deliver: {to: share, path: "people"}\n') });
    await service.work();
    const loop = startNotices(service);
    const connected = once(silent, 'connection');
    await connected;
    assert.equal((await runHandlers.getRun(service, anna, { params: { id: run ?? '' } })).status, 'success');
    const began = performance.now();
    await loop.stop();
    assert.ok(performance.now() - began < 8000);
    silent.close();
  });
});
