import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { hasBrowser, openPage } from '../../../../test/support/browser.ts';
import { FAINT_TEXTS, WIDTHS } from '../../../../test/support/in-page.ts';
import { anna, closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { claimRun } from '../../src/queue/claim-run.ts';
import { executeRun } from '../../src/runs/execute-run.ts';
import { runPageUrl } from '../../src/security/links.ts';
import { closeServed, serve } from '../http/served.ts';
import { closeScenes, pathOf, SCENES, type SceneName, showScene } from './scenes.ts';

const DESKTOP = { viewport: { width: 1100, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const close = async () => {
  await closeServed();
  await closeServices();
  await closeScenes();
};
const wordOn = (page: Page) => page.locator('.status .word').textContent();
const screenshot = (name: string) => fileURLToPath(new URL(`../../../../docs/images/${name}.png`, import.meta.url));

if (hasBrowser()) {
  eachStore('Run page in a browser', open => {
    afterEach(close);

    it('R7 browser: the page follows a run from waiting to its end by itself, then stops; the file downloads', async () => {
      const served = await serve({ store: await open() });
      const { service } = served;
      const made = await deploy(service, anna, { text: peopleExport('deliver: {to: share, path: "people"}\n') });
      const run = made.run ?? '';
      await using opened = await openPage(served.url + pathOf(runPageUrl(service, run)), DESKTOP);
      const { page, complaints } = opened;
      let looks = 0;
      page.on('request', request => {
        if (request.url().includes('/now?')) looks++;
      });
      assert.equal(await wordOn(page), 'Waiting');
      // What the reader did is kept when the page changes.
      await page.locator('#log > summary').click();
      assert.equal(await page.locator('#log[open]').count(), 0);

      const claimed = await claimRun(service);
      assert.ok(claimed);
      const progress = { step: 'reading', rows: 2, bytes: 60, sent: 0, percent: 66.6 };
      await service.store.db.run.update({ where: { id: run }, data: { progress: JSON.stringify(progress) } });
      await waitFor('the page to say that it runs', async () => (await wordOn(page)) === 'Running');
      assert.equal(await page.locator('progress').getAttribute('value'), '67');
      assert.equal(await page.title(), 'people: Running');
      assert.equal(await page.locator('#said').textContent(), 'Running. The rows are being read.');

      await executeRun(service, claimed, new AbortController().signal);
      await waitFor('the page to say that it is finished', async () => (await wordOn(page)) === 'Finished');
      assert.equal(await page.title(), 'people: Finished');
      assert.match((await page.locator('#said').textContent()) ?? '', /^Finished\. 3 rows/);
      assert.match((await page.locator('pre').textContent()) ?? '', /1,Anna,anna@example\.com/);

      const seen = looks;
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download people.csv' }).click(),
      ]);
      assert.equal(download.suggestedFilename(), 'people.csv');
      assert.match(await readFile(await download.path(), 'utf8'), /^id,name,Mail\n1,Anna/);
      // More than one round of the script has gone by when a whole reload was made.
      await page.reload();
      assert.equal(looks, seen);
      assert.deepEqual(complaints, []);
    });
  });

  describe('Run page in a browser: how it looks', () => {
    afterEach(close);

    it('R7 browser: without scripts the page updates by itself, too', async () => {
      const { served, url } = await showScene('running');
      await using opened = await openPage(url, { ...PHONE, javaScriptEnabled: false });
      const { page } = opened;
      assert.equal(await wordOn(page), 'Running');
      await served.service.store.db.run.updateMany({ data: { status: 'failed', finishedAt: new Date() } });
      await waitFor('the page to be loaded again', async () => (await wordOn(page)) === 'Failed', { timeout: 20_000 });
    });

    it('R7 browser: a service that is away for a while is asked again', async () => {
      const { served, url } = await showScene('running');
      await using opened = await openPage(url, DESKTOP);
      const { page } = opened;
      let refused = 0;
      await page.route('**/now?**', async route => {
        refused++;
        await (refused <= 2 ? route.abort() : route.continue());
      });
      await served.service.store.db.run.updateMany({ data: { status: 'cancelled', finishedAt: new Date() } });
      await waitFor('the page to come back', async () => (await wordOn(page)) === 'Cancelled', { timeout: 20_000 });
      assert.ok(refused > 2);
    });

    it('R7 browser: a link that expires while the page is open says so', async () => {
      const { served, url } = await showScene('running');
      await using opened = await openPage(url, DESKTOP);
      served.service.clock.step(169 * 3_600_000);
      await waitFor('the page to say so', async () =>
        (await opened.page.locator('h1').textContent())?.startsWith('This link does not work'),
      );
    });

    for (const scene of Object.keys(SCENES) as SceneName[]) {
      it(`R7 browser: ${scene} fits a desktop and phones, light and dark, and can be read`, async () => {
        const { url } = await showScene(scene);
        for (const [width, colorScheme] of [
          [1100, 'light'],
          [360, 'light'],
          [360, 'dark'],
          [320, 'light'],
        ] as const) {
          const device = width < 600 ? PHONE : DESKTOP;
          await using opened = await openPage(url, { ...device, viewport: { width, height: 740 }, colorScheme });
          const { page, complaints } = opened;
          const [scroll = 0, client = 0] = await page.evaluate<number[]>(WIDTHS);
          assert.ok(scroll <= client, `${scroll} > ${client} at ${width}`);
          assert.deepEqual(await page.evaluate<string[]>(FAINT_TEXTS), [], `${width} ${colorScheme}`);
          const levels = await page.locator('h1, h2').evaluateAll(all => all.map(one => one.tagName));
          assert.equal(levels.filter(level => level === 'H1').length, 1);
          assert.equal(levels[0], 'H1');
          assert.equal(await page.locator('html').getAttribute('lang'), 'en');
          for (const button of await page.locator('.button').all()) {
            const box = await button.boundingBox();
            assert.ok((box?.height ?? 0) >= 44 && (box?.width ?? 0) >= 44);
          }
          assert.deepEqual(complaints, []);
        }
      });
    }

    if (process.env.WAYBILL_SCREENSHOTS === '1') {
      const PICTURES = [
        ['run-page', 'success', DESKTOP],
        ['run-page-phone', 'quarantined', PHONE],
        ['run-page-dark', 'failed', { ...PHONE, colorScheme: 'dark' }],
        ['run-page-running', 'running', PHONE],
      ] as const;
      for (const [name, scene, options] of PICTURES) {
        it(`R7 browser: picture ${name} for the documentation`, async () => {
          const { url } = await showScene(scene);
          await using opened = await openPage(url, options);
          await opened.page.screenshot({ path: screenshot(name), fullPage: options === DESKTOP });
        });
      }
    }
  });
}
