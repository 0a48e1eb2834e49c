import { isMap } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { type Change, insertKey, newlineOf, written } from './insert-key.ts';
import type { Renameable } from './new-name.ts';

/**
 * The model and the predicates that audiences ask have names by default (D7). Where one of these is renamed and
 * waybill.yaml says nothing, it says the new name from now on.
 */
export function audienceDefault(
  target: Renameable,
  name: string,
  waybillYaml: LanguageDocument,
  { workspace }: LanguageWorkspace,
): Change | undefined {
  const key = workspace && keyOf(target, workspace.audience);
  if (!workspace || key === undefined || workspace.config.audience?.[key] !== undefined) return undefined;
  if (isMap(waybillYaml.yaml.nodeAt(['audience']))) return insertKey(waybillYaml, ['audience'], key, name);
  const newline = newlineOf(waybillYaml);
  const { text } = waybillYaml;
  const begin = text === '' || text.endsWith('\n') ? '' : newline;
  return {
    from: text.length,
    to: text.length,
    text: `${begin}${newline}audience: {${key}: ${written(name, true)}}${newline}`,
  };
}

function keyOf(
  target: Renameable,
  audience: { readonly model: string; readonly segment: string; readonly group: string },
): 'model' | 'segment' | 'group' | undefined {
  if (target.kind === 'model') return target.name === audience.model ? 'model' : undefined;
  if (target.kind !== 'predicate' || target.model !== audience.model) return undefined;
  if (target.name === audience.segment) return 'segment';
  return target.name === audience.group ? 'group' : undefined;
}
