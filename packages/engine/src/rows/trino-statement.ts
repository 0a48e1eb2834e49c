import { setTimeout as pause } from 'node:timers/promises';
import type { TrinoAnswer, TrinoHttp } from './trino-http.ts';

/** What one answer may hold at most, roughly: larger ones are hardly faster, and are parsed in one go. */
const PAGE_SIZE = '8MB';
/** Before each new try of a request that the network or a proxy broke, in ms. The coordinator keeps the page. */
const RETRIES = [100, 500, 2000];
/** HTTP's words for "not now", also those of a proxy. */
const MAY_PASS = new Set([429, 502, 503, 504]);
/** How long a statement that nobody reads from is kept alive, in ms, before the coordinator is told again (it waits 5 min). */
const HEARTBEAT = 60_000;
/** How long telling the coordinator to stop may take, in ms. */
const CANCEL_TIME = 4000;

/** What the coordinator says about a query that failed. */
export interface TrinoFailure {
  readonly message: string;
  /** As `TABLE_NOT_FOUND`. */
  readonly errorName: string;
  readonly errorType: 'USER_ERROR' | 'INTERNAL_ERROR' | 'INSUFFICIENT_RESOURCES' | 'EXTERNAL';
}

/** A query failed, by the coordinator's own words. */
export class TrinoQueryError extends Error {
  override readonly name = 'TrinoQueryError';
  readonly failure: TrinoFailure;
  constructor(failure: TrinoFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** An answer that is none of Trino's protocol, or refuses the request. */
export class TrinoHttpError extends Error {
  override readonly name = 'TrinoHttpError';
  readonly status: number;
  constructor({ status, body }: TrinoAnswer) {
    super(body.slice(0, 500));
    this.status = status;
  }
}

/** One answer of the statement protocol. */
interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: TrinoFailure;
}

/** Types whose values are strings in JSON, as they are. */
const TEXTS = /^(varchar|char|unknown)\b/;

/** One running query. Its pages are asked for one ahead of the consumer; a slow consumer slows the query. */
export class TrinoStatement {
  readonly #http: TrinoHttp;
  readonly #base: URL;
  /** Where the next page is; undefined before the first answer and after the last. */
  #next: string | undefined;
  #beginning: Promise<unknown> = Promise.resolve();
  #cancelling: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(http: TrinoHttp, base: URL) {
    this.#http = http;
    this.#base = base;
  }

  /** Runs the query. Pages without rows are left out. */
  async *pages(
    sql: string,
    headers: Readonly<Record<string, string>>,
  ): AsyncGenerator<readonly (readonly (string | null)[])[]> {
    const first = this.#request('POST', this.#path('/v1/statement'), sql, headers);
    this.#beginning = first.catch(() => {});
    for (let following: Promise<Page> | undefined = first; following; ) {
      const page: Page = await following;
      // A page that came before the query was cancelled is not the last one: rows must not end there as if it were (O6).
      if (this.#cancelling) throw new Error('the query was cancelled');
      following = this.#next === undefined ? undefined : this.#following();
      if (!page.data || page.data.length === 0) continue;
      checkTexts(page);
      using _alive = this.#keepAlive();
      yield page.data as readonly (readonly (string | null)[])[];
    }
  }

  /** Cancels the query in the coordinator, and ends `pages` with an error. */
  cancel(): Promise<void> {
    this.#cancelling ??= this.#cancel();
    return this.#cancelling;
  }

  async #cancel(): Promise<void> {
    const enough = AbortSignal.timeout(CANCEL_TIME);
    try {
      // A query that was sent can be cancelled only when it is known by its name.
      await Promise.race([this.#beginning, pause(CANCEL_TIME, undefined, { ref: false })]);
      if (this.#next !== undefined) await this.#http.request('DELETE', this.#next, { signal: enough });
    } catch {
      // The coordinator is gone or silent; it gives the query up by itself when nobody asks for its pages.
    } finally {
      this.#next = undefined;
      this.#stop.abort();
    }
  }

  #following(): Promise<Page> {
    const path = new URL(this.#next ?? '', this.#base);
    path.searchParams.set('targetResultSize', PAGE_SIZE);
    const page = this.#request('GET', path.pathname + path.search);
    // It may fail while the consumer is busy; the error is met when the page is awaited.
    page.catch(() => {});
    return page;
  }

  async #request(
    method: 'GET' | 'POST',
    path: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Page> {
    const signal = this.#stop.signal;
    const sent = { ...(body !== undefined && { body }), ...(headers && { headers }), signal };
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt === RETRIES.length;
      let answer: TrinoAnswer | undefined;
      try {
        answer = await this.#http.request(method, path, sent);
      } catch (error) {
        // Whether a query that was sent has begun is not known, so it is not sent again.
        if (last || method === 'POST' || signal.aborted) throw error;
      }
      if (answer?.status === 200) return this.#read(answer);
      if (answer && (last || !MAY_PASS.has(answer.status))) throw new TrinoHttpError(answer);
      await pause(RETRIES[attempt], undefined, { signal });
    }
  }

  #read(answer: TrinoAnswer): Page {
    let page: Page;
    try {
      page = JSON.parse(answer.body) as Page;
    } catch {
      throw new TrinoHttpError(answer);
    }
    this.#next = page.nextUri === undefined || this.#stop.signal.aborted ? undefined : this.#pathOf(page.nextUri);
    if (page.error) throw new TrinoQueryError(page.error);
    return page;
  }

  /**
   * Only the path of an address that the coordinator gives is used: a proxy in front may be known by another name or
   * protocol, and the password goes to the host of waybill.yaml and to no other.
   */
  #pathOf(nextUri: string): string {
    const { pathname, search } = new URL(nextUri, this.#base);
    const inside = pathname.startsWith('/v1/') ? this.#path(pathname) : pathname;
    if (!inside.startsWith(this.#path('/v1/statement/'))) throw new Error(`Trino's next page is at ${pathname}`);
    return inside + search;
  }

  #path(path: string): string {
    return this.#base.pathname.replace(/\/$/, '') + path;
  }

  #keepAlive(): Disposable {
    const timer = setInterval(() => {
      const path = this.#next;
      if (path !== undefined) this.#http.request('HEAD', path, { signal: this.#stop.signal }).catch(() => {});
    }, HEARTBEAT);
    timer.unref();
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }
}

function checkTexts({ columns = [] }: Page): void {
  const other = columns.find(({ type }) => !TEXTS.test(type));
  if (other) throw new Error(`column ${other.name} of the query is ${other.type}, not text`);
}
