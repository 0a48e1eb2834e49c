import { AGGREGATIONS, type Aggregation, type KeyPath } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Place } from '../place/place.ts';
import { surroundingsOf } from '../place/place-at.ts';
import type { Meaning } from './meaning.ts';
import { type Asked, KEYS, VALUES } from './meaning-table.ts';
import { modelAfter, modelOf } from './model-of.ts';

/**
 * What stands, or would stand, at a path of a document; undefined where no names, dates or the like are said, and for
 * the language's own keys and words, which the schema knows.
 *
 * Without a place the path is that of a value. With one it is where the cursor is: in the key of a mapping (`at: 'key'`,
 * the path being the mapping's) the free keys are meant, such as the names below `destinations`. Nothing is
 * parsed: what stands around is found by the same scan as places are.
 */
export function meaningAt(
  document: LanguageDocument,
  path: KeyPath,
  workspace: LanguageWorkspace,
  place?: Place,
): Meaning | undefined {
  if (place?.at === 'key') return keyMeaningAt(document, path, workspace, place);
  return look(VALUES[document.kind], path, new Around(document, path, workspace, place));
}

/** What the free keys of the mapping at a path mean. */
export function keyMeaningAt(
  document: LanguageDocument,
  mapping: KeyPath,
  workspace: LanguageWorkspace,
  place?: Place,
): Meaning | undefined {
  return look(KEYS[document.kind], mapping, new Around(document, [...mapping, ''], workspace, place));
}

type Table = (typeof VALUES)[keyof typeof VALUES];

function look(table: Table, path: KeyPath, asked: Asked): Meaning | undefined {
  return table.find(([matches]) => matches(path))?.[1](asked);
}

/** What stands around a path; each answer is looked for when it is asked. */
class Around implements Asked {
  readonly path: KeyPath;
  readonly #document: LanguageDocument;
  readonly #workspace: LanguageWorkspace;
  readonly #place: Place | undefined;

  constructor(document: LanguageDocument, path: KeyPath, workspace: LanguageWorkspace, place: Place | undefined) {
    this.path = path;
    this.#document = document;
    this.#workspace = workspace;
    this.#place = place;
  }

  own(): string | undefined {
    return modelOf(this.#document, this.#workspace);
  }

  beside(key: string): string | undefined {
    if (this.#place) return this.#place.siblings.get(key);
    // A list's items stand beside the keys of the mapping that holds the list.
    return this.above(
      this.path.findLastIndex(part => typeof part === 'string'),
      key,
    );
  }

  above(length: number, key: string): string | undefined {
    return surroundingsOf(this.#document).textOf([...this.path.slice(0, length), key]);
  }

  people(): string | undefined {
    return this.#workspace.workspace?.audience.model;
  }

  after(model: string | undefined, way: string | undefined): string | undefined {
    return modelAfter(this.#workspace.workspace?.catalog, model, way);
  }

  aggregation(): Aggregation | undefined {
    return AGGREGATIONS.find(word => word === this.beside('aggregate'));
  }
}
