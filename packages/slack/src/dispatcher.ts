import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Client } from '@waybill/api';
import type { Logger } from 'pino';
import type { Option, OptionGroup } from './blocks/block-kit.ts';
import { actions, button, section } from './blocks/build.ts';
import { fitModal } from './blocks/fit.ts';
import { LIMITS } from './blocks/limits.ts';
import type {
  Bot,
  Click,
  Command,
  DialogInput,
  DialogName,
  Interaction,
  InView,
  OpenDialog,
  OpenView,
  Options,
  Submission,
  Typed,
  ViewAnswer,
} from './bot.ts';
import { carrying } from './carried-home.ts';
import {
  type ActionBody,
  clickOf,
  commandDeed,
  homeDeed,
  type OptionsBody,
  type ShortcutBody,
  Spells,
  shortcutDeed,
  typedOf,
  type ViewBody,
  viewDeed,
} from './deeds.ts';
import { troubleOf } from './error-sentence.ts';
import { type Deed, interactionOf, openViewOf } from './interaction.ts';
import { onBehalfOf } from './on-behalf.ts';
import type { People } from './people.ts';
import { isSlackError } from './slack-errors.ts';
import { doneView, titleOf, troubleView, withTrouble, workingView } from './views-shown.ts';

/** Slack waits 3 s for an answer; what is not there by then, milliseconds, is shown afterwards. */
const SLACK_WAITS = 2000;
const OPTIONS_WAIT = 2500;

interface Entry<T> {
  readonly id: string | RegExp;
  readonly handler: T;
}

class Handlers<T> {
  readonly #entries: Entry<T>[] = [];

  add(id: string | RegExp, handler: T): void {
    this.#entries.push({ id, handler });
  }

  find(id: string): T | undefined {
    return this.#entries.find(entry => (typeof entry.id === 'string' ? entry.id === id : entry.id.test(id)))?.handler;
  }
}

export interface DispatcherParts {
  readonly slack: WebClient;
  readonly service: Client;
  readonly log: Logger;
  readonly people: People;
}

const OPEN_DIALOG = /^wb:dialog:(\w+)$/;

/**
 * Brings what Slack tells of to the part of the bot that it is for: acknowledged at once, worked on afterwards, and
 * whatever goes wrong said to the person (L6).
 */
