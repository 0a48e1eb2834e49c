import { maxWindowOf } from '@waybill/engine';
import {
  checkExport,
  type ExportDefinition,
  type ParsedYaml,
  parseExport,
  type ScheduleSpec,
} from '@waybill/engine/definition';
import type { Problem } from '@waybill/engine/errors';
import { problem } from '@waybill/engine/errors';
import { scheduleListing } from '@waybill/engine/schedule';
import {
  dayInWords,
  type EffectiveWindow,
  effectiveWindow,
  parseZone,
  resolveWindow,
  runMoment,
  type Temporal,
} from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';

export interface DefinitionText {
  readonly text: string;
  /** Its path, as the person names it, for the places of problems. */
  readonly file?: string | undefined;
}

/** What the service keeps of a definition beside its text. */
export interface DefinitionFacts {
  readonly name: string;
  readonly description: string;
  readonly owner: string | null;
  readonly model: string;
  readonly source: string;
  /** Names of the destinations, each once, in the order of the definition. */
  readonly destinations: readonly string[];
  /** The definition's zone or the brand's, as the zone database spells it (D1). */
  readonly timezone: string;
  readonly schedule: ScheduleSpec;
  /** Templates and `mode` included (D8, D10); null without one. */
  readonly window: EffectiveWindow | null;
}

export interface ReadDefinition {
  /** With all that its template says (D8); undefined when there are errors in it. */
  readonly definition: ExportDefinition | undefined;
  /** Undefined when there are errors. */
  readonly facts: DefinitionFacts | undefined;
  /** The same, in the same words and at the same places as `waybill validate` tells. */
  readonly problems: readonly Problem[];
  /** What keeps a run at this very moment from being made, whatever the schedule says: its window. */
  readonly refusedNow: readonly Problem[];
}

/** `.` and `..` are steps in an address, however they are written there: nobody could ask for such an export. */
function nameOfDots(name: string | undefined, yaml: ParsedYaml): readonly Problem[] {
  if (name === undefined || !/^\.{1,2}$/.test(name)) return [];
  const place = yaml.locate(['name'], 'value');
  return [problem('name-of-dots', { name }, { place, found: name })];
}

/** Reads a definition and checks it by the engine's own checks (V4), at a moment. */
export function readDefinition(
  workspace: Workspace,
  { text, file }: DefinitionText,
  now: Temporal.Instant,
): ReadDefinition {
  const parsed = parseExport(text, file);
  const { effective, problems: found } = checkExport(parsed, { ...workspace, now });
  const definition = effective.value;
  const nul = text.indexOf('\0');
  const problems = [
    ...workspace.problems.filter(({ severity }) => severity === 'error'),
    // YAML passes one in a comment; what is kept has none.
    ...(nul < 0 ? [] : [problem('nul-character', {}, { place: parsed.yaml.placeAt(nul, nul + 1) })]),
    ...found,
    ...nameOfDots(definition?.name, parsed.yaml),
  ];
  const facts = definition && !hasErrors(problems) ? factsOf(definition, workspace) : undefined;
  if (!facts) return { definition, facts: undefined, problems, refusedNow: [] };

  const locate = (refused: readonly { readonly problem: Problem; readonly path: readonly string[] }[]) =>
    refused.map(({ problem: one, path }) => ({
      ...one,
      place: effective.yaml.locate(['window', ...path]),
    }));
  const maxWindow = maxWindowOf(workspace);
  const { timezone, schedule, window } = facts;
  const resolved = window === null ? undefined : resolveWindow(window, { ...runMoment(now, timezone), maxWindow });
  const refusedNow = resolved?.ok === false ? locate(resolved.problems) : [];
  const listing = scheduleListing({ ...definition, schedule }, { timezone, from: now, count: 1, maxWindow });
  const [next] = listing.ok ? listing.value.firings : [];
  const refusedNext = (next?.problems ?? []).map(({ problem: { message } }) =>
    problem(
      'firing-refused',
      { when: `on ${dayInWords(next?.day ?? runMoment(now, timezone).runDay)}`, detail: message },
      { place: effective.yaml.locate(['window']) },
    ),
  );
  return { definition, facts, problems: [...problems, ...refusedNext], refusedNow };
}

export const hasErrors = (problems: readonly Problem[]): boolean =>
  problems.some(({ severity }) => severity === 'error');

function factsOf(definition: ExportDefinition, workspace: Workspace): DefinitionFacts {
  const model = workspace.catalog.models.get(definition.model ?? '');
  const zone = parseZone(definition.timezone ?? workspace.brandZone);
  const window = effectiveWindow(definition.mode, definition.window);
  if (!model || !zone.ok || !window.ok) throw new Error('a definition without errors has a model, a zone and a window');
  return {
    name: definition.name,
    description: definition.description ?? '',
    owner: definition.owner ?? null,
    model: model.name,
    source: model.source,
    destinations: [...new Set((definition.deliver ?? []).map(({ to }) => to))],
    timezone: zone.value,
    schedule: definition.schedule ?? 'now',
    window: window.value,
  };
}
