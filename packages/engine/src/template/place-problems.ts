import { inOrder } from '../definition/order-problems.ts';
import type { ParsedYaml } from '../definition/parse-yaml.ts';
import { type Place, type Problem, problem } from '../errors/index.ts';
import { type Template, templateText } from './template.ts';

/**
 * Problems of an export that extends, each where somebody can do something about it (D8): what is wrong with a template
 * of the workspace in the template's file; what is wrong with it only together with this export, or with a built-in
 * one, at the export's `extends`.
 */
export function placeProblems(
  found: readonly Problem[],
  own: ParsedYaml,
  template: Template,
  /** What is wrong with the template by itself, in its order. */
  ofTemplate: readonly Problem[],
): readonly Problem[] {
  const place = own.locate(['extends']);
  const builtIn = template.file === undefined;
  const identity = builtIn ? ({ code, message }: Problem) => `${code}\0${message}` : positionOf;
  const known = new Set(ofTemplate.map(identity));
  const inExport = found.flatMap((p): readonly Problem[] => {
    const foreign = builtIn ? p.place !== undefined && samePlace(p.place, place) : p.place?.file === template.file;
    if (!foreign) return [p];
    if (p.severity === 'error' && (builtIn || !known.has(identity(p)))) {
      return [problem('template-does-not-fit', { template: templateText(template), detail: p.message }, { place })];
    }
    // What it says of a built-in template alone is not the reader's to improve; of others it is said in their files.
    if (known.has(identity(p))) return [];
    // What stands there is not what could be replaced.
    const { found: _, suggestions, ...rest } = p;
    return [{ ...rest, place }];
  });
  return [...inOrder(inExport), ...(builtIn ? [] : ofTemplate)];
}

const positionOf = ({ code, place }: Problem): string => `${code}\0${place?.line}\0${place?.column}`;

const samePlace = (a: Place, b: Place): boolean =>
  a.file === b.file && a.line === b.line && a.column === b.column && a.path === b.path;
