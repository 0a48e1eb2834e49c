import type { PageResult } from '../view/messages.ts';
import { linesOf, type Segment, segmentsOf } from '../view/text-lines.ts';
import { make, number, plural, the } from './elements.ts';
import { virtualRows } from './virtual-rows.ts';

/** Characters of a line that are shown; the file has them all. */
const MOST = 4000;

/** The exact bytes: text with its marks made visible, or hex. */
export function fileView(): (result: PageResult | undefined) => void {
  const note = the('file-note');
  const body = the('lines');
  const rows = virtualRows(the('file-scroll'), body, () => make('div', { class: 'spacer', 'aria-hidden': 'true' }));
  return result => {
    note.textContent = result === undefined ? '' : noteOf(result);
    if (result === undefined) return rows.show(0, () => make('div'));
    const { content, layout } = result;
    if (content.kind === 'hex')
      return rows.show(content.lines.length, index => make('div', { class: 'line' }, content.lines[index] ?? ''));
    const lines = linesOf(content.text, layout);
    const digits = String(lines.length).length;
    rows.show(lines.length, index => {
      const line = lines[index];
      const { segments, cut } = line ? segmentsOf(line, layout, MOST) : { segments: [], cut: 0 };
      const rest = cut === 0 ? [] : [make('span', { class: 'cut' }, ` … ${number(cut)} more characters`)];
      const label = String(index + 1).padStart(digits);
      return make('div', { class: 'line' }, make('span', { class: 'index' }, label), ...segments.map(part), ...rest);
    });
  };
}

const part = ({ kind, text, means }: Segment): Node | string =>
  kind === 'text' ? text : make('span', { class: kind, title: means }, text);

function noteOf({ layoutWords, content, layout, later, personal, masked }: PageResult): string {
  const { bytes, shownBytes } = content;
  const sentences = [`${layoutWords} · ${plural(bytes, 'byte')}.`];
  if (content.kind === 'hex')
    sentences.push(`A file of ${layout.format} is not text: these are its bytes. The table shows its cells.`);
  if (shownBytes < bytes) sentences.push(`The first ${plural(shownBytes, 'byte')} are shown; a saved file is whole.`);
  if (later.length > 0) sentences.push(`In a run it is then ${later.join(', ')}.`);
  if (masked.length > 0 && !personal) sentences.push('Masked cells differ from those of a run.');
  return sentences.join(' ');
}
