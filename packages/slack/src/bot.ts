import type { WebClient } from '@slack/web-api';
import type { Client } from '@waybill/api';
import type { Logger } from 'pino';
import type { Block, Message, ModalView, Option, OptionGroup, View } from './blocks/block-kit.ts';

/**
 * What every part of the bot registers itself with. Each registration acknowledges first and works afterwards (L6), and
 * turns whatever goes wrong into a sentence for the person who did something: handlers just throw.
 *
 * Ids are `wb:<area>:<what>`; `action_id`s of one area and purpose that differ by a suffix are matched by a RegExp.
 */
export interface Bot {
  /** Slack's Web API, with the bot's token. Waits as Slack asks when there were too many calls. */
  readonly slack: WebClient;
  /** The service, with the bot's own rights; for what nobody did. */
  readonly service: Client;
  readonly log: Logger;

  /** A slash command: `/export`. */
  command(name: string, handler: (command: Command) => Promise<void>): void;
  /** A click or a choice in a message, modal or App Home. */
  action(id: string | RegExp, handler: (click: Click) => Promise<void>): void;
  /** Options of an external select, within 2.5 s; none when it takes longer or fails. */
  options(id: string | RegExp, handler: (typed: Typed) => Promise<Options>): void;
  /** Somebody submits a modal. What takes longer than Slack waits is shown as "Working…" and put in place afterwards. */
  view(callbackId: string | RegExp, handler: (submission: Submission) => Promise<ViewAnswer>): void;
  /** Somebody closes a modal that has `notify_on_close`. */
  closed(callbackId: string | RegExp, handler: (closed: InView) => Promise<void>): void;
  /** A global or message shortcut. */
  shortcut(callbackId: string, handler: (shortcut: Interaction) => Promise<void>): void;
  /**
   * Shows somebody's App Home: when it is opened, and again after anything was changed from there or from a modal that
   * was opened there. `state` is what the view's `private_metadata` said, '' for the first time.
   */
  home(handler: (on: Interaction, state: string) => Promise<void>): void;

  /** Says what opens a dialog, so that commands, menus, the App Home and notices can open it without knowing how. */
  dialog(name: DialogName, open: OpenDialog): void;
  /** Opens one that was said with {@link dialog}. */
  openDialog(on: Interaction, name: DialogName, asked?: DialogInput): Promise<void>;
}

/** A part of the bot; `features.ts` lists them all. */
export type Register = (bot: Bot) => void;

export const DIALOGS = ['create', 'clone', 'reschedule', 'pause', 'rerun', 'backfill'] as const;
export type DialogName = (typeof DIALOGS)[number];

/** What is known when a dialog opens; what is missing it asks for. */
export interface DialogInput {
  /** Name of an export. */
  readonly export?: string | undefined;
  readonly run?: string | undefined;
  readonly draft?: string | undefined;
  /** `sales@2` */
  readonly template?: string | undefined;
}
export type OpenDialog = (on: Interaction, asked: DialogInput) => Promise<void>;

/** Who did something in Slack. */
export interface Person {
  /** `U…` */
  readonly id: string;
  /** `T…`; the organisation where the app is installed for all of it. */
  readonly team: string;
  /** Slack's handle; the service is told the real name. */
  readonly handle: string;
}

/** Something that a person did, and what may be done about it. */
export interface Interaction {
  readonly bot: Bot;
  readonly person: Person;
  /**
   * The service on this person's behalf. Every call that changes something carries a key made of what the person did
   * and what is asked: a double click, a retry of Slack's and a second process of the bot do nothing twice (L6).
   */
  readonly service: Client;
  readonly slack: WebClient;
  readonly log: Logger;
  /** Where it was done; undefined in the App Home and in most modals. */
  readonly channel: string | undefined;
  /** The message that it was done in. */
  readonly message: MessagePlace | undefined;
  /** The modal or App Home that it was done in. */
  readonly inView: OpenView | undefined;

