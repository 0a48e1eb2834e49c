import { type KeyPath, type ParsedYaml, pathText } from '../definition/parse-yaml.ts';
import type { Place } from '../errors/index.ts';

/** Where a value of a merged document comes from. */
export interface Origin {
  readonly yaml: ParsedYaml;
  readonly path: KeyPath;
  /** Keys and positions below it that come from elsewhere; all others lie below `path`. */
  readonly parts?: ReadonlyMap<string | number, Origin>;
  /** Whose it is, when it is not the document's own: `sales@2`. */
  readonly of?: string | undefined;
}

/** A value and where it comes from. */
export interface Piece {
  readonly value: unknown;
  readonly origin: Origin;
}

/** What stands at a path of a document. */
export const piece = (source: Omit<Origin, 'path' | 'parts'>, path: KeyPath, value: unknown): Piece => ({
  value,
  origin: { ...source, path },
});

/** A list of pieces; `origin` is the place of the list itself. */
export const listOf = (origin: Origin, items: readonly Piece[]): Piece => ({
  value: items.map(item => item.value),
  origin: { ...origin, parts: new Map(items.map((item, i) => [i, item.origin])) },
});

/** A mapping of pieces; `origin` is the place of the mapping itself. */
export const mapOf = (origin: Origin, entries: ReadonlyMap<string, Piece>): Piece => ({
  value: Object.fromEntries([...entries].map(([key, { value }]) => [key, value])),
  origin: { ...origin, parts: new Map([...entries].map(([key, entry]) => [key, entry.origin])) },
});

/**
 * A merged document that is read like one that somebody wrote: its value is the merged one, and every place leads to
 * the file where that part of it stands.
 */
export function mergedYaml({ value, origin }: Piece, own: ParsedYaml): ParsedYaml {
  const follow = (path: KeyPath): Origin => {
    let at = origin;
    for (const [i, part] of path.entries()) {
      const next = at.parts?.get(part);
      if (!next) return { ...at, path: [...at.path, ...path.slice(i)] };
      at = next;
    }
    return at;
  };
  return {
    ...own,
    value,
    nodeAt: path => {
      const { yaml, path: there } = follow(path);
      return yaml.nodeAt(there);
    },
    locate: (path, what) => {
      const { yaml, path: there } = follow(path);
      return yaml.locate(there, what);
    },
    locateInside: (path, from, to, what) => {
      const { yaml, path: there } = follow(path);
      return yaml.locateInside(there, from, to, what);
    },
    called: path => {
      const { path: there, of } = follow(path);
      return `\`${pathText(there)}\`${of === undefined ? '' : ` of ${of}`}`;
    },
  };
}

/** A document that nobody can open or edit: whatever is said of it is said at one place elsewhere. */
export const placedAt = (yaml: ParsedYaml, place: Place): ParsedYaml => ({
  ...yaml,
  locate: () => place,
  locateInside: () => place,
  placeAt: () => place,
});
