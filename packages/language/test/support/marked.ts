import type { FileKind } from '@waybill/engine/definition';
import { type LanguageDocument, languageDocument } from '../../src/language-document.ts';
import type { Position } from '../../src/positions.ts';

/** A document and the place in it where a test's text has its `|`. */
export interface Marked {
  readonly document: LanguageDocument;
  readonly position: Position;
}

const NAMES: Readonly<Record<FileKind, string>> = {
  export: 'exports/test.export.yaml',
  template: 'templates/test.template.yaml',
  model: 'catalog/test.model.yaml',
  workspace: 'waybill.yaml',
};

/** The cursor is at `marker`, which is not part of the text; `¦` where the text itself needs a `|`. */
export function marked(text: string, kind: FileKind = 'export', marker = '|', file = NAMES[kind]): Marked {
  const at = text.indexOf(marker);
  if (at < 0) throw new Error(`no ${marker} in ${JSON.stringify(text)}`);
  const document = languageDocument(file, kind, text.slice(0, at) + text.slice(at + marker.length));
  return { document, position: document.positionAt(at) };
}