  /**
   * Answers this person alone: where they are, or else in a direct message. `replace` puts it in place of the message
   * with the button (only for messages that only they see).
   */
  answer(message: Message | string, how?: { readonly replace?: boolean }): Promise<void>;
  /**
   * Opens a modal; on top where one is open. What only shows something, and is not the first one, gives its place up:
   * Slack takes three, and dialogs open more on top.
   */
  open(view: ModalView): Promise<OpenView>;
  /**
   * Opens a modal at once with "Loading…" and puts `build`'s in place; for everything that asks the service first. What
   * `build` throws is shown in the modal.
   */
  openSoon(title: string, build: () => Promise<ModalView>): Promise<OpenView>;
  /**
   * Puts a view in place of one that is open, by default of the one that this was done in. With its hash: when the
   * person did something else meanwhile, nothing happens, and it gives undefined.
   */
  update(view: View, of?: OpenView): Promise<OpenView | undefined>;
  /**
   * Shows the App Home anew. With the hash of what was shown: when it was shown anew meanwhile, as by the first of two
   * clicks, nothing happens.
   */
  publishHome(view: View, hash?: string): Promise<void>;
}

export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** Only this person sees it. */
  readonly isEphemeral: boolean;
  readonly blocks: readonly Block[];
}

export interface OpenView {
  readonly id: string;
  readonly hash: string;
  readonly callbackId: string;
  /** `private_metadata`. */
  readonly metadata: string;
  readonly type: 'modal' | 'home';
  /** How the App Home stands that it belongs to, or that it was opened from; undefined elsewhere. */
  readonly home: string | undefined;
  /** As Slack has it now, for showing it again. */
  readonly view: View;
  /** What is typed and chosen, by block id and action id. */
  readonly state: ViewState;
  /** The modal below this one; its own id where there is none. */
  readonly belowId: string;
  /** Its place in the stack, from 1; Slack takes three. */
  readonly depth: 1 | 2 | 3;
}

export type ViewState = Readonly<Record<string, Readonly<Record<string, ElementState>>>>;

/** What an input holds; each kind of element fills its own. */
export interface ElementState {
  readonly type: string;
  readonly value?: string | null | undefined;
  readonly selected_option?: Option | null | undefined;
  readonly selected_options?: readonly Option[] | undefined;
  readonly selected_date?: string | null | undefined;
  readonly selected_time?: string | null | undefined;
  readonly selected_date_time?: number | null | undefined;
  readonly selected_conversation?: string | null | undefined;
  readonly selected_conversations?: readonly string[] | undefined;
  readonly selected_channel?: string | null | undefined;
  readonly selected_channels?: readonly string[] | undefined;
  readonly selected_user?: string | null | undefined;
  readonly selected_users?: readonly string[] | undefined;
}

export interface Command extends Interaction {
  /** `/export` */
  readonly name: string;
  /** What stands behind it. */
  readonly text: string;
}

export interface Click extends Interaction {
  readonly actionId: string;
  readonly blockId: string;
  /** `value` of a button, or of what was chosen. */
  readonly value: string;
  readonly element: ElementState & Readonly<Record<string, unknown>>;
}

export interface InView extends Interaction {
  readonly inView: OpenView;
}

export type Submission = InView;

/**
 * What becomes of a modal that was submitted. `errors`: sentences by block id of inputs; it stays open. `update`: this
 * one in its place. `push`: on top of it. `close`: it closes, and shows what is below; `clear`: all of them close.
 */
export type ViewAnswer =
  | { readonly errors: Readonly<Record<string, string>> }
  | { readonly update: ModalView }
  | { readonly push: ModalView }
  | 'close'
  | 'clear';

/** What somebody has typed into an external select. */
export interface Typed {
  readonly bot: Bot;
  readonly person: Person;
  readonly service: Client;
  readonly log: Logger;
  readonly text: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly inView: OpenView | undefined;
}

export type Options =
  | { readonly options: readonly Option[] }
  /** Groups that have options. */
  | { readonly groups: readonly OptionGroup[] };
