import type { CompiledQuery } from './source.ts';

/** How long a lock of others may hold up the query, in ms, before it gives way and is tried again later. */
const LOCK_TIMEOUT = 60_000;
/** How long the connection may lie idle inside the transaction, in ms, before the server ends it. */
const IDLE_TIMEOUT = 10 * 60_000;

export const BEGIN_SQL = 'begin transaction isolation level repeatable read read only';

/**
 * Settings of the session for one transaction, so that they work through a pooler too; one round trip. What the
 * server does not know (older ones, others that speak the protocol) is left out, as it has no such behaviour.
 */
export const SETTINGS_SQL = `
select pg_catalog.set_config(s.name, w.value, true)
from unnest($1::text[], $2::text[]) as w(name, value)
join pg_catalog.pg_settings s on lower(s.name) = w.name`;

/** Parameters of {@link SETTINGS_SQL}: every setting that changes what values look like or how long things take. */
export function settingsParameters(
  timezone: string,
  timeout: number,
  schema: string | undefined,
): [string[], string[]] {
  const settings: Record<string, string> = {
    timezone,
    datestyle: 'ISO, MDY',
    intervalstyle: 'postgres',
    bytea_output: 'hex',
    extra_float_digits: '1',
    lc_monetary: 'C',
    xmloption: 'content',
    standard_conforming_strings: 'on',
    statement_timeout: String(timeout),
    lock_timeout: String(LOCK_TIMEOUT),
    idle_in_transaction_session_timeout: String(IDLE_TIMEOUT),
    // Compiling a query costs seconds at worst and an export is bound by its output.
    jit: 'off',
    ...(schema !== undefined && { search_path: quoteIdentifier(schema) }),
  };
  return [Object.keys(settings), Object.values(settings)];
}

/** Key material as settings `waybill.<name>`, bound as parameters and gone with the transaction (Q2). */
export const SECRETS_SQL = `
select count(pg_catalog.set_config('waybill.' || w.name, w.value, true))
from unnest($1::text[], $2::text[]) as w(name, value)`;

export const secretsParameters = (secrets: CompiledQuery['sessionSecrets']): [string[], string[]] => [
  Object.keys(secrets),
  Object.values(secrets),
];

const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
