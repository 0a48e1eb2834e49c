import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator, type Emulator } from 'emulate';
import { wrongInMessage, wrongInView } from './check-blocks.ts';
import { SocketServer } from './socket-server.ts';

export const BOT_TOKEN = 'xoxb-waybill-test';
export const APP_TOKEN = 'xapp-waybill-test';
export const SIGNING_SECRET = 'a signing secret of tests';

type Json = Record<string, unknown>;

/** A call of the Web API, and what it was answered. */
export interface ApiCall {
  readonly method: string;
  readonly body: Json;
  readonly at: number;
  readonly answer: Json;
}

/** What was sent to a `response_url`, or posted for one person alone. */
export interface Ephemeral {
  readonly person: string;
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly ts: string;
  readonly replaces: boolean;
  readonly via: 'response_url' | 'postEphemeral';
}

/** Decides about a call itself; undefined lets it pass. */
export type Intercept = (body: Json) => Json | Promise<Json | undefined> | undefined;
/** An answer with this status and these headers, as when there are too many calls. */
export interface Plain {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SlackGroup {
  readonly id: string;
  readonly users: readonly string[];
}

/**
 * Slack's Web API without Slack: `emulate`, and what it lacks: a check of every block that is sent, membership in
 * channels, user groups, `response_url`s, Socket Mode, and answers that a test decides about.
 */
export class SlackDouble implements AsyncDisposable {
  /** For SLACK_API_URL. */
  readonly url: string;
  readonly calls: ApiCall[] = [];
  readonly ephemerals: Ephemeral[] = [];
  /** What Slack would have refused; {@link expectNothingWrong} throws them. */
  readonly wrong: string[] = [];
  readonly sockets: SocketServer;
  /** Ids of people and channels by their names. */
  readonly people: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
  groups: readonly SlackGroup[] = [];
  /** Views by their ids, as they are now. */
  readonly views = new Map<string, Json>();
  /** Ids of the modals that each person has open, the top one last. */
  readonly stacks = new Map<string, string[]>();
  /** The App Home of each person. */
  readonly homes = new Map<string, Json>();
  readonly #triggers = new Map<string, string>();
  /** What is below modals on top of others. */
  readonly #below = new Map<string, Json>();
  readonly #server: Server;
  readonly #emulator: Emulator;
  readonly #intercepts = new Map<string, Intercept | Plain>();
  readonly #urls = new Map<string, { person: string; channel: string; ts: string; left: number }>();
  readonly #closedChannels = new Map<string, 'not_in_channel' | 'channel_not_found'>();

  private constructor(
    server: Server,
    emulator: Emulator,
    url: string,
    known: { people: Map<string, string>; channels: Map<string, string> },
  ) {
    this.#server = server;
    this.#emulator = emulator;
    this.url = url;
    this.people = known.people;
    this.channels = known.channels;
    this.sockets = new SocketServer(server);
    server.on('request', (request, response) => {
      void this.#answer(request).then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        error => response.writeHead(500).end(String(error)),
      );
    });
  }

  static async start(): Promise<SlackDouble> {
    const emulator = await createEmulator({
      service: 'slack',
      port: 0,
      seed: {
        slack: {
          team: { name: 'Brand', domain: 'brand' },
          users: [
            { name: 'anna', real_name: 'Anna Huber' },
            { name: 'ben', real_name: 'Ben Maier' },
            { name: 'cem', real_name: 'Cem Yılmaz' },
          ],
          channels: [{ name: 'crm-exports' }, { name: 'data-team' }, { name: 'board', is_private: true }],
          oauth_apps: [
            {
              app_id: 'A0WAYBILL',
              client_id: 'waybill',
              client_secret: 'waybill',
              name: 'Waybill',
              redirect_uris: ['http://localhost/'],
              scopes: ['chat:write'],
              bot_name: 'waybill',
            },
          ],
          tokens: [{ token: BOT_TOKEN, user: 'waybill', app_id: 'A0WAYBILL', type: 'bot' }],
        },
      },
    });
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = (method: string, body: Json = {}) => askEmulator(emulator.url, method, body);
    const { members } = await ask('users.list');
    const { channels } = await ask('conversations.list');
    const byName = (list: unknown) =>
      new Map((list as { name: string; id: string }[]).map(({ name, id }) => [name, id]));
    const known = { people: byName(members), channels: byName(channels) };
    // Channels that the bot is not in are not listed; the names of private ones are told by their members.
    const { channel } = await ask('conversations.create', { name: 'board-bot', is_private: true });
    known.channels.set('board-bot', (channel as { id: string }).id);
    return new SlackDouble(server, emulator, `http://127.0.0.1:${port}/api/`, known);
  }

