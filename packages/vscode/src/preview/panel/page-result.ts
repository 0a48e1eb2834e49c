import type { Shown } from '../preview-session.ts';
import { contentOf, layoutWords } from '../view/content.ts';
import type { PageResult } from '../view/messages.ts';

/** A result as the page shows it: not more of the bytes than a person looks at. */
export function pageResult({ value, at, personal }: Shown): PageResult {
  const { bytes, ...others } = value;
  return {
    ...others,
    content: contentOf(bytes, value.layout),
    layoutWords: layoutWords(value.layout),
    at,
    personal,
  };
}

/** Rows as other programs paste them: cells apart by tabs, NULL as nothing. */
export function tableText({ columns, table }: Shown['value']): string {
  const cell = (text: string | null) => (text ?? '').replaceAll(/[\t\r\n]+/g, ' ');
  return [columns.map(({ header }) => header), ...table].map(row => `${row.map(cell).join('\t')}\n`).join('');
}

/** The whole file as text; undefined for what is not text. */
export function fileText({ bytes, layout }: Shown['value']): string | undefined {
  if (layout.format === 'parquet' || layout.format === 'xlsx') return undefined;
  return new TextDecoder(layout.encoding === 'utf-16le' ? 'utf-16le' : 'utf-8').decode(bytes);
}