export class Dispatcher {
  readonly bot: Bot;
  readonly #parts: DispatcherParts;
  readonly #commands = new Handlers<(command: Command) => Promise<void>>();
  readonly #actions = new Handlers<(click: Click) => Promise<void>>();
  readonly #options = new Handlers<(typed: Typed) => Promise<Options>>();
  readonly #views = new Handlers<(submission: Submission) => Promise<ViewAnswer>>();
  readonly #closed = new Handlers<(closed: InView) => Promise<void>>();
  readonly #shortcuts = new Handlers<(shortcut: Interaction) => Promise<void>>();
  readonly #dialogs = new Map<DialogName, OpenDialog>();
  #home: ((on: Interaction, state: string) => Promise<void>) | undefined;
  readonly #spells = new Spells();
  readonly #work = new Set<Promise<void>>();

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    const { slack, service, log } = parts;
    this.bot = {
      slack,
      service,
      log,
      command: (name, handler) => this.#commands.add(name, handler),
      action: (id, handler) => this.#actions.add(id, handler),
      options: (id, handler) => this.#options.add(id, handler),
      view: (id, handler) => this.#views.add(id, handler),
      closed: (id, handler) => this.#closed.add(id, handler),
      shortcut: (id, handler) => this.#shortcuts.add(id, handler),
      home: handler => {
        this.#home = handler;
      },
      dialog: (name, open) => this.#dialogs.set(name, open),
      openDialog: (on, name, asked = {}) => this.#openDialog(on, name, asked),
    };
    this.bot.action(OPEN_DIALOG, async click => {
      const name = OPEN_DIALOG.exec(click.actionId)?.[1] as DialogName;
      await this.bot.openDialog(click, name, dialogInput(click.value));
    });
    // A button that leads somewhere tells of its click, too.
    this.bot.action(/^wb:link:/, async () => undefined);
  }

  listenTo(app: App): void {
    app.command(/.*/, async ({ ack, body }) => {
      await ack();
      const handler = this.#commands.find(body.command);
      this.#do(commandDeed(body), async on => {
        if (!handler) return on.answer(`This version of the bot does not know ${body.command}.`);
        return handler({ ...on, name: body.command, text: body.text ?? '' });
      });
    });
    app.action(/.*/, async ({ ack, body }) => {
      await ack();
      const { deed, ...click } = clickOf(body as unknown as ActionBody, this.#spells);
      const handler = this.#actions.find(click.actionId);
      this.#do(deed, async on => {
        if (handler) return handler({ ...on, ...click });
        // An input that tells of its change although nobody asked.
        if (deed.inView !== undefined && click.element.type !== 'button') return;
        return on.answer('This button is of another version of the bot. Type `/export` to go on.');
      });
    });
    app.options(/.*/, async ({ ack, body }) => ack((await this.#optionsFor(body as unknown as OptionsBody)) as never));
    app.shortcut(/.*/, async ({ ack, body }) => {
      await ack();
      const handler = this.#shortcuts.find(body.callback_id);
      if (handler) this.#do(shortcutDeed(body as unknown as ShortcutBody), handler);
    });
    app.view({ type: 'view_closed', callback_id: /.*/ }, async ({ ack, body }) => {
      await ack();
      const handler = this.#closed.find(body.view.callback_id);
      // What was typed is kept as a draft, which the Home shows.
      if (handler) this.#do(viewDeed(body as unknown as ViewBody), on => handler(on as InView), true);
    });
    app.view({ type: 'view_submission', callback_id: /.*/ }, async ({ ack, body }) => {
      const settled = this.#submitted(body as unknown as ViewBody, ack as never);
      this.#track(settled);
      await settled;
    });
    app.event('app_home_opened', async ({ event, body }) => {
      const show = this.#home;
      if (event.tab !== 'home' || !show) return;
      const deed = homeDeed(event as never, body as never);
      this.#do(deed, on => show(on, deed.inView?.home ?? ''));
    });
    app.error(async error => {
      this.#parts.log.error({ err: error }, 'something that Slack told of could not be worked on');
    });
  }

  /** Waits until nothing is being worked on. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled([...this.#work]);
  }

  #track(work: Promise<unknown>): void {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#work.add(settled);
    void settled.then(() => this.#work.delete(settled));
  }

  /** Works without anybody waiting; what goes wrong is said to the person. */
  #do(deed: Deed, work: (on: Interaction) => Promise<void>, changes = false): void {
    const { on, hasChanged } = this.#interaction(deed);
    this.#track(
      work(on)
        .catch(async error => {
          const sentence = this.#sentence(on, error);
          // A modal hides what is answered behind it, and nobody in the App Home sees their messages.
          if (deed.inView !== undefined && deed.triggerId !== undefined) {
            const shown = await this.#showTrouble(on, deed.inView, sentence);
            if (shown !== undefined) return;
          }
          await on.answer(`:warning: ${sentence}`);
        })
        .then(() => (changes || hasChanged() ? this.#renewHome(on) : undefined)),
    );
  }

  /** On top; where there is no room for another modal, above what is typed in this one. */
  async #showTrouble(on: Interaction, inView: OpenView, sentence: string): Promise<OpenView | undefined> {
    try {
      return await on.open(troubleView('That did not work', sentence));
    } catch {
      if (inView.type === 'home') return undefined;
      return on.update(withTrouble(inView, sentence), { ...inView, hash: '' }).catch(() => undefined);
    }
  }

  #interaction(deed: Deed): { readonly on: Interaction; readonly hasChanged: () => boolean } {
    let isChanged = false;
    const changed = () => {
      isChanged = true;
    };
    const on = interactionOf({ bot: this.bot, people: this.#parts.people, changed }, deed);
    return { on, hasChanged: () => isChanged };
  }

  /** Shows what was changed from the App Home, or from a modal that was opened there, in the Home. */
  async #renewHome(on: Interaction): Promise<void> {
    const state = on.inView?.home;
    if (state === undefined || !this.#home) return;
    await this.#home(on, state).catch(error => on.log.warn({ err: error }, 'an App Home could not be shown anew'));
  }

  #sentence(on: Interaction, error: unknown): string {
    const { sentence, unexpected } = troubleOf(error, on.person.id);
    on.log[unexpected ? 'error' : 'info']({ err: error }, 'what somebody asked for was not done');
    return sentence;
  }

  async #openDialog(on: Interaction, name: DialogName, asked: DialogInput): Promise<void> {
    const open = this.#dialogs.get(name);
    if (!open) return on.answer('This version of the bot cannot do that yet.');
    try {
      await open(on, asked);
    } catch (error) {
      if (!isSlackError(error, 'expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged')) {
        throw error;
      }
      const text = 'Slack did not wait long enough to open it by itself.';
      await on.answer({
        text: `${text} Press the button to open it.`,
        blocks: [
          section(text),
          actions([button(`wb:dialog:${name}`, 'Open', JSON.stringify(asked), { style: 'primary' })]),
        ],
      });
    }
  }

  async #optionsFor(
    body: OptionsBody,
  ): Promise<{ readonly options?: Option[]; readonly option_groups?: OptionGroup[] }> {
    const { log, people, service } = this.#parts;
    const { person, ...typed } = typedOf(body);
    const handler = this.#options.find(typed.actionId);
    if (!handler) return { options: [] };
    const asked: Typed = {
      ...typed,
      bot: this.bot,
      person,
      log: log.child({ person: person.id }),
      // Options change nothing: no key is ever needed.
      service: onBehalfOf(service, () => people.identify(person), 'options'),
    };
    try {
      const options = await inTime(OPTIONS_WAIT, handler(asked));
      if (options === 'late') {
        log.warn({ select: typed.actionId }, 'options were not there in time');
        return { options: [] };
      }
      return 'groups' in options
        ? { option_groups: groupsWithin(options.groups) }
        : { options: options.options.slice(0, LIMITS.options) };
    } catch (error) {
      log.warn({ err: error, select: typed.actionId }, 'there are no options');
      return { options: [] };
    }
  }

  /** Answers Slack in time; what comes later is put in place of "Working…". */
  async #submitted(body: ViewBody, ack: (response?: object) => Promise<void>): Promise<void> {
    const deed = viewDeed(body);
    const shown = openViewOf(body.view);
    const { on: interaction, hasChanged } = this.#interaction(deed);
    const on = interaction as Submission;
    const handler = this.#views.find(shown.callbackId);
    if (!handler) return ack();
    const respond = (answer: ViewAnswer) => ack(responseOf(answer, shown.home));
    const settling = settle(handler(on)).then((result): ViewAnswer => {
      if ('value' in result) return result.value;
      return { update: withTrouble(shown, this.#sentence(on, result.error)) };
    });
    const answer = await inTime(SLACK_WAITS, settling);
    if (answer !== 'late') await respond(answer);
    else {
      await respond({ update: workingView(titleOf(shown.view), shown.metadata) });
      await this.#showLate(on, shown, await settling);
    }
    if (hasChanged()) await this.#renewHome(on);
  }

  async #showLate(on: Submission, shown: OpenViewOf, answer: ViewAnswer): Promise<void> {
    const place = { ...shown, hash: '' };
    if (answer === 'close' || answer === 'clear') {
      await on.update(doneView(titleOf(shown.view)), place);
    } else if ('errors' in answer) {
      await on.update(withTrouble(shown, Object.values(answer.errors).join('\n')), place);
    } else {
      await on.update('update' in answer ? answer.update : answer.push, place);
    }
  }
}

