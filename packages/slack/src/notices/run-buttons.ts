import type { RunAction } from '@waybill/api';
import type { Button } from '../blocks/block-kit.ts';
import { askFirst, button, type Question } from '../blocks/build.ts';

/** Buttons about a run, the same in notices, lists and answers. Pure. */

/** `wb:run:<action>` with the id of the run; whoever clicks needs the rights, which the service checks. */
export const runActionId = (action: RunAction | 'log'): string => `wb:run:${action}`;

interface ActionLook {
  readonly text: string;
  readonly style?: 'primary' | 'danger';
  /** Asked before it is done. */
  readonly asks?: Question;
}

const LOOKS: Readonly<Record<RunAction, ActionLook>> = {
  approve: {
    text: 'Approve',
    style: 'primary',
    asks: {
      title: 'Deliver this file?',
      text: 'The very file that was checked goes out, as it is.',
      yes: 'Deliver it',
    },
  },
  reject: {
    text: 'Reject',
    style: 'danger',
    asks: { title: 'Reject this file?', text: 'It goes nowhere. The run is over then.', yes: 'Reject it' },
  },
  rerun: { text: 'Rerun', style: 'primary' },
  run_again: { text: 'Run again' },
  download: { text: 'Download' },
  cancel: {
    text: 'Cancel run',
    style: 'danger',
    asks: {
      title: 'Cancel this run?',
      text: 'Its query and its uploads stop; nothing is sent.',
      yes: 'Cancel the run',
    },
  },
};
export function runButton(action: RunAction, run: string, exportName: string): Button {
  const { text, style, asks } = LOOKS[action];
  const confirm = asks && askFirst(asks);
  return button(runActionId(action), text, run, { style, label: `${text}: ${exportName}`, confirm });
}
