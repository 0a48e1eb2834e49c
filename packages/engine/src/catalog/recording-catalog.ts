import type { Catalog, Model } from './catalog.ts';

/** The same catalog; `touched` fills with the names of the models that were asked for. */
export function recordingCatalog(catalog: Catalog): {
  readonly catalog: Catalog;
  readonly touched: ReadonlySet<string>;
} {
  const touched = new Set<string>();
  const { models } = catalog;
  const recording: ReadonlyMap<string, Model> = {
    get size() {
      return models.size;
    },
    get: name => {
      touched.add(name);
      return models.get(name);
    },
    has: name => models.has(name),
    keys: () => models.keys(),
    values: () => models.values(),
    entries: () => models.entries(),
    forEach: callback => {
      for (const [name, model] of models) callback(model, name, recording);
    },
    [Symbol.iterator]: () => models[Symbol.iterator](),
  };
  return { catalog: { ...catalog, models: recording }, touched };
}
