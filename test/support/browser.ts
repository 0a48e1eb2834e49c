import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { atEnd } from './at-end.ts';
import { leaveOut } from './left-out.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const program = PLACES.find(path => existsSync(path));

/** Whether this machine has a browser; notes it as left out if not. */
export function hasBrowser(): boolean {
  if (program !== undefined) return true;
  leaveOut('chromium is not installed: tests of pages in a browser (apt-get install chromium)');
  return false;
}

let shared: Promise<Browser> | undefined;

/** The one browser of the test run, started when first asked for. */
function browser(): Promise<Browser> {
  if (shared) return shared;
  shared = chromium.launch({
    executablePath: program ?? '',
    // Chromium's sandbox refuses to run as root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  atEnd(async () => (await shared)?.close());
  return shared;
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained about: errors of scripts, and what the page's own policy forbade. */
  readonly complaints: readonly string[];
}

/** `before`: what is done to the page before it is loaded. */
export async function openPage(
  url: string,
  options: BrowserContextOptions = {},
  before: (page: Page) => Promise<void> = async () => {},
): Promise<OpenPage> {
  const context = await (await browser()).newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await before(page);
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
