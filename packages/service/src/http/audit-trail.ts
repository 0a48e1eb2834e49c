import type { RouteName } from '@waybill/api';
import type { AuditEntry } from '../security/audit.ts';

/** What the audit log says about a request (Q4): what it was about, and what else is worth knowing of it. */

interface Asked {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}
type Values = Readonly<Record<string, unknown>>;

/** What of a body is noted; everything else may hold a secret or is long. */
const NOTED = [
  'note',
  'reason',
  'until',
  'at',
  'day',
  'from',
  'skipChecks',
  'confirm',
  'missingOnly',
  'hours',
  'role',
  'when',
  'days',
  'delegate',
  'name',
  'to',
] as const;

const valuesOf = (value: unknown): Values =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Values) : {};

/** The entry about a route that was done; undefined where nothing was: a dry run. */
export function doneEntry(route: RouteName, action: string, asked: Asked, answer: unknown): AuditEntry | undefined {
  const body = valuesOf(asked.body);
  if (body.dryRun === true) return undefined;
  const said = Object.fromEntries(NOTED.filter(key => body[key] !== undefined).map(key => [key, body[key]]));
  return { action, target: targetOf(route, asked, answer), detail: { ...said, ...resultOf(valuesOf(answer)) } };
}

/** The entry about a route that the caller has no right to. */
export const refusedEntry = (action: string, target: string, needs: string): AuditEntry => ({
  action,
  target,
  detail: { refused: 'role-needed', needs },
});

function targetOf(route: RouteName, asked: Asked, answer: unknown): string {
  const params = valuesOf(asked.params);
  const named = params.name ?? params.id ?? params.subject;
  if (route === 'downloadFile') return `${params.id}/${params.file}`;
  if (params.target !== undefined) return `${params.name}/${params.target}`;
  if (named !== undefined) return String(named);
  const { export: made, id, name } = valuesOf(answer);
  return String(valuesOf(made).name ?? id ?? name ?? '');
}

/** What came of it: the number or id of what was made. */
function resultOf({ outcome, revision, run, id, runs, rerunOf }: Values): Values {
  const kept: Record<string, unknown> = {};
  if (typeof outcome === 'string') kept.outcome = outcome;
  if (typeof revision === 'number' && typeof outcome === 'string') kept.revision = revision;
  if (typeof run === 'string') kept.run = run;
  if (typeof id === 'string') kept.result = id;
  if (typeof runs === 'number') kept.runs = runs;
  if (typeof rerunOf === 'string') kept.rerunOf = rerunOf;
  return kept;
}
