import { type Problem, problem } from '../errors/index.ts';
import { notYet as fileNotYet, resolveFileOptions } from '../file/options.ts';
import type { Parsed } from './parse-definition.ts';
import type { ExportDefinition } from './schema.ts';

/** What an export asks for and this version cannot do: `validate` checks it, `run` and `preview` refuse it plainly. */
export function notYet({ value, yaml }: Parsed<ExportDefinition>): readonly Problem[] {
  if (!value) return [];
  const problems: Problem[] = [];
  for (const found of fileNotYet(resolveFileOptions(value.file).options)) {
    problems.push({ ...found, place: yaml.locate((found.place?.path ?? 'file').split('.'), 'key') });
  }
  return problems;
}

/** What `run` leaves alone since a person asked for the run: said as notes, so that nobody waits for them. */
export function leftAlone({ value, yaml }: Parsed<ExportDefinition>): readonly Problem[] {
  const notes: Problem[] = [];
  for (const key of ['schedule', 'notify'] as const) {
    const said = value?.[key];
    if (said === undefined || said === 'now') continue;
    notes.push(problem('left-alone', { key }, { place: yaml.locate([key], 'key') }));
  }
  return notes;
}
