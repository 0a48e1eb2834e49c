import { ApiError, createClient, readySchema, ServiceUnreachable } from '@waybill/api';
import { type Problem, problem, WaybillError } from '@waybill/engine/errors';
import { zoneDataVersion } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import { type Connection, findConnection } from '../service/connection.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { asWaybillError } from '../service/service-problems.ts';
import { version } from '../version.ts';
import { type Check, fact, finding, timed } from './check.ts';

/** Milliseconds that the service has to say whether it is ready. */
const PATIENCE = 10_000;

/** Whether the service answers, is of this version, and is ready (C4); without one there is nothing to look at. */
export async function lookAtService(
  io: Io,
  options: ServiceOptions & GlobalOptions,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  let connection: Connection;
  try {
    connection = await findConnection(io, options);
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error;
    // Nothing is wrong with that: exports also run without.
    if (error.code === 'service-unknown')
      return [fact('service', 'service', 'none runs here; `waybill serve` starts one')];
    return [finding('service', 'service', 'cannot be asked', error.problems)];
  }
  const { url } = connection;
  const answer = await timed('service', 'service', () => greet(connection, signal));
  if (answer.problems.some(p => p.code === 'service-unreachable')) return [{ ...answer, detail: url }];
  return [answer, ...(await readiness(url, signal))];
}

async function greet({ url, token }: Connection, signal: AbortSignal) {
  try {
    const said = await createClient({ url, token, via: 'cli' }).whoami({}, { signal });
    const own = version();
    const zones = zoneDataVersion();
    const problems = [
      ...(said.version === own ? [] : [problem('service-version-differs', { service: said.version, own })]),
      ...(said.zoneData === zones ? [] : [problem('service-zones-differ', { service: said.zoneData, own: zones })]),
    ];
    const facts = `version ${said.version}, time zones ${said.zoneData}, as ${said.name} (${said.role})`;
    return { detail: `${url}, ${facts}`, problems };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ApiError || error instanceof ServiceUnreachable ? asWaybillError(error) : error;
  }
}

/** What the service itself says of its parts: database, files, zone data. */
async function readiness(url: string, signal: AbortSignal): Promise<readonly Check[]> {
  try {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) });
    const { checks } = readySchema.parse(await response.json());
    return checks.map(({ name, ok, detail }) =>
      finding('service', name, detail, ok ? [] : [problem('service-not-ready', { check: name, detail })]),
    );
  } catch (error) {
    signal.throwIfAborted();
    const detail = error instanceof Error ? error.message : String(error);
    return [
      finding('service', 'ready', 'unknown', [problem('service-not-ready', { check: '/ready', detail: `${detail}.` })]),
    ];
  }
}

/** Settings of a service that would be started here, with the variables that are none (C3). */
export async function lookAtSettings(io: Io, { folder }: Workspace): Promise<readonly Check[]> {
  const { readConfig, SETTINGS } = await import('@waybill/service');
  const said = Object.keys(SETTINGS).filter(name => (io.env[name] ?? '') !== '');
  const detail = said.length === 0 ? 'all as they are by default' : said.join(', ');
  let problems: readonly Problem[];
  try {
    problems = readConfig(io.env, { folder }).warnings;
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error;
    problems = error.problems;
  }
  return [finding('service', 'settings', detail, problems)];
}
