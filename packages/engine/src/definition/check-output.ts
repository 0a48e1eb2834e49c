import type { Model } from '../catalog/catalog.ts';
import { isAllowedHost } from '../delivery/allowed-hosts.ts';
import { nearest } from '../errors/index.ts';
import { checkFileName } from '../file/file-name.ts';
import { resolveFileOptions } from '../file/options.ts';
import type { FormatName } from '../file/options-schema.ts';
import { parseDuration } from '../time/duration.ts';
import { checkWindow } from '../time/window.ts';
import { effectiveWindow } from '../time/window-spec.ts';
import { holdsPlaceholder } from '../workspace/placeholders.ts';
import type { WorkspaceConfig } from '../workspace/schema.ts';
import type { Checks } from './check-context.ts';
import type { ExportDefinition } from './schema.ts';

/** D9, D10: the window, and that the model has the date it is about. */
export function checkWindowOf(
  checks: Checks,
  model: Model | undefined,
  { mode, window }: Partial<ExportDefinition>,
  maxWindow: string,
): void {
  const effective = effectiveWindow(mode, window);
  if (!effective.ok) {
    checks.local(['window'], effective.problems);
    return;
  }
  const spec = effective.value;
  if (spec === null) return;
  const most = parseDuration(maxWindow);
  if (window) checks.local(['window'], checkWindow(spec, most.ok ? { maxWindow: most.value } : {}));
  const field = spec.by === 'event_date' ? model?.eventDate : model?.updatedAt;
  if (!model || field !== undefined) return;
  const other = spec.by === 'event_date' ? model.updatedAt : model.eventDate;
  const params = { by: spec.by, model: model.name };
  if (window?.by !== undefined) {
    const suggestions =
      other === undefined || mode === 'incremental' ? [] : [spec.by === 'event_date' ? 'updated_at' : 'event_date'];
    checks.add('window-field-missing', params, ['window', 'by'], { found: spec.by, suggestions });
  } else checks.add('window-field-missing', params, mode === 'incremental' ? ['mode'] : ['window'], {});
}

/** O1–O4, with the formats that the model is offered in. */
export function checkFile(checks: Checks, model: Model | undefined, file: ExportDefinition['file']): void {
  const allowedFormats = model?.formats as readonly FormatName[] | undefined;
  const { problems } = resolveFileOptions(file, model && { name: model.name, allowedFormats });
  for (const problem of problems) {
    const path = (problem.place?.path ?? 'file').split('.');
    const at = checks.exists(path) ? path : ['file'];
    const place = checks.yaml.locate(at, problem.code === 'file-key-not-for-format' ? 'key' : 'value');
    checks.problems.push({ ...problem, place });
  }
}

/** X1, O5: destinations that are there, names that can be made. */
export function checkDeliver(
  checks: Checks,
  { deliver = [], window, mode }: Partial<ExportDefinition>,
  config: WorkspaceConfig,
): void {
  const names = Object.keys(config.destinations);
  const listed = checks.exists(['deliver', 0]);
  const seen = new Set<string>();
  for (const [i, target] of deliver.entries()) {
    const path = listed ? ['deliver', i] : ['deliver'];
    const at = [...path, 'to'];
    if (!Object.hasOwn(config.destinations, target.to)) {
      const details = { found: target.to, expected: names.join(', '), suggestions: nearest(target.to, names) };
      checks.add('unknown-destination', { destination: target.to, names }, at, details);
    } else checkHostOf(checks, target.to, config, at);
    if (target.path !== undefined) {
      const hasWindow = window !== undefined || mode === 'incremental';
      checks.local([...path, 'path'], checkFileName(target.path, { hasWindow }));
    }
    const key = `${target.to}\0${target.path ?? ''}`;
    if (seen.has(key)) checks.add('duplicate-target', { destination: target.to }, at, { found: target.to });
    seen.add(key);
  }
}

/** Q2: only hosts that the workspace allows; one that comes from the environment is checked when it is used. */
function checkHostOf(checks: Checks, name: string, config: WorkspaceConfig, at: readonly (string | number)[]): void {
  const { host } = config.destinations[name] ?? {};
  const allowed = config.limits?.destination_hosts;
  if (typeof host !== 'string' || holdsPlaceholder(host) || isAllowedHost(host, allowed)) return;
  checks.add('destination-host-not-allowed', { destination: name, host, allowed: allowed?.join(', ') ?? '' }, at, {
    found: name,
  });
}

/** O7: the checks before delivery name columns of the export. */
export function checkChecks(checks: Checks, definition: Partial<ExportDefinition>): void {
  const { nulls, rows } = definition.checks ?? {};
  const percent = (text: string, path: readonly string[], most: number) => {
    if (Number.parseFloat(text) > most) {
      checks.add('wrong-value', { found: `"${text}"`, expected: `at most ${most} %` }, path, { found: text });
    }
  };
  if (rows !== undefined) percent(rows, ['checks', 'rows'], 1000);
  if (!nulls) return;
  const { fields, kpis = [], dimensions = [] } = definition;
  const names =
    fields === 'all' || fields?.some(spec => spec.from === 'all')
      ? undefined
      : [
          ...(fields ?? []).flatMap(spec => [spec.from, spec.to]),
          ...kpis.flatMap(({ kpi, to }) => [kpi, to]),
          ...dimensions.flatMap(({ dimension, to }) => [dimension, to]),
        ].filter(name => name !== undefined);
  for (const [name, share] of Object.entries(nulls)) {
    const path = ['checks', 'nulls', name];
    percent(share, path, 100);
    if (names && !names.includes(name)) {
      checks.add(
        'check-unknown-column',
        { column: name },
        path,
        { found: name, suggestions: nearest(name, names) },
        'key',
      );
    }
  }
}

/** N1: a channel or a person, not a bare word. */
export function checkNotify(checks: Checks, notify: ExportDefinition['notify']): void {
  for (const [i, notice] of (notify ?? []).entries()) {
    if (!('slack' in notice) || /^[#@]\S+$|^[CGUW][A-Z0-9]{6,}$/.test(notice.slack)) continue;
    const expected = 'a channel (`#name`) or a person (`@name`)';
    const details = { found: notice.slack, expected, suggestions: [`#${notice.slack.trim().replaceAll(/\s+/g, '-')}`] };
    checks.add('wrong-value', { found: `"${notice.slack}"`, expected }, ['notify', i, 'slack'], details);
  }
}
