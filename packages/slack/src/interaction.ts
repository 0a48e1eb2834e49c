import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { Answering } from './answer.ts';
import type { Block, ModalView, View } from './blocks/block-kit.ts';
import { fitModal, fitView } from './blocks/fit.ts';
import type { Bot, Interaction, MessagePlace, OpenView, Person, ViewState } from './bot.ts';
import { carrying, ownAndHome } from './carried-home.ts';
import { troubleOf } from './error-sentence.ts';
import { onBehalfOf } from './on-behalf.ts';
import type { People } from './people.ts';
import { isSlackError, slackErrorCode } from './slack-errors.ts';
import { loadingView, onlyShows, troubleView } from './views-shown.ts';

/** What is the same for everything that somebody does in Slack. */
export interface Deed {
  readonly person: Person;
  /** What makes it unlike anything else that is ever done, the same in every process that hears of it. */
  readonly key: string;
  readonly triggerId: string | undefined;
  readonly responseUrl: string | undefined;
  readonly channel: string | undefined;
  readonly message: MessagePlace | undefined;
  readonly inView: OpenView | undefined;
}

export interface Means {
  readonly bot: Bot;
  readonly people: People;
  /** Told when something was changed in the service. */
  readonly changed?: (() => void) | undefined;
}

export function interactionOf({ bot, people, changed }: Means, deed: Deed): Interaction {
  const { person, triggerId, inView, channel, message } = deed;
  const { slack } = bot;
  const log = bot.log.child({ person: person.id });
  const answering = new Answering(slack, log, {
    person: person.id,
    channel,
    threadTs: message?.threadTs,
    responseUrl: deed.responseUrl,
  });
  const views = new Views(slack, log, person, triggerId, inView);
  return {
    bot,
    person,
    service: onBehalfOf(bot.service, () => people.identify(person), deed.key, changed),
    slack,
    log,
    channel,
    message,
    inView,
    answer: (given, { replace = false } = {}) => answering.answer(given, replace),
    open: view => views.open(view),
    openSoon: (title, build) => views.openSoon(title, build),
    update: (view, of) => views.update(view, of),
    publishHome: (view, hash) => views.publishHome(view, hash),
  };
}

class Views {
  readonly #slack: WebClient;
  readonly #log: Logger;
  readonly #person: Person;
  readonly #triggerId: string | undefined;
  readonly #inView: OpenView | undefined;

  constructor(
    slack: WebClient,
    log: Logger,
    person: Person,
    triggerId: string | undefined,
    inView: OpenView | undefined,
  ) {
    this.#slack = slack;
    this.#log = log;
    this.#person = person;
    this.#triggerId = triggerId;
    this.#inView = inView;
  }

  async open(given: ModalView): Promise<OpenView> {
    if (this.#triggerId === undefined) throw new Error('nothing was done that lets a modal open');
    const top = this.#inView;
    if (top?.type === 'modal' && top.depth > 1 && onlyShows(top)) {
      const inPlace = await this.update(given, { ...top, hash: '' });
      if (inPlace !== undefined) return inPlace;
    }
    const asked = { trigger_id: this.#triggerId, view: carrying(fitModal(given), top?.home) };
    const { view } = top?.type === 'modal' ? await this.#slack.views.push(asked) : await this.#slack.views.open(asked);
    return openViewOf(view);
  }

  async openSoon(title: string, build: () => Promise<ModalView>): Promise<OpenView> {
    // Both at once: most of the time is spent in building.
    const building = build();
    building.catch(() => undefined);
    const opened = await this.open(loadingView(title));
    let view: ModalView;
    try {
      view = await building;
    } catch (error) {
      const trouble = troubleOf(error, this.#person.id);
      if (trouble.unexpected) this.#log.error({ err: error }, 'a modal could not be filled');
      view = troubleView(title, trouble.sentence);
    }
    return (await this.update(view, { ...opened, hash: '' })) ?? opened;
  }

  async update(given: View, of = this.#inView): Promise<OpenView | undefined> {
    if (of === undefined) throw new Error('there is no view to update');
    if (of.type === 'home') {
      await this.publishHome(given);
      return undefined;
    }
    try {
      const { view } = await this.#slack.views.update({
        view_id: of.id,
        ...(of.hash === '' ? {} : { hash: of.hash }),
        view: carrying(fitModal(given as ModalView), this.#inView?.home),
      });
      return openViewOf(view);
    } catch (error) {
      // Closed, or changed by what the person did meanwhile: that counts.
      if (isSlackError(error, 'hash_conflict', 'not_found', 'view_not_found')) {
        this.#log.debug({ code: slackErrorCode(error) }, 'a view was not there any more');
        return undefined;
      }
      throw error;
    }
  }

  async publishHome(view: View, hash = ''): Promise<void> {
    const shown = { user_id: this.#person.id, view: fitView(view) as never };
    try {
      await this.#slack.views.publish(hash === '' ? shown : { ...shown, hash });
    } catch (error) {
      if (!isSlackError(error, 'hash_conflict')) throw error;
      this.#log.debug('the App Home was shown anew meanwhile');
    }
  }
}

/** A view as Slack tells of it. */
export interface SlackView {
  readonly id?: string;
  readonly hash?: string;
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly root_view_id?: string | null;
  readonly previous_view_id?: string | null;
  readonly type?: string;
  readonly blocks?: unknown;
  readonly state?: unknown;
}

export function openViewOf(view: SlackView | undefined): OpenView {
  const {
    id = '',
    hash = '',
    callback_id = '',
    private_metadata = '',
    root_view_id,
    previous_view_id,
    type,
  } = view ?? {};
  const rootId = root_view_id || id;
  const isHome = type === 'home';
  const { own, home } = isHome ? { own: private_metadata, home: private_metadata } : ownAndHome(private_metadata);
  const state = (view?.state as { readonly values?: ViewState } | undefined)?.values ?? {};
  return {
    id,
    hash,
    callbackId: callback_id,
    metadata: own,
    home,
    type: isHome ? 'home' : 'modal',
    view: view as unknown as View,
    state,
    belowId: previous_view_id || id,
    depth: rootId === id ? 1 : !previous_view_id || previous_view_id === rootId ? 2 : 3,
  };
}

export const blocksOf = (blocks: unknown): readonly Block[] => (Array.isArray(blocks) ? (blocks as Block[]) : []);
