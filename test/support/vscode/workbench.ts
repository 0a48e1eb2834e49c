import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { VsCodeInstallation } from './install.ts';
import type { VsCodeServer } from './server.ts';

export interface WorkbenchBrowser extends AsyncDisposable {
  readonly context: BrowserContext;
  /** Addresses outside of this machine that something asked for, all of which were refused. */
  readonly outside: readonly string[];
}

/** A browser for the workbench that reaches nothing but this machine. */
export async function workbenchBrowser(
  { chromium: executablePath }: VsCodeInstallation,
  options: BrowserContextOptions = {},
): Promise<WorkbenchBrowser> {
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const browser: Browser = await chromium.launch({
    executablePath,
    // Chromium's sandbox refuses to run as root.
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...quiet,
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    locale: 'en-GB',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const outside: string[] = [];
  await context.route(
    url => !/^(localhost|127\.0\.0\.1)$/.test(url.hostname) && /^(https?|wss?):$/.test(url.protocol),
    route => {
      outside.push(route.request().url());
      return route.abort();
    },
  );
  return { context, outside, [Symbol.asyncDispose]: () => browser.close() };
}

export interface WorkbenchView {
  readonly folder?: string | undefined;
  readonly openFile?: string | undefined;
  /** Extensions that are run from their folders. */
  readonly development?: readonly string[] | undefined;
  /** A module whose `run` the extension host calls. */
  readonly tests?: string | undefined;
}

/** The address of the workbench with a folder, and what to do there. */
export function workbenchUrl({ origin, remote }: VsCodeServer, view: WorkbenchView): string {
  const payload = [
    ...(view.development ?? []).map(path => ['extensionDevelopmentPath', remote + path]),
    ...(view.tests === undefined ? [] : [['extensionTestsPath', remote + view.tests]]),
    ...(view.openFile === undefined ? [] : [['openFile', remote + view.openFile]]),
  ];
  const query = new URLSearchParams({
    ...(view.folder === undefined ? { ew: 'true' } : { folder: view.folder }),
    payload: JSON.stringify(payload),
  });
  return `${origin}/?${query}`;
}

/** A page with the workbench, when its editor area is there. */
export async function openWorkbench(
  browser: WorkbenchBrowser,
  server: VsCodeServer,
  view: WorkbenchView,
): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(workbenchUrl(server, view), { timeout: 60_000 });
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  return page;
}
