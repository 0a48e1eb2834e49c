import type { types } from '@slack/bolt';
import type { Accessory, ActionElement, Block, Button, InputElement, ModalView, Option } from './block-kit.ts';
import { LIMITS } from './limits.ts';
import { cut, cutMiddle, plain } from './text.ts';

/** Builders of blocks: pure, and each within its own limits. Texts in mrkdwn come escaped (`text.ts`). */

const id = (blockId: string | undefined) => (blockId === undefined ? {} : { block_id: blockId });

export const header = (text: string, blockId?: string): Block => ({
  type: 'header',
  text: plain(text, LIMITS.headerText),
  ...id(blockId),
});

/** @param text mrkdwn. */
export const section = (text: string, accessory?: Accessory, blockId?: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cut(text, LIMITS.sectionText) },
  ...(accessory === undefined ? {} : { accessory }),
  ...id(blockId),
});

/** Label and value side by side on wide screens, one below the other on a phone. @param fields mrkdwn. */
export const fields = (texts: readonly string[], blockId?: string): Block => ({
  type: 'section',
  fields: texts
    .slice(0, LIMITS.sectionFields)
    .map(text => ({ type: 'mrkdwn' as const, text: cut(text, LIMITS.fieldText) })),
  ...id(blockId),
});

/** @param texts mrkdwn. */
export const context = (...texts: readonly string[]): Block => ({
  type: 'context',
  elements: texts
    .slice(0, LIMITS.contextElements)
    .map(text => ({ type: 'mrkdwn' as const, text: cut(text, LIMITS.contextText) })),
});

export const divider = (): Block => ({ type: 'divider' });

export const actions = (elements: readonly ActionElement[], blockId?: string): Block => ({
  type: 'actions',
  elements: elements.slice(0, LIMITS.actionsElements),
  ...id(blockId),
});

export interface ButtonLook {
  readonly style?: 'primary' | 'danger' | undefined;
  /** What a screen reader says: with the object, `Pause daily-sales`. */
  readonly label?: string | undefined;
  readonly url?: string | undefined;
  readonly confirm?: Button['confirm'] | undefined;
}

export interface Question {
  readonly title: string;
  readonly text: string;
  /** On the button that does it. */
  readonly yes: string;
}

/** What a button asks before it is done. */
export const askFirst = ({ title, text, yes }: Question): NonNullable<Button['confirm']> => ({
  title: plain(title, LIMITS.confirmTitle),
  text: plain(text, LIMITS.confirmText),
  confirm: plain(yes, LIMITS.confirmButton),
  deny: plain('No', LIMITS.confirmButton),
});

/** @param value carries ids of the service, never secrets. */
export const button = (
  actionId: string,
  text: string,
  value?: string,
  { style, label, url, confirm }: ButtonLook = {},
): Button => ({
  type: 'button',
  action_id: actionId,
  text: plain(text, LIMITS.buttonText),
  ...(value === undefined || value === '' ? {} : { value: cut(value, LIMITS.buttonValue) }),
  ...(style === undefined ? {} : { style }),
  ...(label === undefined ? {} : { accessibility_label: cut(label, LIMITS.accessibilityLabel) }),
  ...(url === undefined ? {} : { url }),
  ...(confirm === undefined ? {} : { confirm }),
});

/** An option; texts that are too long are cut in the middle, values that are too long are a mistake of the caller. */
export function option(text: string, value: string, description?: string): Option {
  if (value.length > LIMITS.optionValue) throw new Error(`the value of an option is too long: ${value}`);
  return {
    text: plain(cutMiddle(text, LIMITS.optionText), LIMITS.optionText),
    value,
    ...(description === undefined || description === ''
      ? {}
      : { description: plain(description, LIMITS.optionDescription) }),
  };
}

export interface InputLook {
  readonly hint?: string | undefined;
  readonly optional?: boolean | undefined;
  /** Tells at once when it changes. */
  readonly dispatch?: boolean | undefined;
}

export const input = (
  blockId: string,
  label: string,
  element: InputElement,
  { hint, optional, dispatch }: InputLook = {},
): Block => ({
  type: 'input',
  block_id: blockId,
  label: plain(label, LIMITS.label),
  element,
  ...(hint === undefined ? {} : { hint: plain(hint, LIMITS.hint) }),
  ...(optional ? { optional: true } : {}),
  ...(dispatch ? { dispatch_action: true } : {}),
});

/** A select whose options come from the service as somebody types (L6). */
export const externalSelect = (
  actionId: string,
  placeholder: string,
  { initial, least = 0 }: { readonly initial?: Option | undefined; readonly least?: number } = {},
): types.ExternalSelect => ({
  type: 'external_select',
  action_id: actionId,
  placeholder: plain(placeholder, LIMITS.placeholder),
  min_query_length: least,
  ...(initial === undefined ? {} : { initial_option: initial }),
});

/** One of at most 100, that tells of a choice at once. */
export const select = (
  actionId: string,
  choices: readonly (readonly [value: string, text: string])[],
  chosen: string,
): types.StaticSelect => {
  const options = choices.map(([value, text]) => option(text, value));
  const initial = options.find(one => one.value === chosen);
  return {
    type: 'static_select',
    action_id: actionId,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
};

/** At most five choices behind three dots. */
export const overflow = (
  actionId: string,
  choices: readonly (readonly [value: string, text: string])[],
): types.Overflow => ({
  type: 'overflow',
  action_id: actionId,
  options: choices.slice(0, LIMITS.overflowOptions).map(([value, text]) => option(text, value)),
});

export interface ModalLook {
  readonly callbackId: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Text of the button that submits; without one it only shows. */
  readonly submit?: string | undefined;
  readonly close?: string | undefined;
  /** Id of a draft of the service, or another id; never content. */
  readonly metadata?: string | undefined;
  readonly notifyOnClose?: boolean | undefined;
}

export const modal = ({ callbackId, title, blocks, submit, close, metadata, notifyOnClose }: ModalLook): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  title: plain(title, LIMITS.viewTitle),
  ...(submit === undefined ? {} : { submit: plain(submit, LIMITS.viewTitle) }),
  close: plain(close ?? (submit === undefined ? 'Close' : 'Cancel'), LIMITS.viewTitle),
  ...(metadata === undefined ? {} : { private_metadata: metadata }),
  ...(notifyOnClose ? { notify_on_close: true } : {}),
  blocks: [...blocks],
});
