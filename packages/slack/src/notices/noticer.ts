import type { WebClient } from '@slack/web-api';
import { ApiError, type CallOutput, type Client } from '@waybill/api';
import type { Logger } from 'pino';
import { sendable } from '../answer.ts';
import type { Message } from '../blocks/block-kit.ts';
import { fitMessage } from '../blocks/fit.ts';
import { isSlackError } from '../slack-errors.ts';
import { channelTrouble } from './channel-trouble.ts';
import { Pace } from './pace.ts';
import { type Reference, readReference, writeReference } from './reference.ts';
import { type NoticedRun, renderNotice, threadOf } from './render-notice.ts';

export type Notice = CallOutput<'claimNotices'>['items'][number];

export interface NoticerParts {
  readonly slack: WebClient;
  readonly service: Client;
  readonly log: Logger;
}

/** Runs whose progress is followed at once. */
const MOST_FOLLOWED = 50;
const MOST_REMEMBERED = 2000;
const ENDS = ['success', 'failed', 'quarantined', 'cancelled', 'skipped'];

/** Says what the service wants said in Slack (L4): one message for a run and channel, updated in place. */
export class Noticer {
  readonly #slack: WebClient;
  readonly #service: Client;
  readonly #log: Logger;
  readonly #pace = new Pace();
  /** What each message says, so that nothing is updated to what it says already. */
  readonly #shown = new Map<string, string>();
  readonly #followed = new Map<string, AbortController>();
  readonly #work = new Set<Promise<void>>();

  constructor({ slack, service, log }: NoticerParts) {
    this.#slack = slack;
    this.#service = service;
    this.#log = log;
  }

  /** Sends one notice that was claimed, and reports what became of it. Never throws. */
  async send(notice: Notice): Promise<void> {
    const { id } = notice;
    let outcome: Parameters<Client['reportNotice']>[0]['body'];
    try {
      const run = await this.#runOf(notice);
      const reference = await this.#show(notice, run);
      outcome = { sent: true, reference: writeReference(reference) };
      if (isUnderWay(run)) this.#follow(notice, run.id, reference);
    } catch (error) {
      const { error: said, retryAfter } = channelTrouble(error, notice.target);
      this.#log.warn({ err: error, notice: id, target: notice.target }, 'a notice could not be sent');
      outcome = { sent: false, error: said, ...(retryAfter === undefined ? {} : { retryAfter }) };
    }
    try {
      await this.#service.reportNotice({ params: { id }, body: outcome });
    } catch (error) {
      this.#log.error({ err: error, notice: id }, 'what became of a notice could not be reported');
    }
  }

