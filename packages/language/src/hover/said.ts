import { type ExportDefinition, exportSchema, extendsSchema, type KeyPath } from '@waybill/engine/definition';
import {
  type Duration,
  effectiveWindow,
  parseDuration,
  parseZone,
  type RunMoment,
  resolveWindow,
  runMoment,
  type Window,
} from '@waybill/engine/time';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { topLevel } from '../meaning/top-level.ts';

/** What an export or template says, as far as it is right: its own keys, then those of the template it extends (D8). */
export type Said = Partial<Omit<ExportDefinition, 'version'>>;

const NONE = Symbol('none');

/** The value at a path as plain JavaScript, also of a document that does not parse as a whole; undefined for none. */
export function valueAt(document: LanguageDocument, path: KeyPath): unknown {
  const { yaml } = document;
  const node = yaml.nodeAt(path);
  try {
    return node?.toJS(yaml.document) ?? undefined;
  } catch {
    // An alias without its anchor, as it is while somebody types; there is no other way to ask.
    return undefined;
  }
}

/** One key of an export or template; undefined where nobody says it, or not rightly. */
export function saidAt<K extends keyof Said & keyof typeof exportSchema.shape>(
  document: LanguageDocument,
  workspace: LanguageWorkspace,
  key: K,
): Said[K] {
  const written = valueAt(document, [key]) ?? NONE;
  if (written !== NONE) return exportSchema.shape[key].safeParse(written).data as Said[K];
  const template = templateOf(document, workspace)?.parsed.value as Said | undefined;
  return template?.[key];
}

/** The template that a document extends; undefined when it extends none that is there. */
export function templateOf(document: LanguageDocument, { workspace }: LanguageWorkspace) {
  const id = document.kind === 'export' ? extendsSchema.safeParse(topLevel(document).get('extends')) : undefined;
  return id?.success ? workspace?.templates.find(id.data) : undefined;
}

/** The zone that governs a document (D1): its own, else the brand's. */
export function zoneOf(document: LanguageDocument, workspace: LanguageWorkspace): string {
  const said =
    document.kind === 'export' || document.kind === 'template' ? saidAt(document, workspace, 'timezone') : undefined;
  const zone = said === undefined ? undefined : parseZone(said);
  return zone?.ok ? zone.value : (workspace.workspace?.brandZone ?? 'UTC');
}

/** A run that is asked for now. */
export const momentOf = (document: LanguageDocument, workspace: LanguageWorkspace): RunMoment =>
  runMoment(workspace.now, zoneOf(document, workspace));

/** The longest window that the workspace allows (D9); undefined for the default. */
export function maxWindowOf({ workspace }: LanguageWorkspace): Duration | undefined {
  const parsed = workspace ? parseDuration(workspace.limits.maxWindow) : undefined;
  return parsed?.ok ? parsed.value : undefined;
}

/** The window of a run that is asked for now: `null` without one, a text where it would be refused. */
export function windowToday(document: LanguageDocument, workspace: LanguageWorkspace): Window | null | string {
  const effective = effectiveWindow(saidAt(document, workspace, 'mode'), saidAt(document, workspace, 'window'));
  if (!effective.ok) return effective.problems[0].problem.message;
  if (effective.value === null) return null;
  const context = { ...momentOf(document, workspace), maxWindow: maxWindowOf(workspace) };
  const window = resolveWindow(effective.value, context);
  return window.ok ? window.value : window.problems[0].problem.message;
}
