import type { KeyPath } from '@waybill/engine/definition';
import { isScalar } from 'yaml';
import type { LanguageDocument } from '../language-document.ts';

/** The text of a plain value, also of a document that does not parse as a whole; undefined where there is none. */
export function plainTextAt(document: LanguageDocument, path: KeyPath): string | undefined {
  const node = document.yaml.nodeAt(path);
  if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
  return String(node.value);
}
