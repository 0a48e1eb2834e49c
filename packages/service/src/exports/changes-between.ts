import { checkExport, parseExport } from '@waybill/engine/definition';
import { parseZone } from '@waybill/engine/time';
import type { Workspace } from '@waybill/engine/workspace';
import { type Described, describeChanges } from './describe-changes.ts';

const ONLY_WRITTEN = 'Only how it is written changes (comments, order of keys, layout): it does the same as before.';

/** What changes between two texts of a definition, in words; `before` undefined: it is new. */
export function changesBetween(workspace: Workspace, before: string | undefined, after: string): string[] {
  if (before === after) return [];
  const now = described(workspace, after);
  const was = before === undefined ? undefined : described(workspace, before);
  // One of the two cannot be read any more, as one of an older version: the diff says what there is to say.
  if (!now || (before !== undefined && !was)) return [];
  const changes = describeChanges(was, now);
  return changes.length === 0 ? [ONLY_WRITTEN] : [...changes];
}

function described(workspace: Workspace, text: string): Described | undefined {
  const parsed = parseExport(text);
  // Without what it leans on, such as a template that is gone, what it says itself is still something.
  const definition = checkExport(parsed, workspace).effective.value ?? parsed.value;
  if (!definition) return undefined;
  const zone = parseZone(definition.timezone ?? workspace.brandZone);
  return { definition, timezone: zone.ok ? zone.value : workspace.brandZone };
}
