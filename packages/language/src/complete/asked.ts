import type { KeyPath } from '@waybill/engine/definition';
import { parseZone } from '@waybill/engine/time';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { topLevel } from '../meaning/top-level.ts';
import type { Place } from '../place/place.ts';
import { type Surroundings, surroundingsOf } from '../place/place-at.ts';
import type { SiblingsOf } from '../place/schema-at.ts';
import { Models } from './models.ts';

/** What every part of a completion is worked out from. */
export interface Asked {
  readonly document: LanguageDocument;
  readonly workspace: LanguageWorkspace;
  readonly place: Place;
  /** Path of the value that is asked for; differs from the place's where an item or a key is still to come. */
  readonly path: KeyPath;
  readonly around: Surroundings;
  /** Keys of mappings, without the one that is being written. */
  readonly siblingsOf: SiblingsOf;
  readonly models: Models;
  /** Zone in which dates are counted: the document's own, or the brand's. */
  readonly zone: string;
}

export function askedAt(document: LanguageDocument, place: Place, workspace: LanguageWorkspace): Asked {
  const around = surroundingsOf(document);
  const own = JSON.stringify(place.path);
  const siblingsOf: SiblingsOf = path =>
    place.at === 'key' && path.length === place.path.length && JSON.stringify(path) === own
      ? place.siblings
      : around.siblingsOf(path);
  return {
    document,
    workspace,
    place,
    path: place.path,
    around,
    siblingsOf,
    models: new Models(document, workspace),
    zone: zoneOf(document, workspace),
  };
}

function zoneOf(document: LanguageDocument, { workspace }: LanguageWorkspace): string {
  const written = document.kind === 'workspace' ? undefined : topLevel(document).get('timezone');
  const zone = written === undefined ? undefined : parseZone(written);
  return zone?.ok ? zone.value : (workspace?.brandZone ?? 'UTC');
}

/** Where a list or a mapping begins, a value is asked for that does not stand at the place itself. */
export const at = (asked: Asked, path: KeyPath): Asked => ({ ...asked, path });
