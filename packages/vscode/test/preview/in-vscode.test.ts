import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDLESS_FILES, endlessTable } from '../../../../test/cli/endless-export.ts';
import { peopleExport, smallWorkspace } from '../../../../test/cli/small-workspace.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { vsCodeInstallation } from '../../../../test/support/vscode/install.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { type PackedWorkbench, packedWorkbench } from '../journey/packed-workbench.ts';
import { type Person, person } from '../journey/person.ts';

const FILE = 'exports/people.export.yaml';
/** All of an endless table is read before its first rows in order are known. */
const SLOW = 'exports/slow.export.yaml';
const OTHER = 'exports/other.export.yaml';

const installation = vsCodeInstallation();
if (installation !== undefined)
  describe('V6 the preview in a real VS Code', function () {
    this.timeout(90_000);
    let folder: TempFolder;
    let workbench: PackedWorkbench;
    let me: Person;
    const policies: string[] = [];
    const text = async (selector: string) => (await me.preview.locator(selector).textContent()) ?? '';
    const cells = () => me.preview.locator('#rows-body tr:not(.spacer)').first().locator('td').allTextContents();
    const see = (what: string, look: () => Promise<boolean>) => waitFor(what, look, { timeout: 30_000 });
    const button = (name: string) => me.preview.getByRole('button', { name, exact: true });
    const shows = (name: string) =>
      see(`the preview of ${name}`, async () => (await text('#facts')).includes(`Export${name}`));

    /** Moves the cursor to before a text that it stands behind. */
    const back = (over: string) => me.press(...Array.from(over, () => 'ArrowLeft'));

    before(async function () {
      this.timeout(240_000);
      folder = await tempFolder();
      await smallWorkspace(folder, {
        ...ENDLESS_FILES,
        [SLOW]: 'version: 1\nname: slow\nmodel: endless\nfields: [id, name]\nfilters: none\n',
        '.vscode/settings.json': '{"waybill.preview.rows": 100}',
        [OTHER]: peopleExport('schedule: {daily: {hours: [6], minutes: [30]}}\n', '[id, name]', 'other'),
      });
      await endlessTable(folder);
      workbench = await packedWorkbench(installation, { folder: folder.path });
      me = person(workbench.page);
      workbench.page.on('console', message => {
        if (/Content Security Policy/.test(message.text()) && /preview\.(js|css)/.test(message.text()))
          policies.push(message.text());
      });
      // The extension is there.
      await workbench.page.locator('.statusbar-item', { hasText: 'Waybill', hasNotText: 'Export' }).first().waitFor();
      await me.openFile(FILE);
      await me.editor.waitFor();
    });
    afterEach(async function () {
      if (this.currentTest?.state !== 'failed' || workbench === undefined) return;
      const picture = join(tmpdir(), 'waybill-preview-failed.png');
      // What failed is told by the test; a page that gives no picture either must not end the others.
      const taken = await workbench.page.screenshot({ path: picture }).then(
        () => picture,
        () => 'no picture could be taken',
      );
      console.log(`What the person saw: ${taken}\n${workbench.output().slice(-2000)}`);
    });
    after(async () => {
      await workbench?.[Symbol.asyncDispose]();
      await folder?.remove();
    });

    it('V6 opens beside the editor by its keys: rows by DuckDB, masked, with the file name', async () => {
      await me.line('fields:').click();
      await me.press('Control+Shift+v');
      await shows('people');
      assert.deepEqual(await cells(), ['1', 'Anna', 'a***@example.com']);
      assert.equal(await me.preview.locator('#row-count').inputValue(), '100');
      assert.match(await text('#facts'), /Filepeople\.csv/);
      assert.match(await text('#facts'), /Masked hereMail/);
      await workbench.page.locator('.tab', { hasText: 'Preview people.export.yaml' }).waitFor();
    });

    it('V3 a hover shows the values that the preview saw of a field, and none of personal data', async () => {
      const words = async (field: string) => {
        await me.press('Escape');
        await me.line('fields:').locator('span', { hasText: field }).last().hover();
        const hover = workbench.page
          .locator('.monaco-hover:visible')
          .filter({ hasText: `people.${field}` })
          .first();
        await hover.waitFor();
        return (await hover.textContent()) ?? '';
      };
      await see('the values', async () => /Seen in the last preview: *Anna/.test(await words('name')));
      assert.doesNotMatch(await words('email'), /Seen in the last preview/);
      await workbench.page.mouse.move(0, 0);
      await me.press('Escape');
      await me.line('fields:').click();
    });

    it('V6 follows the export that is looked at, unless it is pinned', async () => {
      await me.openFile(OTHER);
      await shows('other');
      await me.preview.getByRole('tab', { name: 'Next Runs' }).click();
      assert.equal(await text('#schedule-words'), 'Every day at 06:30, Europe/Vienna');
      assert.equal(await me.preview.locator('#firings tr').count(), 5);
      await me.preview.getByRole('tab', { name: 'Table' }).click();
      await button('Pin').click();
      await me.preview.locator('#pin[aria-pressed=true]').waitFor();
      await me.openFile(FILE);
      await me.line('name: people').waitFor();
      assert.match(await text('#export'), /other/);
      await button('Pin').click();
      await me.preview.locator('#pin[aria-pressed=false]').waitFor();
      await me.line('fields:').click();
      await me.press('Control+Shift+v');
      await shows('people');
    });

    it('V6 says that it is of before while one types, and is made anew by saving', async () => {
      await me.cursorAtEndOf('filters: none');
      await me.type(' # all of them');
      await see('it to be of before', async () => /was changed since/.test(await text('#status')));
      await me.cursorAtEndOf('fields:');
      await back('}]');
      await me.press(...Array.from('Mail', () => 'Backspace'));
      await me.type('Address');
      await me.press('Escape', 'Control+s');
      await see('the new header', async () => (await text('#rows-head')).includes('Address'));
    });

    it('V6 lists what is wrong with a definition; a press leads to its place', async () => {
      await me.cursorAtEndOf('fields:');
      await back(', {from: email, to: Address}]');
      await me.press('Backspace');
      await me.type('w');
      await me.press('Escape', 'Control+s');
      await me.preview.locator('#problem-list li').first().waitFor();
      assert.match(await text('#problem-list'), /Did you mean "name"\?/);
      assert.match(await text('#status'), /problems/);
      await button('exports/people.export.yaml:4:14').click();
      await see('the word to be selected', async () =>
        /Ln 4, Col 18 \(4 selected\)/.test(
          (await workbench.page.locator('#status\\.editor\\.selection').textContent()) ?? '',
        ),
      );
      await workbench.page.locator('.monaco-editor.focused').first().waitFor();
      await me.type('name');
      await me.press('Escape', 'Control+s');
      await see('no problems', async () => !(await me.preview.locator('#problems').isVisible()));
    });

    it('V6 shows the exact bytes and saves them, byte for byte', async () => {
      await me.preview.getByRole('tab', { name: 'Exact File' }).click();
      assert.deepEqual(await me.preview.locator('.line').allTextContents(), [
        '1id,name,Address\\n',
        '21,Anna,a***@example.com\\n',
        '32,"Böhm, Karl",k***@example.com\\n',
        '43,=1+1,e***@example.com\\n',
      ]);
      await button('Save File…').click();
      const dialog = workbench.page.locator('.quick-input-widget');
      // What is typed before the dialog has listed its first folder may be overwritten by it.
      await see('the folder in the dialog', async () => {
        const input = dialog.locator('input:visible').first();
        await input.fill(`${folder.path}/`);
        await input.fill(folder.join('saved.csv'));
        const listed = dialog.locator('.monaco-list-row', { hasText: '.waybill' }).first();
        return listed.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
      });
      await dialog.locator('.monaco-button', { hasText: 'OK' }).click();
      const saved = await see('the file', () =>
        readFile(folder.join('saved.csv'), 'utf8').then(written => written !== ''),
      );
      assert.ok(saved);
      assert.equal(
        await readFile(folder.join('saved.csv'), 'utf8'),
        'id,name,Address\n1,Anna,a***@example.com\n2,"Böhm, Karl",k***@example.com\n3,=1+1,e***@example.com\n',
      );
    });

    it('V6 shows personal data only after a question that says what it means', async () => {
      await button('Personal Data').click();
      const dialog = workbench.page.locator('.monaco-dialog-box');
      await dialog.waitFor();
      assert.match((await dialog.textContent()) ?? '', /Names, addresses and other personal data of real people/);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.equal(await me.preview.locator('#personal').getAttribute('aria-pressed'), 'false');
      await button('Personal Data').click();
      await dialog.getByRole('button', { name: 'Show Here' }).click();
      await see('personal data', async () => (await text('#lines')).includes('anna@example.com'));
      await button('Personal Data').click();
      await see('no personal data', async () => (await text('#lines')).includes('a***@example.com'));
    });

    it('V6 opens the SQL as a read-only document; the panel that was hidden comes back as it was', async () => {
      await me.preview.getByRole('tab', { name: 'SQL' }).click();
      await button('Open in an Editor').click();
      await workbench.page.locator('.tab', { hasText: 'people.sql' }).waitFor();
      const sql = workbench.page.locator('.editor-instance .view-lines').last();
      await see('the query', async () => /SELECT/.test((await sql.textContent()) ?? ''));
      // As VS Code calls the language `sql`.
      assert.equal(await workbench.page.locator('#status\\.editor\\.mode').textContent(), 'MS SQL');
      await me.type('x');
      await workbench.page.locator('.monaco-editor-overlaymessage').waitFor();
      await me.palette('View: Toggle Maximize Editor Group');
      await me.preview.locator('#sql-text').waitFor({ state: 'hidden' });
      await me.palette('View: Toggle Maximize Editor Group');
      await see('the panel again', async () => (await text('#sql-text')).startsWith('SELECT'));
      assert.equal(await me.preview.locator('[role=tab][aria-selected=true]').textContent(), 'SQL');
    });

    it('V6 cancels a query that takes its time', async () => {
      await me.openFile(SLOW);
      await see('the query to run', async () => (await text('#status')).includes('Waiting for rows'));
      await button('Cancel').click();
      await see('it to be cancelled', async () => !(await text('#status')).includes('Waiting'));
      await button('Refresh').waitFor();
    });

    it('V6 is there again, with its export, after the window is loaded anew', async () => {
      await me.openFile(OTHER);
      await shows('other');
      const loaded = workbench.page.waitForEvent('domcontentloaded');
      await me.palette('Developer: Reload Window');
      await loaded;
      await workbench.page.locator('.monaco-workbench').waitFor();
      await shows('other');
    });

    it('V6 V1 nothing was loaded from elsewhere, and its policy refused nothing of its own', () => {
      assert.deepEqual(workbench.browser.outside, []);
      assert.deepEqual(policies, []);
    });
  });
