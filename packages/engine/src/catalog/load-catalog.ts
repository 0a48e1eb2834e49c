import { resolve } from 'node:path';
import { type Parsed, parseModel } from '../definition/parse-definition.ts';
import { type Problem, problem } from '../errors/index.ts';
import { buildModel } from './build-model.ts';
import type { Catalog, Model } from './catalog.ts';
import type { ModelDefinition } from './schema.ts';

/** One `*.model.yaml`; its text is read when the model is first asked for. */
export interface ModelFile {
  /** Path as the user names it. */
  readonly file: string;
  readonly read: () => string;
}

/** A catalog that reads a model when it is first asked for: one export needs a few of what may be hundreds. */
export interface LoadedCatalog extends Catalog {
  /** What is wrong inside the file of a model that was asked for; reads it if need be. */
  problemsOf(model: string): readonly Problem[];
  /** What is wrong inside the files that were read so far. */
  problemsSoFar(): readonly Problem[];
  /** Model files that could not be read or name a model that another file has; reads all. */
  fileProblems(): readonly Problem[];
  /** The model that a file declares, or would by its name; undefined for a file that is not of the catalog. */
  nameOf(file: string): string | undefined;
  /** The parsed file of a model, for those who need places in it. */
  parsed(model: string): Parsed<ModelDefinition> | undefined;
}

interface Entry {
  readonly parsed: Parsed<ModelDefinition>;
  readonly model: Model | undefined;
  readonly problems: readonly Problem[];
}

/** Model files by the models they name. Text is scanned for `model:` only; parsing waits until a model is wanted. */
class ModelFiles {
  readonly #files: readonly ModelFile[];
  readonly #texts = new Map<string, string>();
  /** Model → files that name it; complete once all were scanned. */
  #index: ReadonlyMap<string, readonly ModelFile[]> | undefined;
  readonly unreadable: Problem[] = [];

  constructor(files: readonly ModelFile[]) {
    this.#files = files;
  }

  text(file: ModelFile): string {
    const known = this.#texts.get(file.file);
    if (known !== undefined) return known;
    let text = '';
    try {
      text = file.read();
    } catch (error) {
      const detail = (error as NodeJS.ErrnoException).code ?? String(error);
      this.unreadable.push(problem('model-unreadable', { file: file.file, detail }, { place: { file: file.file } }));
    }
    this.#texts.set(file.file, text);
    return text;
  }

  /** Files are usually named for their model: then no other file is read to find it. */
  fileOf(model: string): ModelFile | undefined {
    if (!this.#index) {
      const named = this.#files.find(file => fileStem(file.file) === model);
      if (named && modelNameIn(this.text(named)) === model) return named;
    }
    return this.index().get(model)?.[0];
  }

  nameOf(path: string): string | undefined {
    const file = this.#files.find(one => resolve(one.file) === resolve(path));
    return file && (modelNameIn(this.text(file)) ?? fileStem(file.file));
  }

  index(): ReadonlyMap<string, readonly ModelFile[]> {
    if (this.#index) return this.#index;
    const index = new Map<string, ModelFile[]>();
    for (const file of this.#files) {
      const name = modelNameIn(this.text(file)) ?? fileStem(file.file);
      const files = index.get(name);
      if (files) files.push(file);
      else index.set(name, [file]);
    }
    this.#index = index;
    return index;
  }
}

const fileStem = (file: string): string => (file.split(/[/\\]/).at(-1) ?? '').replace(/\.model\.yaml$/, '');

/** The value of the top-level key `model`, without parsing the file. */
function modelNameIn(text: string): string | undefined {
  const [, plain, double, single] =
    /^model:[ \t]+(?:([^\s"'#][^\s#]*)|"([^"\\\n]*)"|'([^'\n]*)')[ \t]*(?:#.*)?$/m.exec(text) ?? [];
  return plain ?? double ?? single;
}

/** Makes the catalog of a workspace from its model files (K1, K3). `sources` are the names of the workspace's sources. */
export function loadCatalog(files: readonly ModelFile[], sources: readonly string[]): LoadedCatalog {
  const byName = new ModelFiles(files);
  const entries = new Map<string, Entry | undefined>();
  const onlySource = sources.length === 1 ? sources[0] : undefined;

  const entry = (name: string): Entry | undefined => {
    if (entries.has(name)) return entries.get(name);
    const file = byName.fileOf(name);
    const loaded = file && loadModel(byName.text(file), file.file, onlySource);
    entries.set(name, loaded);
    return loaded;
  };
  const models = new LazyModels(
    name => entry(name)?.model,
    () => [...byName.index().keys()],
  );
  return {
    models,
    sources,
    nameOf: file => byName.nameOf(file),
    parsed: name => entry(name)?.parsed,
    problemsOf: name => entry(name)?.problems ?? [],
    problemsSoFar: () => [...entries.values()].flatMap(e => e?.problems ?? []),
    fileProblems: () => {
      const problems: Problem[] = [];
      for (const [name, [first, ...others]] of byName.index()) {
        for (const other of others) {
          const { yaml } = parseModel(byName.text(other), other.file);
          const params = { model: name, other: first?.file ?? '' };
          problems.push(problem('duplicate-model', params, { place: yaml.locate(['model']), found: name }));
        }
      }
      return [...byName.unreadable, ...problems];
    },
  };
}

function loadModel(text: string, file: string, onlySource: string | undefined): Entry {
  const parsed = parseModel(text, file);
  const { value } = parsed;
  if (value === undefined) return { parsed, model: undefined, problems: parsed.problems };
  const { model, problems } = buildModel({ ...parsed, value }, onlySource);
  return { parsed, model, problems: [...parsed.problems, ...problems] };
}

/** Models by name, read when asked for; going through all of them reads all. A model whose file is broken is left out. */
class LazyModels implements ReadonlyMap<string, Model> {
  readonly #get: (name: string) => Model | undefined;
  readonly #names: () => readonly string[];

  constructor(get: (name: string) => Model | undefined, names: () => readonly string[]) {
    this.#get = get;
    this.#names = names;
  }

  get(name: string): Model | undefined {
    return this.#get(name);
  }

  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  get size(): number {
    return this.#names().length;
  }

  forEach(callback: (model: Model, name: string, map: ReadonlyMap<string, Model>) => void): void {
    for (const [name, model] of this) callback(model, name, this);
  }

  /** Names of all models, also of those whose file is broken; reads no model. */
  keys(): MapIterator<string> {
    return this.#names()[Symbol.iterator]() as MapIterator<string>;
  }

  *values(): MapIterator<Model> {
    for (const [, model] of this) yield model;
  }

  *entries(): MapIterator<[string, Model]> {
    for (const name of this.#names()) {
      const model = this.#get(name);
      if (model) yield [name, model];
    }
  }

  [Symbol.iterator](): MapIterator<[string, Model]> {
    return this.entries();
  }
}
