import type { ElementState, OpenView, Person } from './bot.ts';
import { blocksOf, type Deed, openViewOf, type SlackView } from './interaction.ts';

/** What Slack tells of, as deeds of people. */

interface Team {
  readonly id: string;
}
interface User {
  readonly id: string;
  readonly name?: string;
  readonly username?: string;
}
interface Body {
  readonly team?: Team | null;
  readonly enterprise?: Team | null;
  readonly user: User;
  readonly trigger_id?: string;
  readonly view?: SlackView;
}

/** Where an app is installed for a whole organisation, no team may be told. */
const personOf = ({ team, enterprise, user }: Pick<Body, 'team' | 'enterprise' | 'user'>): Person => ({
  id: user.id,
  team: team?.id ?? enterprise?.id ?? '',
  handle: user.name ?? user.username ?? user.id,
});

const keyOf = (person: Person, ...parts: readonly (string | undefined)[]): string =>
  JSON.stringify([person.team, person.id, ...parts]);

const NOWHERE = { channel: undefined, message: undefined, inView: undefined, responseUrl: undefined } as const;

export interface CommandBody {
  readonly user_id: string;
  readonly user_name: string;
  readonly team_id?: string;
  readonly enterprise_id?: string;
  readonly channel_id: string;
  readonly trigger_id: string;
  readonly response_url: string;
}

export function commandDeed(body: CommandBody): Deed {
  const person = { id: body.user_id, team: body.team_id || body.enterprise_id || '', handle: body.user_name };
  return {
    ...NOWHERE,
    person,
    key: keyOf(person, 'command', body.trigger_id),
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
    channel: body.channel_id,
  };
}

export interface ShortcutBody extends Body {
  readonly callback_id: string;
  readonly trigger_id: string;
  readonly response_url?: string;
  readonly channel?: { readonly id: string };
}

export function shortcutDeed(body: ShortcutBody): Deed {
  const person = personOf(body);
  return {
    ...NOWHERE,
    person,
    key: keyOf(person, 'shortcut', body.trigger_id),
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
    channel: body.channel?.id,
  };
}

export interface ViewBody extends Body {
  readonly view: SlackView;
}

export function viewDeed(body: ViewBody): Deed {
  const person = personOf(body);
  const { id, hash } = body.view;
  return {
    ...NOWHERE,
    person,
    key: keyOf(person, 'view', id, hash),
    triggerId: body.trigger_id,
    inView: openViewOf(body.view),
  };
}

export function homeDeed(
  event: { readonly user: string; readonly view?: SlackView },
  envelope: { readonly team_id?: string; readonly enterprise_id?: string; readonly event_id?: string },
): Deed {
  const person = { id: event.user, team: envelope.team_id ?? envelope.enterprise_id ?? '', handle: event.user };
  const inView = event.view === undefined ? undefined : openViewOf(event.view);
  return { ...NOWHERE, person, key: keyOf(person, 'event', envelope.event_id), triggerId: undefined, inView };
}

type Element = ElementState & {
  readonly action_id: string;
  readonly block_id: string;
  readonly action_ts?: string;
} & Readonly<Record<string, unknown>>;

export interface ActionBody extends Body {
  readonly actions: readonly [Element, ...Element[]];
  readonly response_url?: string;
  readonly channel?: { readonly id: string };
  readonly message?: { readonly ts: string; readonly thread_ts?: string; readonly blocks?: unknown };
  readonly container?: {
    readonly type?: string;
    readonly message_ts?: string;
    readonly channel_id?: string;
    readonly thread_ts?: string;
    readonly is_ephemeral?: boolean;
  };
}

/** What is chosen or pressed: the value of a button, of an option, a date, a time, a channel, a person. */
export function chosenValue(element: ElementState): string {
  const { value, selected_option, selected_options, selected_date, selected_time } = element;
  const first =
    value ??
    selected_option?.value ??
    selected_options?.map(option => option.value).join(',') ??
    selected_date ??
    selected_time ??
    element.selected_conversation ??
    element.selected_channel ??
    element.selected_user ??
    (element.selected_date_time == null ? undefined : String(element.selected_date_time));
  return first ?? '';
}

export function clickOf(body: ActionBody, spells: Spells) {
  const person = personOf(body);
  const [element] = body.actions;
  const { channel, message, container, view } = body;
  const inView: OpenView | undefined = view === undefined ? undefined : openViewOf(view);
  const place = channel?.id ?? container?.channel_id;
  const ts = message?.ts ?? container?.message_ts;
  const value = chosenValue(element);
  const where = inView === undefined ? [place, ts] : [inView.id];
  const what = keyOf(person, 'action', ...where, element.action_id, value);
  const deed: Deed = {
    person,
    key: JSON.stringify([what, spells.of(what, element.action_ts ?? '')]),
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
    channel: place,
    inView,
    message:
      place === undefined || ts === undefined
        ? undefined
        : {
            channel: place,
            ts,
            threadTs: message?.thread_ts ?? container?.thread_ts,
            isEphemeral: container?.is_ephemeral === true,
            blocks: blocksOf(message?.blocks),
          },
  };
  return { deed, actionId: element.action_id, blockId: element.block_id, value, element };
}

/** Clicks on the same within so many seconds are one click (L6). */
const SPELL = 10;
const MOST_REMEMBERED = 1000;

/**
 * Tells a double click from doing it once more. Any process gives clicks of one stretch of time the same spell; this one
 * remembers its last ones besides, so that two clicks around the end of a stretch are one, too.
 */
export class Spells {
  readonly #last = new Map<string, { readonly seconds: number; readonly spell: string }>();

  /** @param actionTs seconds, as Slack tells when it was done. */
  of(what: string, actionTs: string): string {
    const seconds = Number(actionTs);
    if (actionTs === '' || !Number.isFinite(seconds)) return actionTs;
    const last = this.#last.get(what);
    if (last && Math.abs(seconds - last.seconds) < SPELL) return last.spell;
    const spell = String(Math.floor(seconds / SPELL));
    if (this.#last.size >= MOST_REMEMBERED) this.#last.clear();
    this.#last.set(what, { seconds, spell });
    return spell;
  }
}

export interface OptionsBody extends Body {
  readonly action_id: string;
  readonly block_id: string;
  readonly value?: string;
}

export const typedOf = (body: OptionsBody) => ({
  person: personOf(body),
  text: body.value ?? '',
  actionId: body.action_id,
  blockId: body.block_id,
  inView: body.view === undefined ? undefined : openViewOf(body.view),
});