  person(name: string): string {
    return found(this.people, name);
  }

  channel(name: string): string {
    return found(this.channels, name);
  }

  /** Answers a method itself, until told otherwise. */
  on(method: string, answer: Intercept | Plain | undefined): void {
    if (answer === undefined) this.#intercepts.delete(method);
    else this.#intercepts.set(method, answer);
  }

  /** The bot is not in that channel: `not_in_channel` where it is public, `channel_not_found` where it is private. */
  leave(channel: string, error: 'not_in_channel' | 'channel_not_found' = 'not_in_channel'): void {
    this.#closedChannels.set(channel, error);
  }

  invite(channel: string): void {
    this.#closedChannels.delete(channel);
  }

  /** Messages of a channel (or of the direct messages with a person), oldest first, with those in threads. */
  async messages(channel: string): Promise<Message[]> {
    const posts = this.calls.filter(call => call.method === 'chat.postMessage' && call.answer.ok === true);
    const ids = new Set(
      posts
        .filter(call => call.body.channel === channel || call.answer.channel === channel)
        .map(call => String(call.answer.channel)),
    );
    const all: Message[] = [];
    for (const id of ids.size === 0 ? [channel] : ids) {
      const { messages = [] } = await askEmulator(this.#emulator.url, 'conversations.history', {
        channel: id,
        limit: 999,
      });
      for (const message of messages as Message[]) all.push({ ...message, channel: id });
      // Replies stand in their threads.
      const roots = (messages as Message[]).filter(message => (message.reply_count ?? 0) > 0);
      for (const root of roots) {
        const replies = await askEmulator(this.#emulator.url, 'conversations.replies', { channel: id, ts: root.ts });
        for (const reply of (replies.messages as Message[]) ?? []) {
          if (!all.some(message => message.ts === reply.ts)) all.push({ ...reply, channel: id });
        }
      }
    }
    return all.sort((a, b) => Number(a.ts) - Number(b.ts));
  }

