import type { Block, InputElement, ModalView, View } from './blocks/block-kit.ts';
import { context, modal, section } from './blocks/build.ts';
import type { ElementState, OpenView, ViewState } from './bot.ts';

/** Modals that any part needs: something is on its way, something went wrong, something is done. Sentences are mrkdwn. */

/** A modal that holds nothing anybody typed. */
export const onlyShows = ({ callbackId }: Pick<OpenView, 'callbackId'>): boolean => callbackId.startsWith('wb:shown:');

export const loadingView = (title: string): ModalView =>
  modal({ callbackId: 'wb:shown:loading', title, blocks: [section('Loading…')] });

export const workingView = (title: string, metadata: string): ModalView =>
  modal({
    callbackId: 'wb:shown:working',
    title,
    metadata,
    blocks: [section('Working…'), context('This takes a moment. You may close this: it goes on.')],
  });

export const troubleView = (title: string, sentence: string): ModalView =>
  modal({ callbackId: 'wb:shown:trouble', title, blocks: [section(`:warning: ${sentence}`)] });

export const doneView = (title: string, sentence = 'Done.'): ModalView =>
  modal({ callbackId: 'wb:shown:done', title, blocks: [section(sentence)] });

const TROUBLE = 'wb:shown:problem';

/** A modal as it was submitted, with everything typed still in it and what is wrong above. */
export function withTrouble(shown: OpenView, sentence: string): ModalView {
  const view = withState(shown.view as ModalView, shown.state);
  const blocks = (view.blocks as Block[]).filter(block => block.block_id !== TROUBLE);
  return { ...view, blocks: [section(`:warning: ${sentence}`, undefined, TROUBLE), ...blocks] };
}

/** A view as it may be sent again: of what Slack tells of one, only what it takes. What was typed stands in its inputs. */
export function withState(view: ModalView, state: ViewState): ModalView {
  const { type, callback_id, title, submit, close, private_metadata, notify_on_close, clear_on_close, external_id } =
    view;
  return {
    type,
    title,
    ...(callback_id ? { callback_id } : {}),
    ...(submit ? { submit } : {}),
    ...(close ? { close } : {}),
    ...(private_metadata ? { private_metadata } : {}),
    ...(notify_on_close ? { notify_on_close } : {}),
    ...(clear_on_close ? { clear_on_close } : {}),
    ...(external_id ? { external_id } : {}),
    blocks: (view.blocks as Block[]).map(block => withValues(block, state)),
  };
}

function withValues(block: Block, state: ViewState): Block {
  const values = state[block.block_id ?? ''];
  if (values === undefined) return block;
  const filled = <E extends { readonly action_id?: string | undefined }>(element: E): E => {
    const value = values[element.action_id ?? ''];
    return value === undefined ? element : withValue(element, value);
  };
  switch (block.type) {
    case 'input':
      return { ...block, element: filled(block.element as InputElement) };
    case 'section':
      return block.accessory === undefined
        ? block
        : ({ ...block, accessory: filled(block.accessory as InputElement) } as Block);
    case 'actions':
      return { ...block, elements: block.elements.map(element => filled(element as InputElement)) } as Block;
    default:
      return block;
  }
}

/** What holds a value, and what says it when a view is shown. */
const INITIAL = {
  value: 'initial_value',
  selected_option: 'initial_option',
  selected_options: 'initial_options',
  selected_date: 'initial_date',
  selected_time: 'initial_time',
  selected_date_time: 'initial_date_time',
  selected_conversation: 'initial_conversation',
  selected_conversations: 'initial_conversations',
  selected_channel: 'initial_channel',
  selected_channels: 'initial_channels',
  selected_user: 'initial_user',
  selected_users: 'initial_users',
} as const satisfies Partial<Record<keyof ElementState, string>>;

function withValue<E extends object>(element: E, value: ElementState): E {
  const rest = { ...element } as Record<string, unknown>;
  for (const [holds, says] of Object.entries(INITIAL)) {
    if (!(holds in value)) continue;
    const held = value[holds as keyof typeof INITIAL];
    const isEmpty = held === null || held === undefined || held === '' || (Array.isArray(held) && held.length === 0);
    if (isEmpty) delete rest[says];
    else rest[says] = held;
  }
  return rest as E;
}

export const titleOf = (view: View): string => (view.type === 'modal' ? view.title.text : 'Waybill');