  async stop(): Promise<void> {
    for (const following of this.#followed.values()) following.abort();
    await Promise.allSettled([...this.#work]);
  }

  async #runOf({ run }: Notice): Promise<NoticedRun | undefined> {
    if (run === null) return undefined;
    try {
      return await this.#service.getRun({ params: { id: run } });
    } catch (error) {
      // Tidied away: the notice says what it says.
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #show(notice: Notice, run: NoticedRun | undefined): Promise<Reference> {
    const message = fitMessage(renderNotice(notice.content, run));
    const known = readReference(notice.reference);
    // Nothing that says how far it is may come after what says how it ended.
    if (known !== undefined && !isUnderWay(run)) this.#followed.get(placeOf(known))?.abort();
    const reference = (known && (await this.#update(known, message))) ?? (await this.#post(notice.target, message));
    const state = run?.status ?? notice.event;
    if (!ENDS.includes(state) || reference.told.includes(state) || notice.event === 'late') return reference;
    await this.#tellThread(reference, threadOf(notice.content));
    return { ...reference, told: [...reference.told, state] };
  }

  async #post(target: string, message: Message): Promise<Reference> {
    await this.#pace.turn(target);
    const post = (what: Message) => this.#slack.chat.postMessage({ channel: target, ...sendable(what) });
    const { channel = target, ts = '' } = await withoutBlocksIfRefused(message, post);
    const reference = { channel, ts, told: [] };
    this.#remember(reference, message);
    return reference;
  }

  /** @returns undefined when the message is not there any more. */
  async #update(reference: Reference, message: Message): Promise<Reference | undefined> {
    if (this.#says(reference, message)) return reference;
    await this.#pace.turn(reference.channel);
    // Somebody else may have said it while this waited.
    if (this.#says(reference, message)) return reference;
    try {
      await this.#put(reference, message);
      return reference;
    } catch (error) {
      if (isSlackError(error, 'message_not_found', 'cant_update_message', 'edit_window_closed')) return undefined;
      throw error;
    }
  }

  async #put(reference: Reference, message: Message): Promise<void> {
    const { channel, ts } = reference;
    const put = (what: Message) => this.#slack.chat.update({ channel, ts, ...updatable(what) });
    // From here on nobody says the same.
    this.#remember(reference, message);
    try {
      await withoutBlocksIfRefused(message, put);
    } catch (error) {
      this.#shown.delete(placeOf(reference));
      throw error;
    }
  }

  #says(reference: Reference, message: Message): boolean {
    return this.#shown.get(placeOf(reference)) === JSON.stringify(message);
  }

  #remember(reference: Reference, message: Message): void {
    if (this.#shown.size >= MOST_REMEMBERED) this.#shown.clear();
    this.#shown.set(placeOf(reference), JSON.stringify(message));
  }

  /** What is said in the thread is worth less than the message: without it the notice has been sent all the same. */
  async #tellThread({ channel, ts }: Reference, given: Message): Promise<void> {
    const message = fitMessage(given);
    try {
      await this.#pace.turn(channel);
      const post = (what: Message) => this.#slack.chat.postMessage({ channel, thread_ts: ts, ...sendable(what) });
      await withoutBlocksIfRefused(message, post);
    } catch (error) {
      this.#log.warn({ err: error, channel }, 'the details of a run could not be told in its thread');
    }
  }

  #follow(notice: Notice, runId: string, reference: Reference): void {
    const place = placeOf(reference);
    if (this.#followed.has(place) || this.#followed.size >= MOST_FOLLOWED) return;
    const stopping = new AbortController();
    this.#followed.set(place, stopping);
    const work = this.#showProgress(notice, runId, reference, stopping.signal)
      .catch(error => this.#log.warn({ err: error, run: runId }, 'the progress of a run is not followed any more'))
      .finally(() => {
        this.#followed.delete(place);
        this.#work.delete(work);
      });
    this.#work.add(work);
  }

  async #showProgress(notice: Notice, runId: string, reference: Reference, signal: AbortSignal): Promise<void> {
    for await (const { event, data } of this.#service.watchRun({ params: { id: runId } }, { signal })) {
      if (event === 'log') continue;
      if (event === 'end') return this.#settle(notice.id, runId, reference);
      const message = fitMessage(renderNotice(notice.content, data));
      if (signal.aborted || !isUnderWay(data)) continue;
      if (this.#says(reference, message) || !this.#pace.isFree(reference.channel)) continue;
      await this.#put(reference, message);
    }
    // Another notice took over; should its message have been overtaken by ours, it is put right.
    if (signal.aborted) await this.#settle(notice.id, runId, reference);
  }

  /** The last word is how it ended, also when another process said so while this one said how far it was. */
  async #settle(noticeId: string, runId: string, reference: Reference): Promise<void> {
    const { items } = await this.#service.listNotices({ query: { run: runId, channel: 'slack' } });
    const notice = items.find(item => item.id === noticeId);
    if (notice === undefined || notice.content.event === 'begun') return;
    const message = fitMessage(renderNotice(notice.content, await this.#runOf(notice)));
    if (!this.#says(reference, message)) await this.#put(reference, message);
  }
}

const isUnderWay = (run: NoticedRun | undefined): run is NoticedRun =>
  run !== undefined && (run.status === 'queued' || run.status === 'processing');

const placeOf = ({ channel, ts }: Reference): string => `${channel}|${ts}`;

const updatable = ({ text, blocks }: Message) => ({ text, blocks: blocks === undefined ? [] : [...blocks] });

/** Blocks that Slack refuses are left out: the words say the same, and no second message is ever sent. */
async function withoutBlocksIfRefused<T>(message: Message, send: (message: Message) => Promise<T>): Promise<T> {
  try {
    return await send(message);
  } catch (error) {
    if (message.blocks === undefined || !isSlackError(error, 'invalid_blocks', 'invalid_blocks_format')) throw error;
    return send({ text: message.text });
  }
}
