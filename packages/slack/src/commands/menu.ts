import type { Block, Message, ModalView } from '../blocks/block-kit.ts';
import { actions, button, context, externalSelect, header, modal, section } from '../blocks/build.ts';
import type { Interaction } from '../bot.ts';
import { commandButton } from './command-button.ts';
import { say } from './say.ts';

/** What bare `/export` and the global shortcut offer (L1). */
const menuBlocks = (): Block[] => [
  header('What would you like to do?'),
  actions(
    [
      button('wb:dialog:create', 'Create an export', '', { style: 'primary' }),
      commandButton('list', 'List exports', 'list'),
      commandButton('clone', 'Copy one', 'clone', { label: 'Copy an export' }),
    ],
    'wb:menu:make',
  ),
  section('*See one export*', undefined, 'wb:menu:title'),
  actions([externalSelect('wb:pick:export:show', 'Type to find an export')], 'wb:menu:find'),
  actions(
    [
      commandButton('run', 'Run now', 'run', { label: 'Run an export now' }),
      commandButton('pause', 'Pause', 'pause', { label: 'Pause an export' }),
      commandButton('resume', 'Resume', 'resume', { label: 'Resume an export' }),
      commandButton('reschedule', 'Reschedule', 'reschedule', { label: 'Reschedule an export' }),
      commandButton('rerun', 'Rerun', 'rerun', { label: 'Rerun a run of an export' }),
      commandButton('backfill', 'Backfill', 'backfill', { label: 'Fill in days of an export' }),
      commandButton('cancel', 'Cancel a run', 'cancel'),
      commandButton('history', 'History', 'history', { label: 'Runs of an export' }),
      commandButton('subscribe', 'Subscribe', 'subscribe', { label: 'Hear of an export' }),
      commandButton('unsubscribe', 'Unsubscribe', 'unsubscribe', { label: 'Hear no more of an export' }),
      commandButton('help', 'Help', 'help'),
    ],
    'wb:menu:do',
  ),
  context('Everything here can be typed, too: `/export help` says how.'),
];

const TEXT = 'What would you like to do? Type /export help for everything that /export can do.';

export const menuMessage = (): Message => ({ text: TEXT, blocks: menuBlocks() });
export const menuView = (): ModalView => modal({ callbackId: 'wb:shown:menu', title: 'Exports', blocks: menuBlocks() });

export const menu = (on: Interaction): Promise<void> => say(on, menuMessage());
