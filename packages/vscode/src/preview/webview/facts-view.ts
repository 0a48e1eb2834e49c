import type { PageResult } from '../view/messages.ts';
import { make, number, plural, sentence, the } from './elements.ts';

/** What is known of the run beside its rows. */
export function factsView(): (result: PageResult | undefined) => void {
  const facts = the('facts');
  const schedule = the('schedule-words');
  const firings = the('firings');
  const sql = the('sql-text');
  const notes = the('notes');
  return result => {
    facts.replaceChildren(...(result ? factsOf(result).flatMap(fact) : []));
    notes.replaceChildren(
      ...[...(result?.notes ?? []), ...(result?.warnings ?? []).map(({ message, fix }) => `${message} ${fix}`)].map(
        text => make('li', {}, ...sentence(text)),
      ),
    );
    notes.hidden = notes.childElementCount === 0;
    sql.textContent = result?.sql ?? '';
    schedule.textContent = result?.schedule.words ?? '';
    const all = result?.schedule.firings ?? [];
    firings.replaceChildren(
      ...all.map(({ time, covers }) => make('tr', {}, make('td', {}, time), make('td', {}, covers))),
    );
    the('firings-table').hidden = all.length === 0;
    the('no-firings').hidden = all.length > 0 || result === undefined;
  };
}

type Fact = readonly [name: string, ...values: (Node | string)[]];

const fact = ([name, ...values]: Fact): Node[] => [make('dt', {}, name), ...values.map(value => make('dd', {}, value))];

function rowsOf({ table, complete, estimatedRows }: PageResult): string {
  const shown = `${plural(table.length, 'row')} shown`;
  if (complete) return `${shown}, all that a run has now`;
  return estimatedRows === null ? shown : `${shown}; a run is estimated to have about ${number(estimatedRows)}`;
}

function factsOf(result: PageResult): readonly Fact[] {
  const { name, fileNames, window, masked, personal } = result;
  const facts: Fact[] = [
    ['Export', name],
    [fileNames.length === 1 ? 'File' : 'Files', ...fileNames.map(file => make('code', {}, file))],
    [
      'Window',
      ...(window === null
        ? ['None: everything']
        : [window.words, `${window.by}: from ${window.from ?? 'the beginning'}, before ${window.until}`]),
    ],
    ['Rows', rowsOf(result)],
  ];
  if (masked.length > 0) facts.push(['Masked here', masked.join(', ')]);
  else if (personal) facts.push(['Personal data', 'Shown as it is']);
  return facts;
}
