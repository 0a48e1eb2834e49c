import { createHmac } from 'node:crypto';
import { wrongInOptions } from './check-blocks.ts';
import { type Ephemeral, type Message, SIGNING_SECRET, type SlackDouble } from './slack-double.ts';

type Json = Record<string, unknown>;
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

type Kind = 'command' | 'interactive' | 'event';

/** How Slack reaches the bot: HTTP with signatures, or Socket Mode. */
export interface Link {
  /** @returns what it was acknowledged with. */
  send(kind: Kind, payload: Json, retry?: number): Promise<Json | undefined>;
}

/** HTTP as Slack sends it: signed, forms for commands and interactions, JSON for events. */
export const httpLink = (url: string, secret = SIGNING_SECRET): Link => ({
  async send(kind, payload, retry) {
    const body =
      kind === 'command'
        ? new URLSearchParams(payload as Record<string, string>).toString()
        : kind === 'interactive'
          ? new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
          : JSON.stringify(payload);
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...(retry === undefined ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
      },
      body,
      signal: AbortSignal.timeout(3000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the bot answered ${response.status} to a ${kind}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as Json);
  },
});

const ENVELOPES = { command: 'slash_commands', interactive: 'interactive', event: 'events_api' } as const;

export const socketLink = (slack: SlackDouble): Link => ({
  send: (kind, payload, retry) =>
    slack.sockets.send(ENVELOPES[kind], payload, retry === undefined ? {} : { retry_attempt: retry }),
});

export interface Acknowledged {
  readonly payload: Json | undefined;
  /** Until it was acknowledged. */
  readonly milliseconds: number;
}

/** Where something is clicked: a message, what only this person sees, or the modal or App Home that is open. */
export type Place = 'modal' | 'home' | Message | Ephemeral;

export interface PersonOptions {
  readonly slack: SlackDouble;
  /** One bot, or several, of which each deed goes to one. */
  readonly link: Link | readonly Link[];
  /** Waits until the bots have worked on what they were told. */
  readonly settled: () => Promise<void>;
}

/** Somebody in Slack, who sees what the bot shows and does what people do. */
export class SlackPerson {
  readonly id: string;
  readonly name: string;
  readonly #slack: SlackDouble;
  readonly #links: readonly Link[];
  readonly #settled: () => Promise<void>;
  /** What is typed and chosen in views, by their ids. */
  readonly #typed = new Map<string, Map<string, Json>>();
  #next = 0;
  #clock = 0;

  constructor(name: string, { slack, link, settled }: PersonOptions) {
    this.name = name;
    this.id = slack.person(name);
    this.#slack = slack;
    this.#links = Array.isArray(link) ? (link as Link[]) : [link as Link];
    this.#settled = settled;
  }

