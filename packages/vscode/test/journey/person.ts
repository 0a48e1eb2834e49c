import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** Where the pictures of the documentation are, which WAYBILL_SCREENSHOTS=1 takes anew. */
const IMAGES = fileURLToPath(new URL('../../images/', import.meta.url));

/** A person at the workbench: hands and eyes. */
export interface Person {
  readonly page: Page;
  /** The text editor that is in front. */
  readonly editor: Locator;
  /** A line of it, by what it holds. */
  line(text: string): Locator;
  /** Puts the cursor to the end of such a line. */
  cursorAtEndOf(text: string): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Runs a command of the palette. */
  palette(title: string): Promise<void>;
  /** Answers an input box. */
  answer(text: string): Promise<void>;
  openFile(path: string): Promise<void>;
  /** A notification that holds a text. */
  notification(text: string | RegExp): Locator;
  /** Presses a button of such a notification. */
  click(button: string, notification: string | RegExp): Promise<void>;
  /** An item of the tree "Exports". */
  item(text: string | RegExp): Locator;
  /** The page inside the preview. */
  readonly preview: FrameLocator;
  /** Takes a picture for the documentation, when pictures are wanted. */
  picture(name: string, of?: Locator): Promise<void>;
}

export function person(page: Page): Person {
  const { keyboard } = page;
  const notification: Person['notification'] = text =>
    page
      .locator('.notification-toast, .notifications-list-container .monaco-list-row')
      .filter({ hasText: text })
      .first();
  const self: Person = {
    page,
    editor: page.locator('.editor-instance .monaco-editor').first(),
    line: text => page.locator('.editor-instance .view-line').filter({ hasText: text }).first(),
    async cursorAtEndOf(text) {
      await self.line(text).locator('span span').last().click();
      await keyboard.press('End');
    },
    async press(...keys) {
      for (const key of keys) await keyboard.press(key);
    },
    type: text => keyboard.type(text, { delay: 10 }),
    async palette(title) {
      await keyboard.press('F1');
      const input = page.locator('.quick-input-widget input[type=text]').first();
      await input.waitFor();
      await input.fill(`>${title}`);
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click();
    },
    async answer(text) {
      const input = page.locator('.quick-input-widget input:visible').first();
      await input.waitFor();
      await input.fill(text);
      await input.press('Enter');
    },
    async openFile(path) {
      await keyboard.press('Control+p');
      const input = page.locator('.quick-input-widget input[type=text]').first();
      await input.waitFor();
      await input.fill(path);
      // Before it has looked, the list holds what was open last.
      const name = path.split('/').at(-1) ?? path;
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click();
    },
    notification,
    async click(button, text) {
      await notification(text).locator('a.monaco-button, .monaco-button').filter({ hasText: button }).first().click();
    },
    item: text => page.locator('.pane-body .monaco-list-row').filter({ hasText: text }).first(),
    preview: page.frameLocator('iframe.webview.ready').frameLocator('#active-frame'),
    async picture(name, of) {
      if (process.env.WAYBILL_SCREENSHOTS !== '1') return;
      await mkdir(IMAGES, { recursive: true });
      await (of ?? page).screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
    },
  };
  return self;
}
