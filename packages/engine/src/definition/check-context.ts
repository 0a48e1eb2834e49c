import type { Catalog } from '../catalog/catalog.ts';
import type { PathFailure } from '../catalog/follow-path.ts';
import { type Code, type ParamsOf, type Problem, type ProblemDetails, problem } from '../errors/index.ts';
import type { LocalProblem } from '../time/checked.ts';
import { type KeyPath, type ParsedYaml, pathText } from './parse-yaml.ts';

/** Collects problems and puts each at its word. */
export class Checks {
  readonly yaml: ParsedYaml;
  readonly catalog: Catalog;
  readonly problems: Problem[] = [];
  /** What the file is called in messages. */
  readonly what: string;

  constructor(yaml: ParsedYaml, catalog: Catalog, what = 'the export') {
    this.yaml = yaml;
    this.catalog = catalog;
    this.what = what;
  }

  /** A problem at a value, or with `key` at its key. An empty list of suggestions is left out. */
  add<C extends Code>(code: C, params: ParamsOf<C>, path: KeyPath, details: ProblemDetails = {}, at?: 'key'): void {
    const { suggestions, ...rest } = details;
    const place = this.yaml.locate(path, at ?? 'value');
    this.problems.push(problem(code, params, { place, ...rest, ...(suggestions?.length ? { suggestions } : {}) }));
  }

  /** What a checker of one value found, at the value's place in the file. */
  local(path: KeyPath, found: readonly LocalProblem[]): void {
    for (const { problem, path: below, span } of found) {
      const at = this.exists([...path, ...below]) ? [...path, ...below] : path;
      const place =
        span === undefined ? this.yaml.locate(at) : this.yaml.locateInside(at, span.offset, span.offset + span.length);
      this.problems.push({ ...problem, place });
    }
  }

  /** A path that leads nowhere, at the segment where it does. */
  failure(path: KeyPath, failure: PathFailure): void {
    this.local(path, [failure]);
  }

  /** Whether something stands at a path of the file. */
  exists(path: KeyPath): boolean {
    let at: unknown = this.yaml.value;
    for (const part of path) {
      if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return false;
      at = (at as Record<string | number, unknown>)[part];
    }
    return true;
  }

  where(path: KeyPath): string {
    return path.length === 0 ? this.what : (this.yaml.called?.(path) ?? `\`${pathText(path)}\``);
  }
}