  /** Types `/export …` into a channel; with `times` Slack tells of it as often, as it does when it was not sure. */
  async command(
    text: string,
    channel = 'crm-exports',
    { times = 1 }: { readonly times?: number } = {},
  ): Promise<Acknowledged> {
    const channelId = this.#slack.channel(channel);
    const payload = {
      token: 'legacy',
      team_id: 'T000000001',
      team_domain: 'brand',
      channel_id: channelId,
      channel_name: channel,
      user_id: this.id,
      user_name: this.name,
      command: '/export',
      text,
      api_app_id: 'A0WAYBILL',
      is_enterprise_install: 'false',
      response_url: this.#slack.responseUrl(this.id, channelId),
      trigger_id: await this.#slack.trigger(this.id),
    };
    const [first] = await Promise.all(Array.from({ length: times }, () => this.#transmit('command', payload)));
    await this.#settled();
    return first as Acknowledged;
  }

  async shortcut(callbackId: string): Promise<Acknowledged> {
    return this.send('interactive', {
      type: 'shortcut',
      ...this.#who(),
      callback_id: callbackId,
      action_ts: this.#now(),
      trigger_id: await this.#slack.trigger(this.id),
    });
  }

  /** Opens the App Home; Slack tells how it was shown before. */
  async openHome(): Promise<Acknowledged> {
    const home = this.#slack.homes.get(this.id);
    return this.send('event', {
      type: 'event_callback',
      team_id: 'T000000001',
      api_app_id: 'A0WAYBILL',
      event_id: `Ev${crypto.randomUUID()}`,
      event_time: Math.floor(Date.now() / 1000),
      event: {
        type: 'app_home_opened',
        user: this.id,
        channel: 'D0',
        tab: 'home',
        event_ts: this.#now(),
        ...(home === undefined ? {} : { view: this.shown(home) }),
      },
    });
  }

  /** Presses a button, by its `action_id` or its text; with `times` as often at once, as a double click does. */
  async click(place: Place, button: string, { times = 1 }: { readonly times?: number } = {}): Promise<Acknowledged> {
    const { block, element } = this.element(place, button);
    const payload = async () => ({
      ...(await this.#action(place, block, element)),
      actions: [{ ...this.#told(block, element), ...(element.value === undefined ? {} : { value: element.value }) }],
    });
    const sent = await Promise.all(
      Array.from({ length: times }, async () => this.#transmit('interactive', await payload())),
    );
    await this.#settled();
    return sent[0] as Acknowledged;
  }

  /** Types or chooses in an input that tells of it at once; `value` as {@link fill}. */
  async choose(place: Place, actionId: string, value: string | readonly string[] | null): Promise<Acknowledged> {
    const { block, element } = this.element(place, actionId);
    const state = stateOf(element, value, await this.#offered(place, element));
    if (place === 'modal' || place === 'home') this.#keep(this.#viewOf(place), block, element, state);
    return this.send('interactive', {
      ...(await this.#action(place, block, element)),
      actions: [{ ...this.#told(block, element), ...state }],
    });
  }

  /**
   * Types or chooses something in the open modal, by `action_id` or label: a text, the value (or text) of an option, a
   * date, a time, an id of a channel; a list of them for several; null empties it. Nothing is sent yet.
   */
  async fill(values: Readonly<Record<string, string | readonly string[] | null>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      const { block, element } = this.element('modal', name);
      this.#keep(
        this.#slack.modal(this.id),
        block,
        element,
        stateOf(element, value, await this.#offered('modal', element)),
      );
    }
  }

  /** Presses the button that submits the open modal, and does what the answer says. */
  async submit(): Promise<Acknowledged> {
    const view = this.#slack.modal(this.id);
    const answer = await this.#transmit('interactive', {
      type: 'view_submission',
      ...this.#who(),
      trigger_id: await this.#slack.trigger(this.id, String(view.id)),
      view: this.shown(view),
      response_urls: [],
    });
    await this.#follow(view, answer.payload);
    await this.#settled();
    return answer;
  }

  /** Closes the open modal, and tells of it where it asked for that. */
  async close({ all = false } = {}): Promise<void> {
    const view = this.#slack.modal(this.id);
    const stack = this.#slack.stacks.get(this.id) ?? [];
    this.#slack.stacks.set(this.id, all ? [] : stack.slice(0, -1));
    if (view.notify_on_close !== true) return;
    await this.send('interactive', { type: 'view_closed', ...this.#who(), view: this.shown(view), is_cleared: all });
  }

  /** Types into an external select; gives what is offered, groups opened. */
  async options(place: Place, actionId: string, text = ''): Promise<{ text: string; value: string }[]> {
    const { block, element } = this.element(place, actionId);
    const { payload = {} } = await this.#transmit('interactive', {
      type: 'block_suggestion',
      ...this.#who(),
      ...this.#where(place),
      action_id: element.action_id,
      block_id: block.block_id,
      value: text,
    });
    this.#slack.wrong.push(...wrongInOptions(payload));
    const all = [...list(payload.options), ...list(payload.option_groups).flatMap(group => list(group.options))];
    return all.map(option => ({ text: String((option.text as Json).text), value: String(option.value) }));
  }

  /** Sends what Slack would, and waits until it is worked on. */
  async send(kind: Kind, payload: Json, retry?: number): Promise<Acknowledged> {
    const answer = await this.#transmit(kind, payload, retry);
    await this.#settled();
    return answer;
  }

  /** The last answer that only this person sees. */
  answer(): Ephemeral {
    const mine = this.#slack.ephemerals.filter(message => message.person === this.id);
    const last = mine.at(-1);
    if (last === undefined) throw new Error(`${this.name} was not answered`);
    return last;
  }

  answers(): readonly Ephemeral[] {
    return this.#slack.ephemerals.filter(message => message.person === this.id);
  }

  /** The modal that is open, as somebody reads it: a line for each block. */
  modalText(): string {
    return textOf(list(this.#slack.modal(this.id).blocks));
  }

  homeText(): string {
    return textOf(list(this.#slack.homes.get(this.id)?.blocks));
  }

  modal(): Json {
    return this.#slack.modal(this.id);
  }

  isModalOpen(): boolean {
    return this.#slack.isModalOpen(this.id);
  }

  /** An element and its block, by `action_id` (or how one begins, with `*` at its end), by its text or label. */
  element(place: Place, name: string): { readonly block: Json; readonly element: Json } {
    const blocks = this.#blocks(place);
    const fits = (block: Json, element: Json): boolean => {
      const id = String(element.action_id);
      const text = String((element.text as Json | undefined)?.text ?? (block.label as Json | undefined)?.text ?? '');
      return id === name || text === name || (name.endsWith('*') && id.startsWith(name.slice(0, -1)));
    };
    for (const block of blocks) {
      const elements = [...list(block.elements), block.accessory as Json, block.element as Json].filter(Boolean);
      const element = elements.find(one => one.action_id !== undefined && fits(block, one));
      if (element !== undefined) return { block, element };
    }
    throw new Error(`nothing there is ${name}; there is:\n${textOf(blocks)}`);
  }

  has(place: Place, name: string): boolean {
    try {
      this.element(place, name);
      return true;
    } catch {
      return false;
    }
  }

  /** A view with what this person typed into it, as Slack tells of it. */
  shown(view: Json): Json {
    const values: Record<string, Record<string, Json>> = {};
    const typed = this.#typed.get(String(view.id));
    for (const block of list(view.blocks)) {
      const elements = [...list(block.elements), block.accessory as Json, block.element as Json].filter(Boolean);
      for (const element of elements) {
        if (element.action_id === undefined || element.type === 'button') continue;
        const state = typed?.get(placeKey(block, element)) ?? initialOf(element);
        const blockId = String(block.block_id);
        values[blockId] = { ...values[blockId], [String(element.action_id)]: { type: element.type, ...state } };
      }
    }
    return { ...view, state: { values } };
  }

  async #transmit(kind: Kind, payload: Json, retry?: number): Promise<Acknowledged> {
    const link = this.#links[this.#next++ % this.#links.length] as Link;
    const begun = performance.now();
    const answer = await link.send(kind, payload, retry);
    return { payload: answer, milliseconds: performance.now() - begun };
  }

  async #follow(view: Json, answer: Json | undefined): Promise<void> {
    const stack = this.#slack.stacks.get(this.id) ?? [];
    const next = answer?.view as Json | undefined;
    if (next !== undefined) this.#slack.checkView(next);
    switch (answer?.response_action) {
      case undefined:
        this.#slack.stacks.set(this.id, stack.slice(0, -1));
        break;
      case 'clear':
        this.#slack.stacks.set(this.id, []);
        break;
      case 'update':
        await this.#slack.ownCall('views.update', { view_id: view.id, view: next });
        break;
      case 'push': {
        const trigger = await this.#slack.trigger(this.id, String(view.id));
        const pushed = await this.#slack.ownCall('views.push', { trigger_id: trigger, view: next });
        this.#slack.stacks.set(this.id, [...stack, String((pushed.view as Json).id)]);
        break;
      }
    }
  }

  #blocks(place: Place): Json[] {
    return list(typeof place === 'string' ? this.#viewOf(place).blocks : place.blocks);
  }

  #viewOf(place: 'modal' | 'home'): Json {
    if (place === 'modal') return this.#slack.modal(this.id);
    const home = this.#slack.homes.get(this.id);
    if (home === undefined) throw new Error('the App Home was not shown yet');
    return home;
  }

  #keep(view: Json, block: Json, element: Json, state: Json): void {
    const id = String(view.id);
    const typed = this.#typed.get(id) ?? new Map<string, Json>();
    typed.set(placeKey(block, element), state);
    this.#typed.set(id, typed);
  }

  #who(): Json {
    return {
      team: { id: 'T000000001', domain: 'brand' },
      user: { id: this.id, username: this.name, name: this.name, team_id: 'T000000001' },
      api_app_id: 'A0WAYBILL',
      token: 'legacy',
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  #where(place: Place): Json {
    if (typeof place === 'string') {
      const view = this.#viewOf(place);
      return { container: { type: 'view', view_id: view.id }, view: this.shown(view) };
    }
    const isEphemeral = 'via' in place;
    const threadTs = 'thread_ts' in place ? place.thread_ts : undefined;
    return {
      container: {
        type: 'message',
        message_ts: place.ts,
        channel_id: place.channel,
        is_ephemeral: isEphemeral,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      },
      channel: { id: place.channel, name: 'channel' },
      ...(isEphemeral ? {} : { message: place }),
    };
  }

  async #action(place: Place, block: Json, element: Json): Promise<Json> {
    const isModal = place === 'modal';
    const view = typeof place === 'string' ? String(this.#viewOf(place).id) : undefined;
    return {
      type: 'block_actions',
      ...this.#who(),
      ...this.#where(place),
      trigger_id: await this.#slack.trigger(this.id, isModal ? view : undefined),
      ...(typeof place === 'string' ? {} : { response_url: this.#slack.responseUrl(this.id, place.channel, place.ts) }),
      state: { values: {} },
      actions: [this.#told(block, element)],
    };
  }

  #told(block: Json, element: Json): Json {
    return {
      type: element.type,
      action_id: element.action_id,
      block_id: block.block_id ?? 'generated',
      action_ts: this.#now(),
    };
  }

  /** What an external select offers, so that something can be chosen by its text. */
  async #offered(place: Place, element: Json): Promise<Json[]> {
    if (!String(element.type).includes('external')) return [];
    const offered = await this.options(place, String(element.action_id));
    return offered.map(({ text, value }) => ({ text: { type: 'plain_text', text }, value }));
  }

  /** Grows with every deed, as Slack's do. */
  #now(): string {
    this.#clock = Math.max(this.#clock + 1, Date.now() * 1000);
    return (this.#clock / 1_000_000).toFixed(6);
  }
}

const placeKey = (block: Json, element: Json): string => `${String(block.block_id)} ${String(element.action_id)}`;

/** Everything that can be read in blocks, a line each, buttons in brackets. */
export function textOf(blocks: readonly Json[]): string {
  const words = (value: unknown): string => String((value as Json | undefined)?.text ?? '');
  const element = (one: Json): string => {
    if (one.type === 'mrkdwn' || one.type === 'plain_text') return String(one.text);
    if (one.type === 'button') return `[${words(one.text)}]`;
    const initial = initialOf(one);
    const chosen = initial.selected_option as Json | undefined;
    const said = initial.value ?? initial.selected_date ?? initial.selected_time ?? initial.selected_conversation;
    const many = list(initial.selected_options).map(option => words(option.text));
    return `<${chosen ? words(chosen.text) : many.length > 0 ? many.join(', ') : String(said ?? words(one.placeholder))}>`;
  };
  return blocks
    .map(block => {
      const parts = [
        words(block.label),
        typeof block.text === 'string' ? block.text : words(block.text),
        ...list(block.fields).map(words),
        ...list(block.elements).map(element),
        ...[block.element, block.accessory].filter(Boolean).map(one => element(one as Json)),
        words(block.hint),
      ];
      return parts.filter(part => part !== '').join(' | ');
    })
    .filter(line => line !== '')
    .join('\n');
}

const KEYS = [
  'value',
  'option',
  'options',
  'date',
  'time',
  'date_time',
  'conversation',
  'conversations',
  'channel',
  'channels',
  'user',
  'users',
];

function initialOf(element: Json): Json {
  const state: Json = {};
  for (const key of KEYS) {
    const initial = element[`initial_${key}`];
    if (initial !== undefined) state[key === 'value' ? 'value' : `selected_${key}`] = initial;
  }
  if (Object.keys(state).length > 0) return state;
  return stateOf(element, null, []);
}

/** The state of an element that holds a value. */
function stateOf(element: Json, value: string | readonly string[] | null, offered: readonly Json[]): Json {
  const type = String(element.type);
  const options = [
    ...list(element.options),
    ...list(element.option_groups).flatMap(group => list(group.options)),
    ...offered,
  ];
  const option = (wanted: string): Json => {
    const found = options.find(one => one.value === wanted) ?? options.find(one => (one.text as Json).text === wanted);
    if (found) return found;
    if (type.includes('external')) return { text: { type: 'plain_text', text: wanted }, value: wanted };
    throw new Error(`${wanted} is not offered by ${String(element.action_id)}`);
  };
  const many = value === null ? [] : typeof value === 'string' ? [value] : value;
  const one = many[0] ?? null;
  if (/^multi_(static|external)_select$|^checkboxes$/.test(type)) return { selected_options: many.map(option) };
  if (/^(static|external)_select$|^radio_buttons$|^overflow$/.test(type)) {
    return { selected_option: one === null ? null : option(one) };
  }
  if (type === 'datepicker') return { selected_date: one };
  if (type === 'timepicker') return { selected_time: one };
  if (type === 'datetimepicker') return { selected_date_time: one === null ? null : Number(one) };
  const select = /^(multi_)?(conversations|channels|users)_select$/.exec(type);
  if (select) {
    const kind = String(select[2]);
    return select[1] ? { [`selected_${kind}`]: many } : { [`selected_${kind.slice(0, -1)}`]: one };
  }
  return { value: one };
}
