import * as vscode from 'vscode';
import { given } from '../ask.ts';
import type { Command } from '../extension.ts';
import { exportOf } from '../tree-node.ts';

/** Pauses an export: until a day or an instant (asked for, or given as text), or with an empty text until it is resumed. */
export const pause: Command = {
  id: 'waybill.pause',
  run: async (extension, node, wanted) => {
    const { name, timezone } = exportOf(node);
    const until = typeof wanted === 'string' ? wanted : await askUntil(name, timezone);
    const service = await extension.service();
    const view = await service.client().pauseExport({ params: { name }, body: until === '' ? {} : { until } });
    await service.refresh();
    return view;
  },
};

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;

async function askUntil(name: string, timezone: string): Promise<string> {
  const answer = await vscode.window.showInputBox({
    title: `Pause ${name}`,
    prompt: `Until which day, in ${timezone}? Empty: until it is resumed.`,
    placeHolder: '2026-12-24',
    validateInput: text =>
      text === '' || DAY.test(text) || INSTANT.test(text)
        ? undefined
        : 'A day as `2026-12-24`, an instant as `2026-12-24T06:00:00Z`, or nothing.',
  });
  return given(answer);
}
