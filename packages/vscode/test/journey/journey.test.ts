import { strict as assert } from 'node:assert';
import { rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServeProcess, serve } from '../../../../test/cli/served-workspace.ts';
import { commandLine } from '../../../../test/support/command-line.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { vsCodeInstallation } from '../../../../test/support/vscode/install.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { type PackedWorkbench, packedWorkbench } from './packed-workbench.ts';
import { type Person, person } from './person.ts';

const FILE = 'exports/store-sales.export.yaml';
const FIRST_DRAFT = `version: 1
name: store-sales
description: Sales of each store
model: transactons
fields:
  - id
  - bill_number
  - amount
filters: none
file: {format: csv}
deliver: {to: share, path: "store-sales_%Y%m%d"}
schedule: {daily: {hours: [6], minutes: [30]}}
`;

const installation = vsCodeInstallation();
if (installation !== undefined) {
  describe('V2 V3 V4 V6 V7 C5 a person with the packed extension in a real VS Code', function () {
    this.timeout(120_000);
    let folder: TempFolder;
    let service: ServeProcess;
    let workbench: PackedWorkbench;
    let me: Person;

    before(async function () {
      this.timeout(240_000);
      folder = await tempFolder();
      await commandLine(folder.path, ['init', 'northwind', '--customers', '300']);
      const root = folder.join('northwind');
      await writeFile(join(root, FILE), FIRST_DRAFT);
      service = await serve(root);
      workbench = await packedWorkbench(installation, { folder: root, openFile: join(root, FILE) });
      me = person(workbench.page);
      await me.editor.waitFor();
    });
    let failed: string | undefined;
    beforeEach(() => {
      // Each step begins where the one before it ended.
      if (failed !== undefined) throw new Error(`The journey ended at "${failed}"`);
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') failed = this.currentTest.title;
      if (this.currentTest?.state !== 'failed' || workbench === undefined) return;
      const picture = join(tmpdir(), 'waybill-journey-failed.png');
      await workbench.page.screenshot({ path: picture });
      console.log(`What the person saw: ${picture}`);
    });
    after(async () => {
      await workbench?.[Symbol.asyncDispose]();
      await service?.end();
      await folder?.remove();
    });

    it('V4 sees a mistake at its word, with its code and what was meant', async () => {
      await me.page.locator('.squiggly-error').first().waitFor();
      await me.line('model:').locator('span', { hasText: 'transactons' }).last().hover();
      const hover = me.page.locator('.monaco-hover').filter({ hasText: 'unknown-model' });
      await hover.waitFor();
      assert.match((await hover.textContent()) ?? '', /transactions/);
      await me.picture('diagnostics');
      await me.press('Escape');
    });

    it('V4 corrects it by a quick fix', async () => {
      await me.cursorAtEndOf('transactons');
      await me.press('ArrowLeft');
      const fix = me.page.locator('.action-widget .monaco-list-row').filter({ hasText: 'transactions' }).first();
      // The list closes again when problems come anew while it opens.
      const opens = async () => {
        await me.press('Control+.');
        return fix.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
      };
      await waitFor('the quick fixes', opens, { timeout: 30_000 });
      await me.picture('quick-fix');
      await me.press('Enter');
      await me.line('model: transactions').waitFor();
      await me.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    });

    it('V2 is offered what may stand there, through relations, and takes it', async () => {
      await me.cursorAtEndOf('amount');
      await me.press('Enter');
      await me.type('sto');
      const rows = me.page.locator('.suggest-widget .monaco-list-row');
      await me.press('Control+Space');
      await rows.filter({ hasText: 'store.' }).first().click();
      // A relation leads on: its fields are offered at once.
      await rows.filter({ hasText: 'postal_code' }).first().waitFor();
      await me.picture('completion');
      await me.type('na');
      await me.press('Enter');
      await me.line('store.name').waitFor();
    });

    it('V3 reads what a schedule means', async () => {
      await me.line('schedule:').locator('span', { hasText: 'schedule' }).last().hover();
      const hover = me.page.locator('.monaco-hover').filter({ hasText: '06:30' });
      await hover.waitFor();
      await me.picture('hover');
      await me.press('Escape', 'Control+s');
    });

    it('V6 previews the exact file', async () => {
      await me.page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
      await me.preview.locator('#facts').filter({ hasText: 'store-sales_' }).waitFor({ timeout: 60_000 });
      await me.picture('preview');
    });

    it('V7 sees who it is connected as, in the status bar', async () => {
      const item = me.page.locator('.statusbar-item', { hasText: 'Northwind Rewards' });
      await item.waitFor();
      assert.match((await item.getAttribute('aria-label')) ?? '', /admin/);
    });

    it('V7 deploys after a look at what changes', async () => {
      await me.openFile(FILE);
      await me.palette('Waybill: Deploy');
      const question = me.page.locator('.quick-input-widget').filter({ hasText: 'Deploy store-sales?' });
      await question.waitFor();
      await me.page.locator('.monaco-diff-editor').first().waitFor();
      await me.picture('deploy');
      await question.locator('.monaco-list-row').filter({ hasText: 'Deploy' }).first().click();
      await me.notification(/store-sales is deployed, revision 1/).waitFor();
    });

    it('V7 runs it, and sees it succeed in the tree', async () => {
      await me.click('Run Now', /store-sales is deployed/);
      await me.notification(/store-sales succeeded: [\d,]+ rows/).waitFor({ timeout: 60_000 });
      await me.page.locator('.activitybar a[aria-label="Waybill"]').click();
      await me.item('store-sales').click();
      await me.item(/success · [\d,]+ rows/).waitFor();
    });

    it('V7 sees a run fail, reads why, and reruns it when the cause is gone', async () => {
      const data = folder.join('northwind/data/demo.duckdb');
      await rename(data, `${data}.away`);
      await me.item('store-sales').hover();
      await me.item('store-sales').locator('.action-label[aria-label^="Run Now"]').first().click();
      await me.notification('store-sales failed').waitFor({ timeout: 60_000 });
      await me.item('failed').click();
      await me.page.locator('.tab', { hasText: '.log' }).first().waitFor();
      await me.picture('runs');
      await rename(`${data}.away`, data);
      await me.click('Rerun', 'store-sales failed');
      await me.notification(/store-sales succeeded/).waitFor({ timeout: 60_000 });
    });

    it('V7 leaves the service, and connects with an address and a token', async () => {
      const made = await commandLine(folder.join('northwind'), [
        'token',
        'create',
        'Anna',
        '--role',
        'editor',
        '--json',
      ]);
      const { token } = JSON.parse(made.out) as { token: string };
      await me.palette('Waybill: Disconnect from Service');
      await me.page.locator('.statusbar-item[aria-label*="Not connected"]').waitFor();
      await me.palette('Waybill: Connect to Service…');
      await me.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Another service…' }).click();
      await me.page.locator('.quick-input-title').filter({ hasText: '(1/2)' }).waitFor();
      await me.answer(service.url);
      await me.page.locator('.quick-input-title').filter({ hasText: '(2/2)' }).waitFor();
      await me.answer(token);
      await me.page.locator('.statusbar-item[aria-label*="as Anna, editor"]').waitFor();
      await me.item('store-sales').waitFor();
    });

    it('V1 nothing outside of this machine was asked for', () => {
      assert.deepEqual(workbench.browser.outside, []);
    });
  });
}
