import type { Client, ExportView } from '@waybill/api';
import type { GlobalOptions } from '../command-context.ts';
import type { ShowOptions } from '../commands/show.ts';
import { isRunId } from '../deployed-runs/find-run.ts';
import { runLines } from '../deployed-runs/run-lines.ts';
import { EXIT } from '../exit-codes.ts';
import { type Colours, type Io, say, sayJson } from '../io.ts';
import { localTime, periodText } from '../render/moments.ts';
import { visible, visibleLines } from '../render/visible.ts';
import { exportName } from '../service/export-name.ts';
import { withService } from '../service/with-service.ts';

/** Shows an export of the service, one of its revisions, or a run; gives the exit code. */
export async function showExport(io: Io, word: string, options: ShowOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    if (isRunId(word)) return showRun(io, client, word, options);
    const name = await exportName(io, word);
    if (options.revision !== undefined) return showRevision(io, client, name, options.revision, options);
    const view = await client.getExport({ params: { name } });
    if (options.json) sayJson(io.out, view);
    else if (options.yaml) io.out.write(withNewline(view.text));
    else say(io.out, ...exportLines(view, io.out.colours));
    return EXIT.ok;
  });
}

async function showRun(io: Io, client: Client, id: string, options: GlobalOptions): Promise<number> {
  const run = await client.getRun({ params: { id } });
  if (options.json) sayJson(io.out, run);
  else say(io.out, ...runLines(run, io));
  return EXIT.ok;
}

async function showRevision(
  io: Io,
  client: Client,
  name: string,
  number: number,
  options: ShowOptions & GlobalOptions,
): Promise<number> {
  const revision = await client.getRevision({ params: { name, number } });
  if (options.json) sayJson(io.out, revision);
  else if (options.yaml) io.out.write(withNewline(revision.text));
  else {
    const { bold, dim } = io.out.colours;
    const { timezone } = await client.getExport({ params: { name } });
    say(
      io.out,
      `${bold(visible(name))} revision ${number}${revision.current ? ', the current one' : ''}`,
      field(
        'created',
        `${localTime(revision.createdAt, timezone)} by ${visible(revision.createdBy)} (${revision.createdVia})`,
      ),
      ...(revision.note === null ? [] : [field('note', visible(revision.note))]),
      '',
      ...visibleLines(revision.text.replace(/\n$/, ''))
        .split('\n')
        .map(line => `${dim('│')} ${line}`),
    );
  }
  return EXIT.ok;
}

const withNewline = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

/** An export for people: what it is, when it runs, how it went. */
export function exportLines(view: ExportView, { bold, dim }: Colours): readonly string[] {
  const { plan, timezone, lastRun } = view;
  const at = (instant: string) => localTime(instant, timezone);
  const firings = plan.firings.map(firing => {
    const window = firing.window === null ? 'everything' : periodText(firing.window, timezone);
    const [problem] = firing.problems ?? [];
    return `${firing.at.slice(0, 10)} ${firing.at.slice(11, 16)} ${dim(firing.at.slice(19))}   ${problem === undefined ? window : `refused: ${visible(problem)}`}`;
  });
  return [
    `${bold(visible(view.name))}: ${view.status}`,
    ...(view.description === '' ? [] : [`  ${visible(view.description)}`]),
    field('model', visible(view.model)),
    field('schedule', visible(plan.words)),
    ...(plan.paused || plan.pausedUntil !== null
      ? [field('paused', plan.pausedUntil === null ? 'until it is resumed' : `until ${at(plan.pausedUntil)}`)]
      : []),
    ...firings.map((text, i) => field(i === 0 ? (plan.paused ? 'if resumed' : 'next runs') : '', text)),
    field(
      'delivers',
      view.destinations.length === 0 ? 'nowhere: for download only' : `to ${view.destinations.map(visible).join(', ')}`,
    ),
    ...(lastRun === null ? [] : [field('last run', `${lastRun.status}, ${at(lastRun.at)}  ${dim(lastRun.id)}`)]),
    ...(view.owner === null ? [] : [field('owner', visible(view.owner))]),
    field('created', `${at(view.createdAt)} by ${visible(view.createdBy)} (${view.createdVia})`),
    field('revision', `${view.revision}, of ${at(view.updatedAt)}`),
    '',
    dim('`--yaml` prints its definition, `waybill history` lists its runs.'),
  ];
}

const field = (name: string, text: string): string => `  ${name.padEnd(10)} ${text}`;
