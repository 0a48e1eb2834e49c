import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Block, Message } from './blocks/block-kit.ts';
import { fitMessage } from './blocks/fit.ts';
import { isSlackError } from './slack-errors.ts';

/** Where somebody can be answered. */
export interface AnswerPlace {
  readonly person: string;
  readonly channel: string | undefined;
  readonly threadTs: string | undefined;
  /** Works five times, for half an hour. */
  readonly responseUrl: string | undefined;
}

/** A `response_url` is not used after this, milliseconds. */
const URL_LIVES = 29 * 60_000;
const URL_USES = 5;
const PATIENCE = 10_000;

/** Answers one person alone, by the first way that works: where they did it, in that channel, in a direct message (L6). */
export class Answering {
  readonly #slack: WebClient;
  readonly #log: Logger;
  readonly #place: AnswerPlace;
  readonly #since = Date.now();
  #uses = 0;

  constructor(slack: WebClient, log: Logger, place: AnswerPlace) {
    this.#slack = slack;
    this.#log = log;
    this.#place = place;
  }

  /** Never throws: whom nothing reaches is noted in the log. */
  async answer(given: Message | string, replace = false): Promise<void> {
    const message = fitMessage(typeof given === 'string' ? { text: given } : given);
    try {
      if (await this.#byUrl(message, replace)) return;
      if (await this.#inChannel(message)) return;
      await this.#directly(message);
    } catch (error) {
      this.#log.error({ err: error, person: this.#place.person }, 'somebody could not be answered');
    }
  }

  async #byUrl(message: Message, replace: boolean): Promise<boolean> {
    const { responseUrl, threadTs } = this.#place;
    if (responseUrl === undefined || this.#uses >= URL_USES || Date.now() - this.#since > URL_LIVES) return false;
    this.#uses++;
    const body = {
      response_type: 'ephemeral',
      replace_original: replace,
      ...message,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    };
    try {
      const response = await fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      });
      const said = await response.text();
      if (response.ok && (said === 'ok' || said === '' || said.includes('"ok":true'))) return true;
      this.#log.warn({ status: response.status, said: said.slice(0, 200) }, 'Slack did not take an answer');
      // Blocks that were refused: the words alone say the same.
      if (message.blocks !== undefined && /invalid_(blocks|block)/.test(said))
        return this.#byUrl({ text: message.text }, replace);
      return false;
    } catch (error) {
      this.#log.warn({ err: error }, 'an answer did not reach Slack');
      return false;
    }
  }

  async #inChannel(message: Message): Promise<boolean> {
    const { channel, person: user, threadTs } = this.#place;
    if (channel === undefined) return false;
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    try {
      await this.#slack.chat.postEphemeral({ channel, user, ...thread, ...sendable(message) });
      return true;
    } catch (error) {
      if (message.blocks !== undefined && isSlackError(error, 'invalid_blocks', 'invalid_blocks_format')) {
        return this.#inChannel({ text: message.text });
      }
      return false;
    }
  }

  async #directly(message: Message): Promise<void> {
    await this.#slack.chat.postMessage({ channel: this.#place.person, ...sendable(message) });
  }
}

/** As the client wants it: `blocks` only where there are some, and no previews of links. */
export const sendable = ({ text, blocks }: Message) => ({
  text,
  ...(blocks === undefined ? {} : { blocks: [...blocks] as Block[] }),
  unfurl_links: false,
  unfurl_media: false,
});
