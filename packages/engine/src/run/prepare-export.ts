import { checkExport, parseExport } from '../definition/index.ts';
import type { ExportDefinition } from '../definition/schema.ts';
import { failOnErrors, type Problem } from '../errors/index.ts';
import { type FileOptions, resolveFileOptions } from '../file/index.ts';
import { type Locate, mustBe } from '../plan/index.ts';
import { parseDuration, parseZone, type RunMoment, runMoment, type Temporal, type Window } from '../time/index.ts';
import type { Workspace } from '../workspace/index.ts';

export interface PrepareRequest {
  readonly workspace: Workspace;
  /** The definition's YAML. */
  readonly text: string;
  /** Its path, as the user names it, for errors. */
  readonly file?: string | undefined;
  /** The instant of the occasion: a scheduled instant, or when the run was asked for. */
  readonly runAt: Temporal.Instant;
  /** The day that the schedule names. Default: the day of `runAt` in the definition's zone. */
  readonly runDay?: Temporal.PlainDate | undefined;
  /** End of the last successful run's window, for `since_last_success` (D9). */
  readonly lastSuccess?: Temporal.Instant | undefined;
  /** The window of the run that this one repeats, in place of the definition's (R3). */
  readonly window?: Window | undefined;
}

/** A definition that was read and checked, and the moment it runs for. */
export interface PreparedExport {
  readonly workspace: Workspace;
  /** With all that the template says which it extends (D8). */
  readonly definition: ExportDefinition;
  readonly moment: RunMoment;
  readonly lastSuccess: Temporal.Instant | undefined;
  readonly window: Window | undefined;
  readonly fileOptions: FileOptions;
  /** Problems that do not keep it from running. */
  readonly warnings: readonly Problem[];
  /** Where keys of the definition stand. */
  readonly locate: Locate;
}

/**
 * The definition step: YAML to a checked definition.
 * @throws WaybillError with everything that is wrong, each at its place.
 */
export function prepareExport(request: PrepareRequest): PreparedExport {
  const { workspace, text, file } = request;
  const { effective, problems: found } = checkExport(parseExport(text, file), workspace);
  const problems = [...workspace.problems, ...found];
  failOnErrors(problems);
  const definition = effective.value;
  if (!definition) throw new Error('a definition without errors has a value');
  const timezone = mustBe(parseZone(definition.timezone ?? workspace.brandZone));
  const model = workspace.catalog.models.get(definition.model ?? '');
  const { options } = resolveFileOptions(definition.file, {
    name: definition.model ?? '',
    allowedFormats: model?.formats,
  });
  return {
    workspace,
    definition,
    moment: runMoment(request.runAt, timezone, request.runDay),
    lastSuccess: request.lastSuccess,
    window: request.window,
    fileOptions: { ...options, headerIfEmpty: definition.on_empty === 'header_only' },
    // A run is the last of its schedule one day; that is nothing to be warned of.
    warnings: problems.filter(p => p.severity === 'warning' && p.code !== 'schedule-over'),
    locate: path => effective.yaml.locate(path, 'value'),
  };
}

/** D9: the longest window of the workspace. */
export const maxWindowOf = (workspace: Workspace) => mustBe(parseDuration(workspace.limits.maxWindow));
