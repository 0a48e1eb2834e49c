import assert from 'node:assert/strict';
import { hasBrowser } from '../../../../test/support/browser.ts';
import { FAINT_TEXTS, WIDTHS } from '../../../../test/support/in-page.ts';
import { stagedExtension } from '../../../../test/support/vscode/staged-extension.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { type PanelPage, panelPage, resultOf, shownResult, statusOf } from './page.ts';
import { THEMES } from './themes.ts';

const PROBLEM = {
  code: 'unknown-field',
  severity: 'error',
  message: 'There is no field "nmae". Did you mean "name"?',
  fix: 'Write a field of the model people.',
  file: '/northwind/exports/people.export.yaml',
  shown: 'exports/people.export.yaml',
  line: 4,
  column: 14,
  endLine: 4,
  endColumn: 18,
} as const;

const textOf = async (page: PanelPage['page'], selector: string) => (await page.locator(selector).textContent()) ?? '';

/** Elements that a person can use and that no screen reader could name. */
const NAMELESS = `[...document.querySelectorAll('button, select, [role=tab], [role=region], table')]
  .filter(one => one.checkVisibility() && !(one.textContent.trim() || one.ariaLabel || one.labels?.length))
  .map(one => one.outerHTML)`;

if (hasBrowser())
  describe('V6 the page of the preview, in a browser', () => {
    before(async function () {
      this.timeout(120_000);
      await stagedExtension();
    });

    it('V6 page: rows as a table, NULL told apart, the facts of the run, when it was made', async () => {
      await using panel = await panelPage();
      const { page, say, heard, complaints } = panel;
      assert.deepEqual(await heard(), [{ kind: 'ready' }]);
      await say({ kind: 'status', status: statusOf() }, { kind: 'result', result: shownResult() });
      const cells = await page
        .locator('#rows-body tr:not(.spacer)')
        .evaluateAll(rows => rows.map(row => [...row.children].map(cell => cell.textContent)));
      assert.deepEqual(cells, [
        ['1', '1', 'Anna'],
        ['2', '2', 'Böhm, Karl'],
        ['3', '3', 'NULL'],
      ]);
      assert.equal(await page.locator('td.null').count(), 1);
      assert.equal(await textOf(page, '#status'), 'Made at 10:11:12.');
      assert.deepEqual(await page.locator('#facts dt').allInnerTexts(), ['Export', 'File', 'Window', 'Rows']);
      assert.deepEqual(await page.locator('#facts dd').allInnerTexts(), [
        'people',
        'people_2026-11-28.csv',
        'Friday 27 November 2026 (Europe/Vienna)',
        'event_date: from 2026-11-27T00:00:00+01:00, before 2026-11-28T00:00:00+01:00',
        '3 rows shown; a run is estimated to have about 12,345',
      ]);
      assert.deepEqual(complaints, []);
    });

    it('V6 page: rows that are all there are get no estimate', async () => {
      await using panel = await panelPage();
      const { page, say } = panel;
      await say({ kind: 'status', status: statusOf() }, { kind: 'result', result: shownResult({ complete: true }) });
      assert.equal(await page.locator('#facts dd').last().textContent(), '3 rows shown, all that a run has now');
    });

    it('V6 page: a number with a decimal comma is a number to people', async () => {
      await using panel = await panelPage();
      const { page, say } = panel;
      const columns = [{ header: 'Amount', type: 'number-text' as const }];
      await say(
        { kind: 'status', status: statusOf() },
        { kind: 'result', result: shownResult({ columns, table: [['1,50']] }) },
      );
      assert.deepEqual(await page.locator('#rows-head .type').allTextContents(), ['number']);
      assert.equal(await page.locator('td.number').textContent(), '1,50');
    });

    it('V6 page: the exact file, with delimiters, enclosures, line ends and what cannot be seen made visible', async () => {
      await using panel = await panelPage('dark');
      const { page, say } = panel;
      const bytes = Buffer.from('\ufeffid;name\r\n1;"a;b"\r\n2;"two\r\nlines" \r\n3;\u202eabc\t\u00a0\r\n');
      const layout = { ...resultOf().layout, delimiter: ';', newline: '\r\n', encoding: 'utf-8-bom' } as const;
      await say({ kind: 'status', status: statusOf() }, { kind: 'result', result: shownResult({ bytes, layout }) });
      await page.getByRole('tab', { name: 'Exact File' }).click();
      assert.deepEqual(await page.locator('.line').allInnerTexts(), [
        '1BOMid;name\\r\\n',
        '21;"a;b"\\r\\n',
        '32;"two\\r\\n',
        '4lines"·\\r\\n',
        '53;U+202Eabc→NBSP\\r\\n',
      ]);
      assert.deepEqual(await page.locator('.delimiter').allInnerTexts(), [';', ';', ';', ';']);
      assert.equal(await page.locator('.enclosure').count(), 4);
      assert.deepEqual(await page.locator('.mark').evaluateAll(all => all.map(one => one.getAttribute('title'))), [
        'byte order mark',
        'character that cannot be seen',
        'tab',
        'space that does not break',
      ]);
      assert.equal(
        await textOf(page, '#file-note'),
        'csv · UTF-8 with byte order mark · delimiter ; · enclosure " where needed · rows end in CRLF (\\r\\n) · with a header · 51 bytes.',
      );
    });

    it('V6 page: what is not text is shown as hex, and said so; what comes after is said', async () => {
      await using panel = await panelPage();
      const { page, say } = panel;
      const bytes = Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100_000, 7), Buffer.from('PAR1')]);
      const layout = { ...resultOf().layout, format: 'parquet', delimiter: null, enclosure: null } as const;
      const result = shownResult({ bytes, layout, later: ['encrypted for "partner"'] });
      await say({ kind: 'status', status: statusOf() }, { kind: 'result', result });
      await page.getByRole('tab', { name: 'Exact File' }).click();
      assert.equal(
        await page.locator('.line').first().textContent(),
        '00000000  50 41 52 31 07 07 07 07  07 07 07 07 07 07 07 07 |PAR1............|',
      );
      const note = await textOf(page, '#file-note');
      assert.match(note, /A file of parquet is not text: these are its bytes\. The table shows its cells\./);
      assert.match(
        note,
        /The first 65,536 bytes are shown; a saved file is whole\. In a run it is then encrypted for "partner"\./,
      );
    });

    it('V6 page: what files hold is text and nothing else: no markup, no scripts', async () => {
      await using panel = await panelPage();
      const { page, say, complaints } = panel;
      const evil = '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>';
      const result = shownResult({
        columns: [{ header: evil, type: 'text' }],
        table: [[evil]],
        bytes: Buffer.from(evil),
        sql: evil,
        fileNames: [evil],
        notes: [evil],
        name: evil,
      });
      const status = statusOf({ file: evil, problems: [{ ...PROBLEM, message: evil, fix: evil, shown: evil }] });
      await say({ kind: 'status', status }, { kind: 'result', result });
      assert.equal(await page.locator('img, body script:not([nonce])').count(), 0);
      assert.equal(await page.evaluate('window.hit'), undefined);
      assert.deepEqual(complaints, []);
      // Its policy holds for whatever might come into the page all the same.
      await page.evaluate(
        `document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.hit = 1">')`,
      );
      assert.match(complaints.join(), /Content Security Policy/);
      assert.equal(await page.evaluate('window.hit'), undefined);
    });

    it('V6 page: tabs by arrow keys, Home and End; focus is visible; what was chosen is kept', async () => {
      await using panel = await panelPage();
      const { page, say, kept } = panel;
      await say({ kind: 'status', status: statusOf({ pinned: true }) }, { kind: 'result', result: shownResult() });
      const selected = () => page.locator('[role=tab][aria-selected=true]').textContent();
      await page.locator('#tab-table').focus();
      for (const [key, name] of [
        ['ArrowRight', 'Exact File'],
        ['ArrowRight', 'SQL'],
        ['End', 'Next Runs'],
        ['ArrowRight', 'Table'],
        ['ArrowLeft', 'Next Runs'],
        ['Home', 'Table'],
        ['ArrowRight', 'Exact File'],
      ] as const) {
        await page.keyboard.press(key);
        assert.equal(await selected(), name);
        assert.equal(await page.evaluate('document.activeElement.innerText'), name);
        assert.equal(await page.locator('[role=tabpanel]:visible').count(), 1);
      }
      const [outline, width] = (await page.evaluate(
        `(({ outlineStyle, outlineWidth }) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))`,
      )) as string[];
      assert.deepEqual([outline, width], ['solid', '2px']);
      // Of the tabs one is in the order of Tab, and then what it shows.
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate('document.activeElement.id'), 'file-scroll');
      assert.deepEqual(await kept(), { tab: 'file', file: statusOf().uri, pinned: true, rows: 50 });
      await using again = await panelPage('light', { tab: 'sql' });
      assert.equal(await again.page.locator('[role=tab][aria-selected=true]').textContent(), 'SQL');
    });

    it('V6 page: its controls ask for what they say', async () => {
      await using panel = await panelPage();
      const { page, say, heard } = panel;
      await say({ kind: 'status', status: statusOf() }, { kind: 'result', result: shownResult() });
      for (const name of ['Refresh', 'Pin', 'Personal Data', 'Copy Table', 'Save File…', 'exports/people.export.yaml'])
        await page.getByRole('button', { name, exact: true }).click();
      await page.getByLabel('Rows', { exact: true }).first().selectOption('500');
      await page.getByRole('tab', { name: 'SQL' }).click();
      await page.getByRole('button', { name: 'Open in an Editor' }).click();
      await page.getByRole('button', { name: 'Copy SQL' }).click();
      await page.getByRole('tab', { name: 'Exact File' }).click();
      await page.getByRole('button', { name: 'Copy File' }).click();
      assert.deepEqual((await heard()).slice(1), [
        { kind: 'refresh' },
        { kind: 'pin', pinned: true },
        { kind: 'personal', show: true },
        { kind: 'copy', what: 'table' },
        { kind: 'save' },
        { kind: 'openExport' },
        { kind: 'rows', rows: 500 },
        { kind: 'openSql' },
        { kind: 'copy', what: 'sql' },
        { kind: 'copy', what: 'file' },
      ]);
      await say({ kind: 'status', status: statusOf({ pinned: true, personal: true, rows: 25 }) });
      assert.equal(await page.locator('#row-count').inputValue(), '25');
      await page.getByRole('button', { name: 'Pin' }).click();
      await page.getByRole('button', { name: 'Personal Data' }).click();
      assert.deepEqual((await heard()).slice(-2), [
        { kind: 'pin', pinned: false },
        { kind: 'personal', show: false },
      ]);
    });

    it('V6 page: while another one is made, what is shown stays, is said to be of before, and it can be cancelled', async () => {
      await using panel = await panelPage();
      const { page, say, heard } = panel;
      await say({ kind: 'status', status: statusOf({ step: 'reading' }) });
      assert.equal(await textOf(page, '#status'), 'Waiting for rows…');
      assert.equal(await page.locator('#views').isVisible(), false);
      await say({ kind: 'status', status: statusOf() }, { kind: 'result', result: shownResult() });
      await say({ kind: 'status', status: statusOf({ step: 'connecting', stale: 'refreshing' }) });
      assert.equal(
        await textOf(page, '#status'),
        'Connecting to the source… Made at 10:11:12. What is shown was made before.',
      );
      assert.equal(await page.locator('#views').getAttribute('aria-busy'), 'true');
      assert.equal(await page.locator('#rows-body tr:not(.spacer)').count(), 3);
      await page.getByRole('button', { name: 'Cancel' }).click();
      assert.deepEqual((await heard()).at(-1), { kind: 'cancel' });
      await say({ kind: 'status', status: statusOf({ stale: 'edited' }) });
      assert.match(await textOf(page, '#status'), /The definition was changed since/);
      assert.equal(await page.getByRole('button', { name: 'Cancel' }).isVisible(), false);
    });

    it('V6 page: problems with what to do, their code and their place, which opens', async () => {
      await using panel = await panelPage();
      const { page, say, heard } = panel;
      const source = {
        ...PROBLEM,
        code: 'source-unreachable',
        message: 'No answer.',
        file: null,
        shown: null,
        line: null,
      };
      await say({ kind: 'status', status: statusOf({ problems: [source, PROBLEM] }) });
      const [, second] = await page.locator('#problem-list li').allInnerTexts();
      assert.equal(
        second?.replaceAll(/\s+/g, ' '),
        'Error There is no field "nmae". Did you mean "name"? Write a field of the model people. unknown-field exports/people.export.yaml:4:14',
      );
      assert.match(await textOf(page, '#status'), /There is no preview of this definition/);
      assert.equal(await page.locator('#problem-list button').count(), 1);
      await page.getByRole('button', { name: 'exports/people.export.yaml:4:14' }).click();
      assert.deepEqual((await heard()).at(-1), { kind: 'openProblem', index: 1 });
    });

    it('V6 page: in a workspace that is not trusted it says why there is nothing', async () => {
      await using panel = await panelPage();
      const { page, say, heard } = panel;
      await say({ kind: 'status', status: statusOf({ file: undefined, untrusted: true }) });
      assert.match(await textOf(page, '#untrusted'), /This workspace is not trusted/);
      await page.getByRole('button', { name: 'Manage Workspace Trust' }).click();
      assert.deepEqual((await heard()).at(-1), { kind: 'trust' });
    });

    it('V6 page: masked columns are named where they are, and in the file', async () => {
      await using panel = await panelPage();
      const { page, say } = panel;
      await say({ kind: 'status', status: statusOf() }, { kind: 'result', result: shownResult({ masked: ['name'] }) });
      assert.deepEqual(await page.locator('#rows-head .type').allInnerTexts(), ['number', 'text, masked']);
      assert.deepEqual((await page.locator('#facts dd').allInnerTexts()).at(-1), 'name');
      await page.getByRole('tab', { name: 'Exact File' }).click();
      assert.match(await textOf(page, '#file-note'), /Masked cells differ from those of a run\.$/);
    });

    it('V6 page: 1,000 rows of 60 columns and a cell of a megabyte: only what is seen is in the page, all can be reached', async () => {
      await using panel = await panelPage();
      const { page, say } = panel;
      const columns = Array.from({ length: 60 }, (_, i) => ({ header: `column ${i}`, type: 'text' }));
      const table = Array.from({ length: 1000 }, (_, row) =>
        columns.map((_, i) => (row === 500 && i === 0 ? 'x'.repeat(1_000_000) : `${row}/${i}`)),
      );
      const bytes = Buffer.from(table.map(row => `${row.join(',')}\n`).join(''));
      await say(
        { kind: 'status', status: statusOf() },
        { kind: 'result', result: shownResult({ columns, table, bytes }) },
      );
      const rows = page.locator('#rows-body tr:not(.spacer)');
      assert.ok((await rows.count()) < 100);
      assert.equal(await page.locator('#rows').getAttribute('aria-rowcount'), '1001');
      assert.match(await textOf(page, '#table-note'), /Cells of more than 200 characters are cut here/);
      await page.locator('#table-scroll').focus();
      await waitFor('the last row', async () => {
        await page.keyboard.press('End');
        return page.locator('#rows-body tr[aria-rowindex="1001"]').isVisible();
      });
      assert.ok((await rows.count()) < 100);
      const scrolled = '(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)';
      // Chromium scrolls by keys over some frames.
      await waitFor(
        'the end of the table',
        async () => ((await page.evaluate(`${scrolled}(document.getElementById('table-scroll'))`)) as number) < 2,
      );
      // The header stays in sight.
      const head = await page.locator('#rows-head th').nth(1).boundingBox();
      const view = await page.locator('#table-scroll').boundingBox();
      assert.equal(Math.round(head?.y ?? 0), Math.round(view?.y ?? 1));
      await page.getByRole('tab', { name: 'Exact File' }).click();
      const file = "document.getElementById('file-scroll')";
      await waitFor('the last line', async () => {
        await page.evaluate(`${file}.scrollTop = 1e9`);
        return page.locator('.line', { hasText: '999/59' }).isVisible();
      });
      assert.ok((await page.locator('.line').count()) < 100);
      await waitFor('the line that is cut', async () => {
        await page.evaluate(`${file}.scrollTop = (${file}.scrollHeight - ${file}.clientHeight) / 2`);
        return page.locator('.cut', { hasText: /^ … 996,\d+ more characters$/ }).isVisible();
      });
    }).timeout(90_000);

    for (const theme of Object.keys(THEMES))
      it(`V6 page: can be read in a ${theme} theme, wide and narrow, and every control has a name`, async () => {
        await using panel = await panelPage(theme);
        const { page, say, complaints } = panel;
        const result = shownResult({ masked: ['name'], notes: ['A note.'] });
        const problems = [PROBLEM, { ...PROBLEM, severity: 'warning' as const }];
        await say(
          { kind: 'status', status: statusOf({ problems, pinned: true, stale: 'failed' }) },
          { kind: 'result', result },
        );
        for (const width of [900, 320]) {
          await page.setViewportSize({ width, height: 700 });
          for (const name of ['Table', 'Exact File', 'SQL', 'Next Runs']) {
            await page.getByRole('tab', { name }).click();
            assert.deepEqual(await page.evaluate<string[]>(FAINT_TEXTS), [], `${name} at ${width}`);
            assert.deepEqual(await page.evaluate<string[]>(NAMELESS), []);
            const [scroll = 0, client = 0] = await page.evaluate<number[]>(WIDTHS);
            assert.ok(scroll <= client, `${scroll} > ${client}`);
          }
        }
        assert.deepEqual(complaints, []);
      });
  });
