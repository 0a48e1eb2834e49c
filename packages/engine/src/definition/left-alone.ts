import { type Problem, problem } from '../errors/index.ts';
import type { Parsed } from './parse-definition.ts';
import type { ExportDefinition } from './schema.ts';

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
