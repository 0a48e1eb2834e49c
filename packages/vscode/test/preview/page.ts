import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPage } from '../../../../test/support/browser.ts';
import { stagedExtension } from '../../../../test/support/vscode/staged-extension.ts';
import { pageHtml } from '../../src/preview/panel/html.ts';
import { pageResult } from '../../src/preview/panel/page-result.ts';
import type { PreviewResult } from '../../src/preview/protocol.ts';
import type { FromPage, PageResult, PageStatus, ToPage } from '../../src/preview/view/messages.ts';
import { THEMES } from './themes.ts';

/** A result as the process gives it, with parts said anew. */
export const resultOf = (more: Partial<PreviewResult> = {}): PreviewResult => ({
  name: 'people',
  columns: [
    { header: 'id', type: 'number' },
    { header: 'name', type: 'text' },
  ],
  table: [
    ['1', 'Anna'],
    ['2', 'Böhm, Karl'],
    ['3', null],
  ],
  bytes: Buffer.from('id,name\n1,Anna\n2,"Böhm, Karl"\n3,\n'),
  layout: {
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    enclosure: '"',
    newline: '\n',
    header: true,
    quote: 'needed',
    nullToken: '',
  },
  sql: 'SELECT "id", "name"\nFROM "people"',
  window: {
    by: 'event_date',
    words: 'Friday 27 November 2026 (Europe/Vienna)',
    from: '2026-11-27T00:00:00+01:00',
    until: '2026-11-28T00:00:00+01:00',
  },
  fileNames: ['people_2026-11-28.csv'],
  later: [],
  schedule: {
    words: 'Every day at 02:30, Europe/Vienna',
    firings: [{ time: 'Sunday 29 November 2026, 02:30 +01:00', covers: 'Saturday 28 November 2026 (Europe/Vienna)' }],
  },
  estimatedRows: 12_345,
  complete: false,
  masked: [],
  samples: {},
  warnings: [],
  notes: [],
  ...more,
});

export const shownResult = (more: Partial<PreviewResult> = {}, personal = false): PageResult =>
  pageResult({ value: resultOf(more), at: Date.parse('2026-11-28T10:11:12Z'), personal });

export const statusOf = (more: Partial<PageStatus> = {}): PageStatus => ({
  file: 'exports/people.export.yaml',
  uri: 'file:///northwind/exports/people.export.yaml',
  rows: 50,
  pinned: false,
  personal: false,
  step: undefined,
  stale: 'no',
  problems: [],
  untrusted: false,
  ...more,
});

export interface PanelPage extends AsyncDisposable {
  readonly page: Awaited<ReturnType<typeof openPage>>['page'];
  readonly complaints: readonly string[];
  /** What the extension would say. */
  say(...messages: readonly ToPage[]): Promise<void>;
  /** What the page has said since it was loaded. */
  heard(): Promise<readonly FromPage[]>;
  /** What it would be given after it was hidden. */
  kept(): Promise<unknown>;
}

/** The panel's page in a browser, with its own policy, and a stand-in for what VS Code gives to pages. */
export async function panelPage(theme = 'light', kept?: object): Promise<PanelPage> {
  const webview = `${await stagedExtension()}/dist/webview`;
  const server = createServer(async (request, response) => {
    const url = request.url ?? '';
    const types: Readonly<Record<string, string>> = { '/preview.js': 'text/javascript', '/preview.css': 'text/css' };
    const type = types[url];
    response.setHeader('content-type', `${type ?? 'text/html'}; charset=utf-8`);
    if (type !== undefined) return response.end(await readFile(`${webview}${url}`));
    const cspSource = `http://${request.headers.host}`;
    response.end(pageHtml({ script: '/preview.js', style: '/preview.css', cspSource, nonce: 'n0nce' }));
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const colours = THEMES[theme] ?? {};
  const opened = await openPage(
    `http://127.0.0.1:${port}/page`,
    { viewport: { width: 900, height: 700 }, timezoneId: 'UTC' },
    async page => {
      await page.addInitScript(`(() => {
        const heard = (window.heard = []);
        window.kept = ${JSON.stringify(kept ?? null)} ?? undefined;
        window.acquireVsCodeApi = () => ({
          postMessage: message => heard.push(message),
          getState: () => window.kept,
          setState: state => { window.kept = state; },
        });
        addEventListener('DOMContentLoaded', () => {
          for (const [name, value] of Object.entries(${JSON.stringify(colours)}))
            document.documentElement.style.setProperty('--vscode-' + name, value);
        });
      })()`);
    },
  );
  const { page, complaints } = opened;
  return {
    page,
    complaints,
    say: async (...messages) => {
      for (const message of messages) await page.evaluate(`postMessage(${JSON.stringify(message)}, '*')`);
      // Messages come in order: when this one is there, those are.
      await page.evaluate(`new Promise(done => {
        addEventListener('message', function last({ data }) { if (data.kind === 'last') { removeEventListener('message', last); done(); } });
        postMessage({ kind: 'last' }, '*');
      })`);
    },
    heard: () => page.evaluate('heard'),
    kept: () => page.evaluate('kept'),
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}
