import { z } from 'zod';
import { type Code, nearest, type ParamsOf, type ProblemDetails } from '../errors/index.ts';
import { expectation, foundWords, verdictOf } from './expectation.ts';
import { BOOLEAN_WORDS, convertText, standIn, wrapped, wrappedMapping } from './meant-values.ts';
import { type KeyPath, type ParsedYaml, pathText } from './parse-yaml.ts';
import {
  branchesOf,
  commonLiteral,
  defOf,
  discriminatingKeys,
  elementOf,
  isOptional,
  kindOf,
  kindsOf,
  recordOf,
  type Schema,
  shapeOf,
  unwrap,
  wordsOf,
} from './schema-shape.ts';

export type Add = <C extends Code>(
  code: C,
  params: ParamsOf<C>,
  path: KeyPath,
  details?: ProblemDetails,
  at?: 'key',
) => void;
type Mapping = Readonly<Record<string, unknown>>;

/** What is special about a file or a part of one. */
export interface ExplainOptions {
  /**
   * Whether the text at a path holds `${env:…}` or `${secret:…}`. Such a value is not looked at: what it will be is
   * known on use only. With `expanded` it has been put in: it may stand for a number, and is never shown.
   */
  readonly isPlaceholder?: (path: KeyPath) => boolean;
  readonly expanded?: boolean;
  /** Where `value` stands in the file. Default: it is the whole file. */
  readonly at?: KeyPath;
}

/** Goes through a value along its schema and reports each mistake at the word where it is. */
export class SchemaWalk {
  readonly #yaml: ParsedYaml;
  readonly #what: string;
  readonly #root: Schema;
  readonly #add: Add;
  readonly #options: ExplainOptions;

  constructor(yaml: ParsedYaml, what: string, root: Schema, add: Add, options: ExplainOptions) {
    this.#options = options;
    this.#yaml = yaml;
    this.#what = what;
    this.#root = root;
    this.#add = add;
  }

