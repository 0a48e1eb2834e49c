import { columnsOf, fileNamesOf, maxWindowOf, type PreparedExport, prepareExport } from '@waybill/engine';
import { parseExport } from '@waybill/engine/definition';
import { type Problem, problem, WaybillError } from '@waybill/engine/errors';
import { describeSchedule, listingJson, scheduleListing } from '@waybill/engine/schedule';
import { parseZone, type Temporal } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import type { ServiceContext } from '../context.ts';
import type { InputOf, OutputOf } from '../http/handler.ts';
import { instantOf } from '../schedule/window-json.ts';
import { newRunId } from '../store/new-id.ts';
import { apiProblem } from './api-problem.ts';
import { apiFirings } from './export-view.ts';
import { exportNamed } from './find-export.ts';
import { hasErrors, type ReadDefinition, readDefinition } from './read-definition.ts';

const SECOND = 1000;
/** How long a source may take to say which columns it has. */
const SHAPE_TIMEOUT = 20 * SECOND;

/**
 * Everything that a review shows before an export exists (C1, L2): what is wrong with it, when it will run over which
 * windows, the names of its file and, when asked, its columns; never a row.
 */
export async function checkDefinitionText(
  service: ServiceContext,
  { body: { text: given, file, shape } }: InputOf<'checkDefinition'>,
): Promise<OutputOf<'checkDefinition'>> {
  const text = given.toWellFormed();
  const workspace = await service.workspace();
  const now = instantOf(service.clock.now());
  const read = readDefinition(workspace, { text, file }, now);
  const { facts, refusedNow } = read;
  const problems = [...read.problems, ...(facts?.schedule === 'now' ? refusedNow : [])];
  const { next, ...said } = scheduleOf(workspace, read, text, now);
  const base = { name: facts?.name ?? nameIn(text), valid: !hasErrors(problems), ...said };
  // A window that is refused today may be right on the day of the first firing.
  const runAt = refusedNow.length === 0 ? now : next;
  if (!facts || runAt === undefined) {
    return { ...base, problems: problems.map(apiProblem), fileNames: [], columns: null };
  }
  const known = await exportNamed(service.store.db, facts.name);
  const lastSuccess = known?.lastSuccessUntil ? instantOf(known.lastSuccessUntil) : undefined;
  const prepared = prepareExport({ workspace, text, runAt, lastSuccess });
  const asked = shape === true ? await shapeOf(prepared, facts.source) : { columns: null, problems: [] };
  return {
    ...base,
    problems: [...problems, ...asked.problems].map(apiProblem),
    fileNames: namesOf(prepared, newRunId(service.clock.now())),
    columns: asked.columns,
  };
}

/** The schedule in words and its next firings; also of a definition with mistakes elsewhere. */
function scheduleOf(workspace: Workspace, { definition, facts }: ReadDefinition, text: string, from: Temporal.Instant) {
  const said = definition ?? parseExport(text).value;
  const zone = parseZone(facts?.timezone ?? said?.timezone ?? workspace.brandZone);
  if (!said || !zone.ok) return { schedule: null, firings: [], next: undefined };
  const timezone = zone.value;
  const listing = scheduleListing(said, { timezone, from, maxWindow: maxWindowOf(workspace) });
  if (!listing.ok)
    return { schedule: describeSchedule(said.schedule ?? 'now', timezone), firings: [], next: undefined };
  const json = listingJson(listing.value, timezone);
  return { schedule: json.schedule, firings: apiFirings(json.firings), next: listing.value.firings[0]?.at };
}

function namesOf(prepared: PreparedExport, runId: string): string[] {
  try {
    return [...fileNamesOf(prepared, runId)];
  } catch (error) {
    // The window of the first firing is refused as well, which is told as a problem.
    if (error instanceof WaybillError) return [];
    throw error;
  }
}

interface Shape {
  readonly columns: { header: string; type: string }[] | null;
  readonly problems: readonly Problem[];
}

/** A source that does not answer says nothing about the definition: it is warned of. */
async function shapeOf(prepared: PreparedExport, source: string): Promise<Shape> {
  const late = new AbortController();
  const after = `${SHAPE_TIMEOUT / SECOND} s`;
  const timer = setTimeout(
    () => late.abort(new WaybillError([problem('source-timeout', { source, after })])),
    SHAPE_TIMEOUT,
  );
  try {
    const columns = await columnsOf(prepared, late.signal);
    return { columns: columns.map(({ header, type }) => ({ header, type })), problems: [] };
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error;
    return { columns: null, problems: error.problems.map(one => ({ ...one, severity: 'warning' as const })) };
  } finally {
    clearTimeout(timer);
  }
}

/** The name that a text with mistakes gives, where it does. */
function nameIn(text: string): string | null {
  const { value } = parseExport(text).yaml;
  const name = value !== null && typeof value === 'object' ? (value as { readonly name?: unknown }).name : undefined;
  return typeof name === 'string' ? name : null;
}
