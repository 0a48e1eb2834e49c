import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WaybillError } from '../errors/index.ts';
import { classified, duckdbProblem, type Endpoint, problemOfDeath } from './classify.ts';
import type { DuckdbSourceConfig } from './config.ts';
import { storedColumn } from './duckdb-columns.ts';
import { copyToStatement } from './duckdb-copy-options.ts';
import { whatToOpen } from './duckdb-files.ts';
import type { DuckdbCalls, DuckdbOpening } from './duckdb-messages.ts';
import { DuckdbCallError, DuckdbDiedError, type DuckdbProcess, startDuckdb } from './duckdb-process.ts';
import { failIfAborted } from './interrupted.ts';
import { withoutNeedlessEnclosure } from './needless-enclosure.ts';
import { openPipe } from './open-pipe.ts';
import { parseRows, ROW_LAYOUT } from './row-layout.ts';
import type { CompiledQuery, CopyLayout, CopyStream, Row, Source } from './source.ts';

/** How long an interrupted query may take to stop, in ms, before its process is killed. */
const PATIENCE = 2000;

/** What goes on while one query runs. */
interface Watch extends Disposable {
  /** Resolves when nothing runs any more. */
  cancel(): Promise<void>;
  /** Throws. */
  explain(error: unknown): Promise<never>;
}

/**
 * DuckDB in a process of its own: a database file, opened for reading only, or Parquet, csv and JSON files as
 * tables. `copy` has DuckDB write the bytes into a named pipe; `rows` comes the same way, in a form of its own that
 * is read back here, since the binding's own streams end early without a word when a query fails. One query at a time.
 */
