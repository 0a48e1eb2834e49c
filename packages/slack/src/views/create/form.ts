import type { ElementState, ViewState } from '../../bot.ts';

/**
 * What is typed and chosen in a modal, by block id: text, or several values where several may be chosen. An input that
 * is there and holds nothing is '' or []; one that is not there is absent, and so says nothing.
 */
export type Form = Readonly<Record<string, FormValue>>;
export type FormValue = string | readonly string[];

/** What Slack tells of a view's inputs as a form. Each block holds one element. */
export function formOf(state: ViewState): Form {
  const entries = Object.entries(state).flatMap(([block, elements]): [string, FormValue][] => {
    const [element] = Object.values(elements);
    // Menus are no inputs; their blocks have ids of Slack's own.
    return element === undefined || !block.startsWith('wb:') ? [] : [[block, heldBy(element)]];
  });
  return Object.fromEntries(entries);
}

const SEVERAL = /^(multi_|checkboxes)/;

function heldBy(element: ElementState): FormValue {
  const { value, selected_option, selected_options, selected_conversation, selected_user } = element;
  if (SEVERAL.test(element.type)) return selected_options?.map(option => option.value ?? '') ?? [];
  return (
    value ??
    selected_option?.value ??
    element.selected_date ??
    element.selected_time ??
    selected_conversation ??
    selected_user ??
    element.selected_channel ??
    ''
  );
}

/** The one value of an input; undefined where it is not there. */
export function textIn(form: Form, block: string): string | undefined {
  const value = form[block];
  return typeof value === 'string' ? value : undefined;
}

/** The values of an input; undefined where it is not there. */
export function listIn(form: Form, block: string): readonly string[] | undefined {
  const value = form[block];
  return value === undefined || typeof value === 'string' ? undefined : value;
}

/** An object without the keys that are undefined or an empty text: what nobody said is not said. */
export function said<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as T;
}

/** An object without the keys that are undefined. */
export const defined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

/** A text as typed, without spaces around it; one that did not change stays as it was. */
export const trimmed = (typed: string | undefined, before: string | undefined): string | undefined =>
  typed === undefined || typed === before ? before : typed.trim();
