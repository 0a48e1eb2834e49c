import type pg from 'pg';
import { classified, type Endpoint, postgresProblem } from './classify.ts';
import type { PostgresSourceConfig } from './config.ts';
import { failIfAborted } from './interrupted.ts';
import { withoutNeedlessEnclosure } from './needless-enclosure.ts';
import { postgresAddress } from './postgres-address.ts';
import { connectPostgres, type PostgresConnection } from './postgres-connection.ts';
import { PostgresCopy } from './postgres-copy.ts';
import { copyStatement } from './postgres-copy-options.ts';
import { DESCRIBE_SQL, describedTables, describeParameters } from './postgres-describe.ts';
import { BEGIN_SQL, SECRETS_SQL, SETTINGS_SQL, secretsParameters, settingsParameters } from './postgres-session.ts';
import { parseRows, ROW_LAYOUT } from './row-layout.ts';
import type { CompiledQuery, CopyLayout, CopyStream, Row, Source } from './source.ts';

/** What goes on while one query runs. */
interface Watch extends Disposable {
  /** Throws. */
  explain(error: unknown): Promise<never>;
}

/** Beyond the source's own timeout, in ms: a server that is gone without a word does not answer to that one. */
const GRACE = 30_000;

/**
 * PostgreSQL, or what speaks its protocol. Everything runs in a transaction that only reads and sees one moment;
 * the server writes the bytes, also those that are read back as `rows`. One query at a time.
 */
export async function openPostgres(
  name: string,
  config: PostgresSourceConfig,
  options: { readonly workspaceFolder: string; readonly signal: AbortSignal },
): Promise<Source> {
  const address = await postgresAddress(name, config, options.workspaceFolder);
  const at: Endpoint = {
    source: name,
    where: address.host.startsWith('/') ? address.host : `${address.host}:${address.port}`,
    user: address.user,
    database: address.database,
    timeout: config.timeout,
  };
  let connection = await connectPostgres(address, at, options.signal);

  const connected = async (signal: AbortSignal): Promise<PostgresConnection> => {
    failIfAborted(signal, `Reading from "${name}"`);
    if (!connection.usable()) {
      await connection.close();
      connection = await connectPostgres(address, at, signal);
    }
    return connection;
  };

  /**
   * For as long as one query goes on: abort and time-out cancel it in the database, also while the consumer is
   * busy with what it has. `explain` throws what an error means, and not before the database has been told.
   */
  const watch = (on: PostgresConnection, signal: AbortSignal): Watch => {
    let late = false;
    let cancelled: Promise<void> | undefined;
    const cancel = () => {
      cancelled ??= on.cancel();
    };
    const timer = setTimeout(() => {
      late = true;
      cancel();
    }, config.timeout + GRACE);
    timer.unref();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    return {
      async explain(error) {
        await cancelled;
        failIfAborted(signal, `Reading from "${name}"`);
        const { code, message, hint } = error as pg.DatabaseError;
        throw classified(postgresProblem(late ? { code: '57014', message } : { code, message, hint }, at, true), error);
      },
      [Symbol.dispose]() {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
      },
    };
  };

  const begin = async (on: PostgresConnection, query: CompiledQuery) => {
    await on.query(BEGIN_SQL);
    await on.query(SETTINGS_SQL, settingsParameters(query.timezone, config.timeout, config.schema));
    if (Object.keys(query.sessionSecrets).length > 0)
      await on.query(SECRETS_SQL, secretsParameters(query.sessionSecrets));
  };

  /** Ends the transaction. After an error it may be broken, and the connection is then given up. */
  const end = async (on: PostgresConnection) => {
    if (!on.usable()) return;
    await on.query('rollback').catch(() => on.cancel());
  };

  async function* copied(on: PostgresConnection, copy: PostgresCopy, watching: Watch): AsyncGenerator<Buffer> {
    let leftEarly = true;
    try {
      for (let chunk = await copy.next(); chunk !== undefined; chunk = await copy.next()) yield chunk;
      leftEarly = false;
    } catch (error) {
      leftEarly = false;
      await watching.explain(error);
    } finally {
      watching[Symbol.dispose]();
      // Left early by the consumer: the rest is not wanted.
      if (leftEarly) await on.cancel();
      else await end(on);
    }
  }

  const copy = async (query: CompiledQuery, layout: CopyLayout, signal: AbortSignal): Promise<CopyStream> => {
    const on = await connected(signal);
    const watching = watch(on, signal);
    const copying = new PostgresCopy(copyStatement(query.sql, layout));
    try {
      await begin(on, query);
      on.copy(copying);
    } catch (error) {
      watching[Symbol.dispose]();
      await end(on);
      return watching.explain(error);
    }
    const bytes = copied(on, copying, watching);
    return {
      bytes: needsStripping(query, layout) ? withoutNeedlessEnclosure(bytes, '\\.', layout) : bytes,
      rows: () => copying.rows,
    };
  };

  return {
    name,
    type: 'postgres',

    async describe(tables, signal) {
      if (tables.length === 0) return [];
      const on = await connected(signal);
      using watching = watch(on, signal);
      const values = describeParameters(tables, config.schema);
      return describedTables(tables, await on.query(DESCRIBE_SQL, values).catch(watching.explain));
    },

    copy,

    async *rows(query: CompiledQuery, signal: AbortSignal): AsyncGenerator<readonly Row[]> {
      const { bytes, rows } = await copy(query, ROW_LAYOUT, signal);
      let count = 0;
      for await (const batch of parseRows(bytes)) {
        count += batch.length;
        yield batch;
      }
      if (count !== rows()) throw new Error(`PostgreSQL wrote ${rows()} rows, and ${count} arrived`);
    },

    async estimateRows(query, signal) {
      const on = await connected(signal);
      using watching = watch(on, signal);
      try {
        await begin(on, query);
        const rows = await on.query(`explain (format json) ${query.sql}`);
        const plan = JSON.parse(rows[0]?.[0] ?? '[]') as { Plan?: { 'Plan Rows'?: number } }[];
        return plan[0]?.Plan?.['Plan Rows'];
      } catch (error) {
        return await watching.explain(error);
      } finally {
        await end(on);
      }
    },

    async [Symbol.asyncDispose]() {
      await connection.close();
    },
  };
}

/** PostgreSQL encloses a lone `\.` when it is the only column, which only matters where cells are enclosed on need. */
const needsStripping = (query: CompiledQuery, layout: CopyLayout): layout is CopyLayout & { kind: 'csv' } =>
  layout.kind === 'csv' &&
  query.columns.length === 1 &&
  !layout.quoteAll &&
  ![layout.delimiter, layout.enclosure].some(one => '\\.'.includes(one));