  #where(path: KeyPath): string {
    return path.length === 0 ? this.#what : `\`${pathText(path)}\``;
  }

  /** Reports what is wrong below `path`; gives the value with numbers turned to text where only text is meant. */
  visit(schema: Schema, value: unknown, path: KeyPath): unknown {
    if (value === null || value === undefined) {
      this.#nothing(schema, path);
      return value;
    }
    const branches = branchesOf(schema);
    const kind = kindOf(value);
    if (typeof value === 'string' && this.#options.isPlaceholder?.(path)) {
      if (!this.#options.expanded) return standIn(branches, value);
      const meant = convertText(branches, value);
      if (meant !== value) return this.visit(schema, meant, path);
    }
    const fitting = branches.filter(branch => kindsOf(branch).includes(kind));
    if (fitting.length === 0) {
      // `name: 2026` means the text; a number that a double cannot hold is text already.
      if (kind === 'number' && branches.some(branch => kindsOf(branch).includes('text'))) {
        return this.visit(schema, String(value), path);
      }
      this.#wrongType(schema, value, path);
      return value;
    }
    if (kind === 'mapping') {
      const meant = wrappedMapping(schema, value as Mapping);
      if (meant === undefined) return this.#mapping(fitting, value as Mapping, path);
      const expected = `\`${meant}\``;
      // The place of what stands under a key is that key, which a suggestion must not take the place of.
      const suggestions = typeof path.at(-1) === 'number' ? { suggestions: [meant] } : {};
      this.#add('wrong-type', { found: foundWords(value), expected }, path, { expected, ...suggestions });
      return value;
    }
    if (kind === 'list') {
      if ((value as unknown[]).length === 0) this.#emptyList(fitting, path);
      const element = fitting.map(elementOf).find(e => e !== undefined);
      return element ? (value as unknown[]).map((item, i) => this.visit(element, item, [...path, i])) : value;
    }
    this.#scalar(schema, fitting, value as string | number | boolean, path);
    return value;
  }

  #nothing(schema: Schema, path: KeyPath): void {
    const key = path.at(-1);
    const expected = expectation(schema);
    if (typeof key !== 'string') {
      this.#add('wrong-type', { found: 'nothing', expected }, path, { expected });
      return;
    }
    const { text, document } = this.#yaml;
    const start = offsetOf(text, this.#yaml.locate(path, 'key'));
    const comment = /^[^\n]*?:[ \t]+(#[^\s#][^\n\r]*)/.exec(text.slice(start))?.[1]?.trimEnd();
    const details = { found: '', expected };
    // An incomplete document has no contents to speak of; the key is all there is to point at.
    if (document.contents) {
      this.#add('no-value', { key, expected, ...(comment === undefined ? {} : { comment }) }, path, details, 'key');
    }
  }

  #wrongType(schema: Schema, value: unknown, path: KeyPath): void {
    const expected = expectation(schema);
    const kind = kindOf(value);
    const suggestions: string[] = [];
    const kinds = branchesOf(schema).flatMap(kindsOf);
    if (typeof value === 'string') {
      const boolean = BOOLEAN_WORDS[value.toLowerCase()];
      if (boolean !== undefined && kinds.includes('boolean')) suggestions.push(boolean);
      else if (kinds.includes('number') && value.trim() !== '') {
        const number = Number(value);
        if (Number.isFinite(number) && z.safeParse(schema as z.ZodType, number).success)
          suggestions.push(String(number));
      }
    }
    if (suggestions.length === 0) suggestions.push(...wrapped(schema, value));
    const words = wordsOf(schema);
    if (suggestions.length === 0 && kind !== 'list' && kind !== 'mapping' && words.length > 0) {
      suggestions.push(...nearest(String(value), words.map(String)));
    }
    const scalar = kind !== 'list' && kind !== 'mapping';
    this.#add('wrong-type', { found: foundWords(value), expected }, path, {
      ...(scalar ? { found: String(value) } : {}),
      expected,
      ...(suggestions.length > 0 ? { suggestions } : {}),
    });
  }

  /** Told here, since of a list inside a union zod says only that the whole of it does not fit. */
  #emptyList(lists: readonly Schema[], path: KeyPath): void {
    const results = lists.map(list => z.safeParse(list as z.ZodType, []));
    const issue = results.find(({ success }) => !success)?.error?.issues[0];
    if (issue === undefined || results.some(({ success }) => success)) return;
    const found = foundWords([]);
    this.#add('wrong-value', { found, ...verdictOf(issue, undefined, found) }, path);
  }

  #scalar(schema: Schema, fitting: readonly Schema[], value: string | number | boolean, path: KeyPath): void {
    const results = fitting.map(branch => ({ branch, result: z.safeParse(branch as z.ZodType, value) }));
    if (results.some(({ result }) => result.success)) return;
    const free = results.find(({ branch }) => defOf(branch).type === 'string' || defOf(branch).type === 'number');
    const words = wordsOf(schema).map(String);
    const found = foundWords(value);
    const issue = free?.result.success === false ? free.result.error.issues[0] : undefined;
    const verdict = issue ? verdictOf(issue, schema, found) : { expected: expectation(schema) };
    // A word with a line break in it cannot be shown as it would be written.
    const suggestions = [...offeredBy(issue), ...nearest(String(value), words)].filter(word => !/\p{Cc}/u.test(word));
    if (suggestions.length === 0 && !free) suggestions.push(...wrapped(schema, value));
    this.#add('wrong-value', { found, ...verdict }, path, {
      found: String(value),
      expected: verdict.expected,
      ...(suggestions.length > 0 ? { suggestions } : {}),
    });
  }

  #mapping(branches: readonly Schema[], value: Mapping, path: KeyPath): unknown {
    const record = branches.length === 1 ? recordOf(branches[0] as Schema) : undefined;
    if (record) return this.#record(record, value, path);
    const objects = branches.filter(branch => shapeOf(branch));
    if (objects.length === 0) return value;
    const chosen = objects.length === 1 ? objects[0] : this.#choose(objects, value, path);
    return chosen ? this.#object(shapeOf(chosen) ?? {}, value, path) : value;
  }

  #record(record: { readonly key: Schema; readonly value: Schema }, value: Mapping, path: KeyPath): unknown {
    const entries = Object.entries(value).map(([key, item]) => {
      const at = [...path, key];
      const result = z.safeParse(record.key as z.ZodType, key);
      if (!result.success && result.error.issues[0]) {
        const found = foundWords(key);
        const verdict = verdictOf(result.error.issues[0], record.key, found);
        this.#add('wrong-value', { found, ...verdict }, at, { found: key, expected: verdict.expected }, 'key');
      }
      return [key, this.visit(record.value, item, at)] as const;
    });
    return Object.fromEntries(entries);
  }

  /** The branch that the author meant, told by the keys that are there; says so where nothing tells it. */
  #choose(objects: readonly Schema[], value: Mapping, path: KeyPath): Schema | undefined {
    const shapes = objects.map(schema => shapeOf(schema) ?? {});
    const literal = commonLiteral(shapes);
    if (literal !== undefined) return this.#chooseByWord(literal, objects, shapes, value, path);
    const telling = discriminatingKeys(objects);
    const present = telling.filter(key => key in value);
    if (present.length > 1 && !shapes.some(shape => present.every(key => key in shape))) {
      const keys = present.slice(0, 2) as [string, string];
      this.#add(
        'not-allowed-together',
        { keys, where: this.#where(path) },
        [...path, keys[1]],
        { found: keys[1] },
        'key',
      );
      return undefined;
    }
    if (present.length === 0) {
      const known = new Set(shapes.flatMap(Object.keys));
      const slips = Object.keys(value).filter(key => !known.has(key));
      const slip = slips.find(key => nearest(key, telling).length > 0) ?? (slips.length === 1 ? slips[0] : undefined);
      if (slip !== undefined) this.#unknownKey(slip, telling, path);
      else
        this.#add('missing-choice', { keys: telling, where: this.#where(path) }, path, {
          expected: telling.join(', '),
        });
      return undefined;
    }
    const score = (shape: Readonly<Record<string, Schema>>) =>
      present.filter(key => key in shape).length * 100 +
      Object.keys(value).filter(key => key in shape).length -
      Object.keys(shape).filter(key => !isOptional(shape[key] as Schema) && !(key in value)).length;
    return [...objects].sort((a, b) => score(shapeOf(b) ?? {}) - score(shapeOf(a) ?? {}))[0];
  }

  #chooseByWord(
    key: string,
    objects: readonly Schema[],
    shapes: readonly Readonly<Record<string, Schema>>[],
    value: Mapping,
    path: KeyPath,
  ): Schema | undefined {
    const words = shapes.map(shape => wordsOf(shape[key] as Schema).map(String));
    const said = value[key];
    const index = words.findIndex(list => list.includes(String(said)));
    if (index >= 0) return objects[index];
    const all = words.flat();
    const expected = `one of ${all.join(', ')}`;
    if (said === undefined) {
      const slip = Object.keys(value).find(k => nearest(k, [key]).length > 0 && !shapes.some(shape => k in shape));
      if (slip !== undefined) this.#unknownKey(slip, [key], path);
      else
        this.#add('missing-key', { key, where: this.#where(path), meaning: `It is ${expected}.` }, path, {
          expected: key,
        });
    } else if (said === null) this.#add('no-value', { key, expected }, [...path, key], { expected }, 'key');
    else {
      const found = foundWords(said);
      const suggestions = nearest(String(said), all);
      const details = { found: String(said), expected, ...(suggestions.length > 0 ? { suggestions } : {}) };
      this.#add('wrong-value', { found, expected }, [...path, key], details);
    }
    return undefined;
  }

  #object(shape: Readonly<Record<string, Schema>>, value: Mapping, path: KeyPath): unknown {
    const known = Object.keys(shape);
    const unknown = Object.keys(value).filter(key => !(key in shape));
    const missing = known.filter(key => !(key in value) && !isOptional(shape[key] as Schema));
    for (const key of unknown) {
      const free = known.filter(k => !(k in value));
      const [nearestMissing] = nearest(key, missing);
      this.#unknownKey(key, free.length > 0 ? free : known, path, known);
      // A key that is there under a wrong name is not missing as well.
      if (nearestMissing !== undefined) missing.splice(missing.indexOf(nearestMissing), 1);
    }
    for (const key of missing) {
      const meaning = z.globalRegistry.get(shape[key] as z.ZodType)?.description;
      const params = { key, where: this.#where(path), ...(meaning === undefined ? {} : { meaning }) };
      this.#add('missing-key', params, path, { expected: key });
    }
    const entries = Object.entries(value).map(([key, item]) => {
      const schema = shape[key];
      return [key, schema === undefined ? item : this.visit(schema, item, [...path, key])] as const;
    });
    return Object.fromEntries(entries);
  }

  #unknownKey(key: string, candidates: readonly string[], path: KeyPath, known = candidates): void {
    const belongs = path.length === 0 ? homeOf(key, this.#root) : undefined;
    const suggestions = belongs === undefined ? nearest(key, candidates) : [];
    const params = { key, where: this.#where(path), known, ...(belongs === undefined ? {} : { belongs }) };
    const details = { found: key, expected: known.join(', '), ...(suggestions.length > 0 ? { suggestions } : {}) };
    this.#add('unknown-key', params, [...path, key], details, 'key');
  }
}

/** The key of the file under which `key` would be right. */
function homeOf(key: string, root: Schema): string | undefined {
  const shape = shapeOf(unwrap(root)) ?? {};
  return Object.keys(shape).find(parent =>
    branchesOf(shape[parent] as Schema).some(branch => key in (shapeOf(branch) ?? {})),
  );
}

function offsetOf(text: string, place: { readonly line?: number; readonly column?: number }): number {
  let offset = 0;
  for (let line = 1; line < (place.line ?? 1); line++) offset = text.indexOf('\n', offset) + 1;
  return offset + (place.column ?? 1) - 1;
}

/** What a check of the schema's own says is nearest. */
function offeredBy(issue: z.core.$ZodIssue | undefined): readonly string[] {
  const offered: unknown = issue?.code === 'custom' ? issue.params?.suggestions : undefined;
  return Array.isArray(offered) ? offered.filter(word => typeof word === 'string') : [];
}
