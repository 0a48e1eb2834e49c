import { parseTemplate, parseYaml } from '@waybill/engine/definition';
import { checksumOf, PUBLISHED_FILE, templateText } from '@waybill/engine/template';
import type { Workspace } from '@waybill/engine/workspace';
import { isMap, isScalar, type Node } from 'yaml';
import { type LanguageDocument, languageDocument } from '../language-document.ts';
import { topLevel } from '../meaning/top-level.ts';
import type { Change } from './insert-key.ts';

export interface ChangedTemplate {
  readonly document: LanguageDocument;
  /** Its text once the changes are made. */
  readonly text: string;
}

/**
 * What the record of published templates (D8) says once templates have other names in them. What they give is the same
 * as before, headers included, so they stay published: with the checksum of what they say now. A release that had been
 * changed since it was published stays an error.
 */
export function recordChanges(
  changed: readonly ChangedTemplate[],
  { templates }: Workspace,
): { readonly document: LanguageDocument; readonly changes: readonly Change[] } {
  const text = templates.record.text();
  const document = languageDocument(`templates/${PUBLISHED_FILE}`, 'workspace', text);
  const map = parseYaml(text).nodeAt(['published']);
  const changes = changed.flatMap(({ document: template, text: after }): Change[] => {
    const name = topLevel(template).get('template') ?? '';
    const release = Number(topLevel(template).get('release'));
    const before = templates.find({ template: name, release });
    const { value } = parseTemplate(after);
    if (before?.state !== 'published' || !value || !isMap(map)) return [];
    const pair = map.items.find(item => isScalar(item.key) && item.key.value === templateText(before));
    return [
      ...change(pair?.key as Node | undefined, templateText(value)),
      ...change(pair?.value as Node | undefined, checksumOf(value)),
    ];
  });
  return { document, changes };
}

function change(node: Node | undefined, text: string): Change[] {
  if (!isScalar(node) || !node.range || node.value === text) return [];
  const [from, to] = node.range;
  return [{ from, to, text }];
}
