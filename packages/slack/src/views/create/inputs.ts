import type { Block, InputElement, Option } from '../../blocks/block-kit.ts';
import { externalSelect, type InputLook, input, option, section } from '../../blocks/build.ts';
import { LIMITS } from '../../blocks/limits.ts';
import { bold, plain } from '../../blocks/text.ts';

/**
 * Inputs of the steps. Block id and action id are the same, so that what somebody has typed stays wherever the input
 * comes again. What is too much for an input is said and kept, never cut.
 */

export interface Look extends InputLook {
  readonly placeholder?: string | undefined;
}

const placeholder = (text: string | undefined) =>
  text === undefined ? {} : { placeholder: plain(text, LIMITS.placeholder) };

/** Text; `most` characters at most. */
export function textInput(
  id: string,
  label: string,
  value: string,
  { most = LIMITS.inputInitial, multiline = false, ...look }: Look & { most?: number; multiline?: boolean } = {},
): Block {
  if (value.length > LIMITS.inputInitial) {
    return section(`${bold(label)}: too long to change here (${value.length} characters). It stays as it is.`);
  }
  const element: InputElement = {
    type: 'plain_text_input',
    action_id: id,
    ...(multiline ? { multiline: true } : {}),
    ...(value === '' ? {} : { initial_value: value }),
    ...(most < LIMITS.inputInitial ? { max_length: Math.max(most, value.length) } : {}),
    ...placeholder(look.placeholder),
    ...(look.dispatch ? { dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] } } : {}),
  };
  return input(id, label, element, look);
}

/** A number. A text that is none (from a file, or an older draft) is shown as text, to be corrected. */
export function numberInput(
  id: string,
  label: string,
  value: string,
  { decimals = false, least, ...look }: Look & { decimals?: boolean; least?: number } = {},
): Block {
  if (value !== '' && !/^-?\d{1,15}(\.\d+)?$/.test(value)) return textInput(id, label, value, look);
  const element: InputElement = {
    type: 'number_input',
    action_id: id,
    is_decimal_allowed: decimals,
    ...(value === '' ? {} : { initial_value: value }),
    ...(least === undefined ? {} : { min_value: String(least) }),
    ...placeholder(look.placeholder),
  };
  return input(id, label, element, look);
}

export type Choice = readonly [value: string, label: string, description?: string];

const optionsOf = (choices: readonly Choice[]): Option[] =>
  choices.map(([value, label, description]) => option(label, value, description));

/** A value that is not offered (any more) is offered all the same while it is chosen. */
const withChosen = (choices: readonly Choice[], chosen: readonly string[]): readonly Choice[] => [
  ...choices,
  ...chosen
    .filter(value => value !== '' && value.length <= LIMITS.optionValue && !choices.some(([known]) => known === value))
    .map((value): Choice => [value, value]),
];

/** One of at most 100. */
export function selectInput(
  id: string,
  label: string,
  choices: readonly Choice[],
  value: string,
  look: Look = {},
): Block {
  const options = optionsOf(withChosen(choices, [value]).slice(-LIMITS.options));
  if (options.length === 0) return section(`${bold(label)}: there is nothing to choose from.`);
  const chosen = options.find(one => one.value === value);
  const element: InputElement = {
    type: 'static_select',
    action_id: id,
    options,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
    ...placeholder(look.placeholder),
  };
  return input(id, label, element, look);
}

/** One of a few, all to be seen. */
export function radioInput(
  id: string,
  label: string,
  choices: readonly Choice[],
  value: string,
  look: Look = {},
): Block {
  if (choices.length > LIMITS.checkboxes) return selectInput(id, label, choices, value, look);
  const options = optionsOf(choices);
  const chosen = options.find(one => one.value === value);
  const element: InputElement = {
    type: 'radio_buttons',
    action_id: id,
    options,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
  return input(id, label, element, look);
}

export function checkboxesInput(
  id: string,
  label: string,
  choices: readonly Choice[],
  values: readonly string[],
  look: Look = {},
): Block {
  const options = optionsOf(choices);
  const chosen = options.filter(({ value }) => values.includes(value ?? ''));
  const element: InputElement = {
    type: 'checkboxes',
    action_id: id,
    options,
    ...(chosen.length === 0 ? {} : { initial_options: chosen }),
  };
  return input(id, label, element, look);
}

/** Several of at most 100. */
export function multiSelectInput(
  id: string,
  label: string,
  choices: readonly Choice[],
  values: readonly string[],
  look: Look = {},
): Block {
  const options = optionsOf(withChosen(choices, values));
  if (options.length === 0) return section(`${bold(label)}: there is nothing to choose from.`);
  if (options.length > LIMITS.options) {
    return section(`${bold(label)}: more than ${LIMITS.options} choices do not fit here. It stays as it is.`);
  }
  const chosen = values.map(value => options.find(one => one.value === value)).filter(one => one !== undefined);
  const element: InputElement = {
    type: 'multi_static_select',
    action_id: id,
    options,
    ...(chosen.length === 0 ? {} : { initial_options: chosen }),
    ...placeholder(look.placeholder),
  };
  return input(id, label, element, look);
}

/** One of however many, searched for in the service. */
export function pickInput(
  id: string,
  label: string,
  chosen: Choice | undefined,
  { placeholder: hintText = 'Type to search', ...look }: Look = {},
): Block {
  const initial = chosen === undefined || chosen[0] === '' ? undefined : optionsOf([chosen])[0];
  return input(id, label, externalSelect(id, hintText, { initial }), look);
}

/** Several of however many. */
export function multiPickInput(id: string, label: string, chosen: readonly Choice[], look: Look = {}): Block {
  const initial = optionsOf(chosen);
  const element: InputElement = {
    type: 'multi_external_select',
    action_id: id,
    min_query_length: 0,
    ...(initial.length === 0 ? {} : { initial_options: initial }),
    ...placeholder(look.placeholder ?? 'Type to search'),
  };
  return input(id, label, element, look);
}

export function dateInput(id: string, label: string, value: string, look: Look = {}): Block {
  if (value !== '' && !/^\d{4}-\d\d-\d\d$/.test(value)) return textInput(id, label, value, look);
  const element: InputElement = { type: 'datepicker', action_id: id, ...(value === '' ? {} : { initial_date: value }) };
  return input(id, label, element, look);
}

export function timeInput(id: string, label: string, value: string, look: Look = {}): Block {
  if (value !== '' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) return textInput(id, label, value, look);
  const element: InputElement = { type: 'timepicker', action_id: id, ...(value === '' ? {} : { initial_time: value }) };
  return input(id, label, element, look);
}

/** A channel that the person can see; `value` its id. */
export const channelInput = (id: string, label: string, value: string, look: Look = {}): Block =>
  input(
    id,
    label,
    {
      type: 'conversations_select',
      action_id: id,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(value === '' ? {} : { initial_conversation: value }),
    },
    look,
  );

export const personInput = (id: string, label: string, value: string, look: Look = {}): Block =>
  input(id, label, { type: 'users_select', action_id: id, ...(value === '' ? {} : { initial_user: value }) }, look);

export const emailInput = (id: string, label: string, value: string, look: Look = {}): Block =>
  input(
    id,
    label,
    {
      type: 'email_text_input',
      action_id: id,
      ...(value === '' ? {} : { initial_value: value }),
      ...placeholder(look.placeholder),
    },
    look,
  );
