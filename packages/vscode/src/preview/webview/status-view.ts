import type { FromPage, PageResult, PageStatus } from '../view/messages.ts';
import { make, sentence, the } from './elements.ts';

const STEPS = {
  checking: 'Checking the definition…',
  connecting: 'Connecting to the source…',
  reading: 'Waiting for rows…',
  writing: 'Writing the file…',
} as const;

const STALE = {
  no: '',
  edited: 'The definition was changed since: refresh to see what it gives now.',
  refreshing: 'What is shown was made before.',
  cancelled: 'Cancelled: what is shown was made before.',
  failed: 'What is shown was made before the problems above.',
} as const;

/** The state of the preview in words, its controls, and what is wrong. */
export function statusView(
  post: (message: FromPage) => void,
): (status: PageStatus, result: PageResult | undefined) => void {
  const spoken = the('status');
  const list = the('problem-list');
  return (status, result) => {
    const { file, rows, pinned, personal, step, stale, problems, untrusted } = status;
    the('export').textContent = file ?? 'No export';
    the<HTMLButtonElement>('export').disabled = file === undefined;
    showRows(rows);
    the('pin').setAttribute('aria-pressed', String(pinned));
    the('personal').setAttribute('aria-pressed', String(personal));
    the('cancel').hidden = step === undefined;
    the('refresh').hidden = step !== undefined;
    for (const id of ['copy', 'save', 'open-sql']) the<HTMLButtonElement>(id).disabled = result === undefined;
    the('untrusted').hidden = !untrusted;
    the('problems').hidden = problems.length === 0;
    the('views').hidden = result === undefined;
    the('views').classList.toggle('stale', stale !== 'no');
    the('views').setAttribute('aria-busy', String(step !== undefined));
    list.replaceChildren(
      ...problems.map((problem, index) => problemItem(problem, () => post({ kind: 'openProblem', index }))),
    );
    const made = result === undefined ? '' : `Made at ${new Date(result.at).toLocaleTimeString('en-GB')}.`;
    const waiting = step === undefined ? '' : STEPS[step];
    const nothing = file === undefined ? 'Open an export to see its file.' : '';
    const failed = problems.length > 0 ? 'There is no preview of this definition: see the problems.' : '';
    const words = [waiting, failed, nothing, made, STALE[stale]].filter(text => text !== '').join(' ');
    if (spoken.textContent !== words) spoken.textContent = words;
  };
}

/** A number of a setting may be none of those that are offered. */
function showRows(rows: number): void {
  const select = the<HTMLSelectElement>('row-count');
  const value = String(rows);
  if (![...select.options].some(option => option.value === value)) {
    const larger = [...select.options].find(option => Number(option.value) > rows);
    select.add(make('option', { value }, value), larger ?? null);
  }
  select.value = value;
}

function problemItem(problem: PageStatus['problems'][number], open: () => void): HTMLElement {
  const { severity, message, fix, code, shown, line, column } = problem;
  const place = shown === null ? '' : line === null ? shown : `${shown}:${line}${column === null ? '' : `:${column}`}`;
  const item = make(
    'li',
    { class: severity },
    make('p', {}, make('strong', {}, severity === 'error' ? 'Error' : 'Warning'), ' ', ...sentence(message)),
    make('p', { class: 'fix' }, ...sentence(fix), ' ', make('code', {}, code)),
  );
  if (place === '') return item;
  const button = make('button', { type: 'button', class: 'link' }, place);
  button.addEventListener('click', open);
  item.append(button);
  return item;
}
