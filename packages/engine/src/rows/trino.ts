import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail, problem } from '../errors/index.ts';
import { classified, durationInWords, type Endpoint } from './classify.ts';
import type { TrinoSourceConfig } from './config.ts';
import { failIfAborted } from './interrupted.ts';
import type { CompiledQuery, Row, Source } from './source.ts';
import { describedTables, describeSql, schemaSql } from './trino-describe.ts';
import { trinoHttp } from './trino-http.ts';
import { trinoProblem } from './trino-problem.ts';
import { type TrinoRequest, trinoRequest } from './trino-session.ts';
import { TrinoStatement } from './trino-statement.ts';

/** Rows of a batch; a page of the coordinator's has tens of thousands. */
const BATCH = 2000;

/**
 * Trino, by its statement protocol over HTTP: every query is a request of its own, so there is no session to lose. It has
 * no writer of files, so rows are decoded here. What runs is one SELECT, which cannot change anything.
 *
 * The protocol is spoken here and not by the package `trino-client`, which cannot abort or time out a request, follows
 * redirects and addresses of other hosts with the password, and asks for small pages.
 */
export async function openTrino(
  name: string,
  config: TrinoSourceConfig,
  options: { readonly workspaceFolder: string; readonly signal: AbortSignal },
): Promise<Source> {
  const url = new URL(config.url);
  checkSettings(name, config, url);
  const ca =
    config.ca === undefined ? undefined : await readAuthority(name, resolve(options.workspaceFolder, config.ca));
  const http = trinoHttp({ url, user: config.user, password: config.password, ca });
  const at: Endpoint = {
    source: name,
    where: `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`,
    user: config.user,
    database: `${config.catalog}.${config.schema}`,
    timeout: config.timeout,
  };
  const place = { 'x-trino-catalog': config.catalog, 'x-trino-schema': config.schema };
  const running = new Set<TrinoStatement>();

  /** Abort, time-out and an early end of the iteration cancel the query in the coordinator, also between two pages. */
  async function* pages(request: TrinoRequest, signal: AbortSignal): AsyncGenerator<readonly Row[]> {
    failIfAborted(signal, `Reading from "${name}"`);
    const statement = new TrinoStatement(http, url);
    running.add(statement);
    let late = false;
    const cancel = () => void statement.cancel();
    const timer = setTimeout(() => {
      late = true;
      cancel();
    }, config.timeout);
    timer.unref();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      for await (const page of statement.pages(request.sql, { ...place, ...request.headers })) yield page;
    } catch (error) {
      await statement.cancel();
      failIfAborted(signal, `Reading from "${name}"`);
      if (late)
        throw classified(problem('source-timeout', { source: name, after: durationInWords(config.timeout) }), error);
      throw classified(trinoProblem(error, at), error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      // Nothing to do for a query that has ended; one that was left early is not wanted any more.
      await statement.cancel();
      running.delete(statement);
    }
  }

  const all = async (sql: string, signal: AbortSignal): Promise<Row[]> => {
    const rows: Row[] = [];
    for await (const page of pages(trinoRequest({ sql, timezone: 'UTC', sessionSecrets: {} }), signal))
      rows.push(...page);
    return rows;
  };

  const close = async () => {
    await Promise.all([...running].map(statement => statement.cancel()));
    http.close();
  };
  try {
    const schemas = await all(schemaSql(config), options.signal);
    if (schemas.length === 0) fail('source-database-unknown', { source: name, database: at.database, detail: '' });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    name,
    type: 'trino',

    async describe(tables, signal) {
      if (tables.length === 0) return [];
      return describedTables(tables, config, await all(describeSql(tables, config), signal));
    },

    copy: () => undefined,

    async *rows(query: CompiledQuery, signal: AbortSignal): AsyncGenerator<readonly Row[]> {
      const request = trinoRequest(selectOnly(query, name));
      for await (const page of pages(request, signal))
        for (let from = 0; from < page.length; from += BATCH) yield request.finish(page.slice(from, from + BATCH));
    },

    async estimateRows(query, signal) {
      const request = trinoRequest(selectOnly(query, name));
      const explain = { ...request, sql: `EXPLAIN (TYPE LOGICAL, FORMAT JSON)\n${request.sql}` };
      let plan = '';
      for await (const page of pages(explain, signal)) plan += page[0]?.[0] ?? '';
      const { estimates } = JSON.parse(plan) as { estimates?: readonly { outputRowCount?: unknown }[] };
      const rows = Number(estimates?.[0]?.outputRowCount);
      return Number.isFinite(rows) ? Math.round(rows) : undefined;
    },

    [Symbol.asyncDispose]: close,
  };
}

/** Trino takes one statement at a time; one that begins with SELECT only reads. */
function selectOnly(query: CompiledQuery, source: string): CompiledQuery {
  return /^\s*SELECT\b/i.test(query.sql)
    ? query
    : fail('source-sql', { source, detail: 'only a SELECT is sent to Trino' });
}

function checkSettings(source: string, { user, password, catalog, schema }: TrinoSourceConfig, url: URL): void {
  const settings = (detail: string) => fail('source-settings', { source, detail });
  if (url.username !== '' || url.password !== '')
    settings('`user` and `password` are keys of their own, not of the url.');
  if (password !== undefined && url.protocol !== 'https:') settings('a password needs an address with https.');
  for (const [key, value] of Object.entries({ user, catalog, schema }))
    if (!/^[\x20-\x7e]+$/.test(value)) settings(`\`${key}\` has characters that cannot be sent.`);
}

async function readAuthority(source: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    return fail('source-file-missing', { source, path }, {}, error);
  }
}
