import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Place, Problem } from '@waybill/engine/errors';
import type { Colours } from '../io.ts';
import { excerpt } from './excerpt.ts';
import { visible } from './visible.ts';

export interface RenderOptions {
  readonly colours: Colours;
  /** Text of a file by the path that problems name; undefined when it cannot be shown. */
  readonly textOf: (file: string) => string | undefined;
}

/** One problem for people: where, what, the line itself with the place underlined, what to do. */
export function renderProblem(problem: Problem, { colours, textOf }: RenderOptions): string {
  const { place, severity, code, message, fix } = problem;
  const where = placeText(place);
  const paint = severity === 'error' ? colours.red : colours.yellow;
  const head = [where && colours.bold(visible(where)), paint(severity), colours.dim(code), visible(message)];
  const text = place?.file === undefined || place.line === undefined ? undefined : textOf(place.file);
  const lines = text === undefined || place === undefined ? [] : excerpt(text, place, colours);
  return [head.filter(part => part !== '').join('  '), ...lines, `  ${colours.cyan('fix:')} ${visible(fix)}`].join(
    '\n',
  );
}

/** All of them, with a count at the end. */
export function renderProblems(problems: readonly Problem[], options: RenderOptions): string {
  const blocks = problems.map(p => renderProblem(p, options));
  return `${[...blocks, countText(problems)].join('\n\n')}\n`;
}

/** `2 errors and 1 warning`. */
export function countText(problems: readonly Problem[]): string {
  const errors = problems.filter(p => p.severity === 'error').length;
  const warnings = problems.length - errors;
  const parts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return parts.length === 0 ? 'no problems' : parts.join(' and ');
}

/** `exports/x.export.yaml:7:11`, as far as it is known; terminals and editors make a link of it. */
export function placeText(place: Place | undefined): string {
  if (place?.file === undefined) return '';
  return [place.file, place.line, place.line === undefined ? undefined : place.column]
    .filter(part => part !== undefined)
    .join(':');
}

/** Reads files as problems name them, each once. What cannot be read is simply not shown. */
export function textReader(cwd: string): (file: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return file => {
    if (!texts.has(file)) texts.set(file, readText(resolve(cwd, file)));
    return texts.get(file);
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