export async function openDuckdb(
  name: string,
  config: DuckdbSourceConfig,
  options: { readonly workspaceFolder: string; readonly signal: AbortSignal },
): Promise<Source> {
  const at: Endpoint = {
    source: name,
    where: config.file ?? 'its files',
    user: '',
    database: '',
    timeout: config.timeout,
  };
  const what = await whatToOpen(name, config, options.workspaceFolder);
  const folder = await mkdtemp(join(tmpdir(), 'waybill-duckdb-'));
  const opening: DuckdbOpening = { ...what, memory: config.memory, threads: config.threads, folder };
  let database: DuckdbProcess = startDuckdb();
  /** The zone and the order that the process works in, once it has had a query. */
  let settings: string | undefined;
  let copies = 0;

  const explain = (error: unknown, signal: AbortSignal, late = false): never => {
    failIfAborted(signal, `Reading from "${name}"`);
    if (error instanceof WaybillError) throw error;
    const message = late ? 'INTERRUPT Error: late' : (error as Error).message;
    if (error instanceof DuckdbDiedError && !late) throw classified(problemOfDeath(message, at), error);
    const path = error instanceof DuckdbCallError ? error.path : undefined;
    throw classified(duckdbProblem(message, at, path), error);
  };

  /** One call of the process, for calls that are over at once: abort kills the process. */
  const call = async <K extends keyof DuckdbCalls>(kind: K, ask: DuckdbCalls[K]['ask'], signal: AbortSignal) => {
    failIfAborted(signal, `Reading from "${name}"`);
    const on = database;
    const kill = () => void on.kill();
    signal.addEventListener('abort', kill, { once: true });
    try {
      return await on.call(kind, ask);
    } catch (error) {
      const fileless = error instanceof DuckdbCallError && error.path === undefined && kind === 'open';
      return explain(fileless ? new DuckdbCallError(error.message, config.file) : error, signal);
    } finally {
      signal.removeEventListener('abort', kill);
    }
  };

  /** A process that works as the query needs it, or has not begun to work in another way. */
  const ready = async (signal: AbortSignal, query?: CompiledQuery): Promise<DuckdbProcess> => {
    const needed = query && `${query.timezone} ${query.ordered}`;
    if (!database.alive() || (needed !== undefined && settings !== undefined && settings !== needed)) {
      await database.kill();
      database = startDuckdb();
      settings = undefined;
      await call('open', opening, signal);
    }
    if (needed !== undefined) settings = needed;
    return database;
  };

  /** Interrupts whatever runs; what does not stop is killed. Resolves when nothing runs any more. */
  const stop = async (on: DuckdbProcess, running: Promise<unknown>): Promise<void> => {
    on.call('interrupt', undefined).catch(() => {});
    const timer = setTimeout(() => void on.kill(), PATIENCE);
    await running.catch(() => {});
    clearTimeout(timer);
  };

  /** For as long as one query goes on: abort, time-out and a consumer that leaves stop it in the database. */
  const watch = (on: DuckdbProcess, signal: AbortSignal, stopping: () => Promise<unknown>): Watch => {
    let late = false;
    let stopped: Promise<void> | undefined;
    const cancel = () => {
      stopped ??= stop(on, stopping());
      return stopped;
    };
    const timer = setTimeout(() => {
      late = true;
      void cancel();
    }, config.timeout);
    timer.unref();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) void cancel();
    return {
      cancel,
      async explain(error) {
        await stopped;
        return explain(error, signal, late);
      },
      [Symbol.dispose]() {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
      },
    };
  };

  const sessionOf = ({ timezone, ordered, sessionSecrets }: CompiledQuery) => ({
    timezone,
    ordered,
    secrets: sessionSecrets,
  });

  const copy = async (query: CompiledQuery, layout: CopyLayout, signal: AbortSignal): Promise<CopyStream> => {
    const on = await ready(signal, query);
    copies += 1;
    const path = join(folder, `rows-${copies}`);
    const pipe = await openPipe(path);
    let written = Number.NaN;
    let failure: unknown;
    const writing = on
      .call('copy', { ...sessionOf(query), sql: copyToStatement(query.sql, layout, path) })
      .then(count => {
        written = count;
      })
      .then(
        // Also when the process died: the pipe has no other writer then, and ends.
        () => pipe.end(),
        error => {
          failure = error;
          // DuckDB may keep its end of the pipe open after an error, so no end would come.
          pipe.fail(error);
        },
      );
    const watching = watch(on, signal, () => {
      pipe.fail(new Error('cancelled'));
      return writing;
    });

    async function* bytes(): AsyncGenerator<Buffer> {
      let leftEarly = true;
      try {
        for (let chunk = await pipe.next(); chunk !== undefined; chunk = await pipe.next()) yield chunk;
        leftEarly = false;
        await writing;
        if (failure !== undefined) throw failure;
      } catch (error) {
        leftEarly = false;
        await watching.explain(failure ?? error);
      } finally {
        watching[Symbol.dispose]();
        if (leftEarly) await watching.cancel();
        await rm(path, { force: true });
      }
    }
    return {
      bytes: needsStripping(layout) ? withoutNeedlessEnclosure(bytes(), '#', layout) : bytes(),
      rows: () => written,
    };
  };

  async function* rows(query: CompiledQuery, signal: AbortSignal): AsyncGenerator<readonly Row[]> {
    const stream = await copy(query, ROW_LAYOUT, signal);
    let count = 0;
    for await (const batch of parseRows(stream.bytes)) {
      count += batch.length;
      yield batch;
    }
    if (count !== stream.rows()) throw new Error(`DuckDB wrote ${stream.rows()} rows, and ${count} arrived`);
  }

  try {
    await call('open', opening, options.signal);
  } catch (error) {
    await database.kill();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }

  return {
    name,
    type: 'duckdb',
    async describe(tables, signal) {
      await ready(signal);
      const described = await call('describe', tables, signal);
      return tables.flatMap((table, index) => {
        const columns = (described[index] ?? []).map(storedColumn);
        return columns.length === 0 ? [] : [{ name: table, columns: new Map(columns.map(one => [one.name, one])) }];
      });
    },
    copy,
    rows,
    async estimateRows(query, signal) {
      await ready(signal, query);
      return estimateOf(await call('explain', { ...sessionOf(query), sql: query.sql }, signal));
    },
    async [Symbol.asyncDispose]() {
      await database.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** DuckDB encloses whatever holds a `#`, as other programs take it for a comment. */
const needsStripping = (layout: CopyLayout): layout is CopyLayout & { kind: 'csv' } =>
  layout.kind === 'csv' && !layout.quoteAll && layout.delimiter !== '#' && layout.enclosure !== '#';

interface PlanNode {
  readonly children?: readonly PlanNode[];
  readonly extra_info?: { readonly 'Estimated Cardinality'?: string };
}

/** The estimate of the topmost step of a plan that has one: the steps above it only shape the rows. */
function estimateOf(json: string): number | undefined {
  let [node] = JSON.parse(json) as PlanNode[];
  while (node) {
    const estimate = node.extra_info?.['Estimated Cardinality'];
    if (estimate !== undefined) return Number(estimate);
    node = node.children?.[0];
  }
  return undefined;
}