type OpenViewOf = ReturnType<typeof openViewOf>;

function responseOf(answer: ViewAnswer, home: string | undefined): object | undefined {
  if (answer === 'close') return undefined;
  if (answer === 'clear') return { response_action: 'clear' };
  if ('errors' in answer) return { response_action: 'errors', errors: answer.errors };
  if ('update' in answer) return { response_action: 'update', view: carrying(fitModal(answer.update), home) };
  return { response_action: 'push', view: carrying(fitModal(answer.push), home) };
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };
const settle = <T>(work: Promise<T>): Promise<Settled<T>> =>
  work.then(
    value => ({ value }),
    error => ({ error }),
  );

async function inTime<T>(milliseconds: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** All groups together have at most as many options as one list. */
function groupsWithin(groups: readonly OptionGroup[]): OptionGroup[] {
  let left: number = LIMITS.options;
  const kept: OptionGroup[] = [];
  for (const group of groups.slice(0, LIMITS.optionGroups)) {
    const options = group.options.slice(0, left);
    left -= options.length;
    if (options.length > 0) kept.push({ ...group, options });
  }
  return kept;
}

/** The value of a `wb:dialog:…` button: JSON of what is known, or the name of an export. */
function dialogInput(value: string): DialogInput {
  if (value === '') return {};
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null) return parsed as DialogInput;
  } catch {
    // A name.
  }
  return { export: value };
}