  /** A trigger, as Slack gives one with every deed of a person. */
  async trigger(person: string, view?: string): Promise<string> {
    const answer = await askEmulator(this.#emulator.url, 'views.generateTriggerId', {
      user_id: person,
      ...(view === undefined ? {} : { view_id: view }),
    });
    this.#triggers.set(String(answer.trigger_id), person);
    return String(answer.trigger_id);
  }

  /** The modal that a person sees; throws when none is open. */
  modal(person: string): Json {
    const view = this.views.get(this.stacks.get(person)?.at(-1) ?? '');
    if (view === undefined) throw new Error('no modal is open');
    return view;
  }

  isModalOpen(person: string): boolean {
    return (this.stacks.get(person)?.length ?? 0) > 0;
  }

  /** A place where a person is answered: five times, as Slack's are. */
  responseUrl(person: string, channel: string, ts = ''): string {
    const id = crypto.randomUUID();
    this.#urls.set(id, { person, channel, ts, left: 5 });
    return this.url.replace('/api/', `/respond/${id}`);
  }

  /** Does something with a view that Slack does itself, as when a submission is answered. */
  async ownCall(method: string, body: Json): Promise<Json> {
    const answer =
      method === 'views.push' ? await this.#push(body) : await askEmulator(this.#emulator.url, method, body);
    this.#keepView(answer);
    return answer;
  }

  /** What Slack would refuse of an answer to a submission. */
  checkView(view: Json): void {
    this.wrong.push(...wrongInView(view).map(what => `response_action: ${what}`));
  }

  expectNothingWrong(): void {
    if (this.wrong.length > 0) throw new Error(`Slack would refuse:\n${[...new Set(this.wrong)].join('\n')}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sockets.close();
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
    await this.#emulator.close();
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; headers: Record<string, string>; body: string }> {
    const raw = await readAll(request);
    const path = new URL(request.url ?? '/', 'http://slack').pathname;
    if (path.startsWith('/respond/')) return this.#respond(path.slice('/respond/'.length), raw.toString());
    const method = path.replace(/^\/api\//, '');
    const body = bodyOf(request, raw);
    const decided = this.#intercepts.get(method);
    const own = typeof decided === 'function' ? await decided(body) : decided;
    if (own !== undefined && typeof own.status === 'number') {
      this.calls.push({ method, body, at: Date.now(), answer: { status: own.status } });
      const headers = { 'content-type': 'application/json', ...(own.headers as Record<string, string>) };
      return { status: own.status, headers, body: '{"ok":false,"error":"ratelimited"}' };
    }
    const answer = (own as Json | undefined) ?? (await this.#usual(method, body, request, raw));
    this.calls.push({ method, body, at: Date.now(), answer });
    this.#keepView(answer);
    if (answer.ok === true) this.#stack(method, body, answer.view as Json | undefined);
    if (method === 'chat.postEphemeral' && answer.ok === true) {
      const { user, channel, text, blocks } = body;
      this.ephemerals.push({
        person: String(user),
        channel: String(channel),
        text: String(text),
        blocks: (blocks as Json[] | undefined) ?? [],
        ts: String(answer.message_ts),
        replaces: false,
        via: 'postEphemeral',
      });
    }
    return json(answer);
  }

  async #usual(method: string, body: Json, request: IncomingMessage, raw: Buffer): Promise<Json> {
    if (method === 'apps.connections.open') {
      const isApp = request.headers.authorization === `Bearer ${APP_TOKEN}`;
      return isApp ? { ok: true, url: this.sockets.url } : { ok: false, error: 'invalid_auth' };
    }
    if (method === 'usergroups.list') {
      return { ok: true, usergroups: this.groups.map(({ id, users }) => ({ id, users, handle: id, name: id })) };
    }
    const wrong = this.#wrongIn(method, body);
    if (wrong.length > 0) {
      this.wrong.push(...wrong.map(what => `${method}: ${what}`));
      const error = method.startsWith('views.') ? 'invalid_arguments' : 'invalid_blocks';
      return { ok: false, error, response_metadata: { messages: wrong } };
    }
    const closed = /^(chat|conversations|files)\./.test(method)
      ? this.#closedChannels.get(String(body.channel ?? body.channel_id ?? ''))
      : undefined;
    if (closed !== undefined) return { ok: false, error: closed };
    if (method.startsWith('chat.post') && typeof body.channel === 'string' && body.channel.startsWith('#')) {
      body.channel = this.channels.get(body.channel.slice(1)) ?? body.channel;
      const shut = this.#closedChannels.get(String(body.channel));
      if (shut !== undefined) return { ok: false, error: shut };
      return askEmulator(this.#emulator.url, method, body);
    }
    if (method === 'views.push') return this.#push(body);
    const response = await fetch(`${this.#emulator.url}${request.url}`, {
      method: request.method ?? 'POST',
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': request.headers['content-type'] ?? 'application/json',
      },
      body: new Uint8Array(raw),
    });
    const text = await response.text();
    if (response.status === 404) return { ok: false, error: 'unknown_method' };
    const answer = text.startsWith('{') ? (JSON.parse(text) as Json) : { ok: response.ok, text };
    // It tells of its own address where files go.
    return answer;
  }

  /** The emulator does not know that modals on top are closed again, and would count them for ever. */
  async #push(body: Json): Promise<Json> {
    const stack = this.stacks.get(this.#triggers.get(String(body.trigger_id)) ?? '') ?? [];
    if (stack.length === 0) return { ok: false, error: 'view_not_found' };
    if (stack.length >= 3) return { ok: false, error: 'push_limit_reached' };
    const answer = await askEmulator(this.#emulator.url, 'views.open', body);
    const view = answer.view as Json | undefined;
    if (view !== undefined)
      this.#below.set(String(view.id), { root_view_id: stack[0], previous_view_id: stack.at(-1) });
    return answer;
  }

  #wrongIn(method: string, body: Json): string[] {
    if (/^chat\.(postMessage|postEphemeral|update)$/.test(method)) return wrongInMessage(body);
    if (/^views\.(open|push|update|publish)$/.test(method)) return wrongInView(body.view as Json);
    return [];
  }

  #keepView(answer: Json): void {
    const view = answer.view as Json | undefined;
    if (view?.id === undefined) return;
    Object.assign(view, this.#below.get(String(view.id)));
    this.views.set(String(view.id), view);
  }

  #stack(method: string, body: Json, view: Json | undefined): void {
    if (method === 'views.publish') this.homes.set(String(body.user_id), view ?? {});
    const person = this.#triggers.get(String(body.trigger_id));
    if (person === undefined || view === undefined) return;
    const before = method === 'views.push' ? (this.stacks.get(person) ?? []) : [];
    if (method === 'views.open' || method === 'views.push') this.stacks.set(person, [...before, String(view.id)]);
  }

  #respond(id: string, raw: string): { status: number; headers: Record<string, string>; body: string } {
    const known = this.#urls.get(id);
    const body = JSON.parse(raw) as Json;
    const intercepted = this.#intercepts.get('response_url');
    if (intercepted !== undefined && typeof intercepted !== 'function') {
      return { status: intercepted.status, headers: {}, body: 'error' };
    }
    if (known === undefined || known.left === 0) return { status: 404, headers: {}, body: 'expired_url' };
    known.left--;
    const wrong = wrongInMessage(body);
    if (wrong.length > 0) {
      this.wrong.push(...wrong.map(what => `response_url: ${what}`));
      return { status: 400, headers: {}, body: 'invalid_blocks' };
    }
    const isNew = body.replace_original !== true;
    this.ephemerals.push({
      person: known.person,
      channel: known.channel,
      text: String(body.text),
      blocks: (body.blocks as Json[] | undefined) ?? [],
      ts: isNew || known.ts === '' ? `${(Date.now() / 1000).toFixed(6)}` : known.ts,
      replaces: !isNew,
      via: 'response_url',
    });
    return { status: 200, headers: {}, body: 'ok' };
  }
}

export interface Message {
  readonly ts: string;
  readonly text: string;
  readonly channel: string;
  readonly blocks?: readonly Json[];
  readonly thread_ts?: string;
  readonly reply_count?: number;
  readonly edited?: { readonly ts: string };
  readonly user: string;
}

function found(map: ReadonlyMap<string, string>, name: string): string {
  const id = map.get(name);
  if (id === undefined) throw new Error(`Slack's double knows no ${name}`);
  return id;
}

const json = (answer: Json) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(answer),
});

async function askEmulator(url: string, method: string, body: Json): Promise<Json> {
  const response = await fetch(`${url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Json;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The SDK sends forms, in which lists and objects are JSON. */
function bodyOf(request: IncomingMessage, raw: Buffer): Json {
  const type = request.headers['content-type'] ?? '';
  if (type.includes('application/json')) return JSON.parse(raw.toString()) as Json;
  if (!type.includes('urlencoded')) return {};
  return Object.fromEntries(
    [...new URLSearchParams(raw.toString())].map(([key, value]) => [key, /^[[{]/.test(value) ? parsed(value) : value]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
