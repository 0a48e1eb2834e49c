import {
  branchesOf,
  commonLiteral,
  descriptionOf,
  elementOf,
  expectation,
  isOptional,
  kindsOf,
  recordOf,
  type Schema,
  shapeOf,
  wordsOf,
} from '@waybill/engine/definition';
import { plain } from '../markdown.ts';
import { keyMeaningAt, meaningAt } from '../meaning/meaning-at.ts';
import { schemasAt } from '../place/schema-at.ts';
import { type Asked, at } from './asked.ts';
import { columnOffers } from './columns.ts';
import { valuesOf } from './filters.ts';
import { isChoice, isNeeded, mayStand } from './key-rules.ts';
import type { Offer } from './offer.ts';
import { fieldNamed, pathOffers } from './paths.ts';
import { quotedValue } from './quoting.ts';

/** A key of a mapping, and what may stand under it. */
export interface KeyOffer {
  readonly key: string;
  readonly schemas: readonly Schema[];
  /** 1: the schema or the engine needs it. 2: it says which way of writing is meant. 5: it may be left out. */
  readonly rank: number;
}

/** Keys that may still stand in the mapping at the path; required ones first, in the order of the canonical form. */
export function keysAt(asked: Asked): readonly KeyOffer[] {
  const { document, path, siblingsOf } = asked;
  const siblings = siblingsOf(path) ?? new Map<string, string | undefined>();
  const shapes = schemasAt(document.kind, path, siblingsOf)
    .map(shapeOf)
    .filter(shape => shape !== undefined);
  const keys = [...new Set(shapes.flatMap(Object.keys))];
  // Before `type: sftp` is said, what SFTP needs is not needed.
  const isOpen = shapes.length > 1 && commonLiteral(shapes) !== undefined;
  return keys
    .filter(key => !siblings.has(key) && mayStand(asked, key, siblings))
    .map(key => {
      const schemas = shapes.flatMap(shape => shape[key] ?? []);
      const required = schemas.filter(schema => !isOptional(schema)).length;
      const everywhere = required === shapes.length || isNeeded(asked, key, siblings);
      return { key, schemas, rank: everywhere ? 1 : (required > 0 && !isOpen) || isChoice(asked, key) ? 2 : 5 };
    });
}

/** What may stand under a key: `text`, `one of csv, psv …`. */
export const formOf = ({ schemas }: KeyOffer): string => [...new Set(schemas.map(expectation))].join(', or ');

/** What the description of a key says, and what may stand under it. */
export function keyDocumentation(offer: KeyOffer): string {
  const said = offer.schemas.map(descriptionOf).find(description => description !== undefined);
  const needed = offer.rank === 1 ? ' Required.' : '';
  return [...(said === undefined ? [] : [plain(said)]), `Write ${plain(formOf(offer))}.${needed}`].join('\n\n');
}

/** How what stands under a key is written. */
type Shape = 'fixed' | 'text' | 'mapping' | 'list';

/** The way that people mostly write it: text where any text may stand; else a mapping, then a list, then a word. */
export function shapeUnder(schemas: readonly Schema[]): Shape {
  const branches = schemas.flatMap(branchesOf);
  const isFree = (branch: Schema) =>
    wordsOf(branch).length === 0 && kindsOf(branch).some(kind => kind === 'text' || kind === 'number');
  const words = branches.flatMap(wordsOf);
  if (branches.length === 1 && words.length === 1) return 'fixed';
  if (branches.some(isFree)) return 'text';
  if (branches.some(branch => shapeOf(branch) || recordOf(branch))) return 'mapping';
  return branches.some(branch => elementOf(branch)) ? 'list' : 'text';
}

/** A key with what follows it: YAML with the places of a snippet, its further lines indented from the key's column. */
export function keyYaml(asked: Asked, offer: KeyOffer, flow: boolean, pad: string): string {
  const { key, schemas } = offer;
  switch (shapeUnder(schemas)) {
    case 'fixed':
      return `${key}: ${quotedWord(schemas, flow)}`;
    case 'mapping':
      return flow ? `${key}: {$1}` : `${key}:\n${pad}  $0`;
    case 'list':
      return flow || isShortList(at(asked, [...asked.path, key]), schemas) ? `${key}: [$1]` : `${key}:\n${pad}  - $0`;
    default:
      return `${key}: `;
  }
}

function quotedWord(schemas: readonly Schema[], flow: boolean): string {
  const [word] = schemas.flatMap(wordsOf);
  return quotedValue({ text: String(word), bare: typeof word !== 'string' }, flow);
}

/** Lists of words and numbers stand on one line. */
function isShortList(asked: Asked, schemas: readonly Schema[]): boolean {
  const elements = schemas
    .flatMap(branchesOf)
    .flatMap(branch => elementOf(branch) ?? [])
    .flatMap(branchesOf);
  const names = meaningAt(asked.document, [...asked.path, 0], asked.workspace);
  return names === undefined && elements.length > 0 && elements.every(branch => !shapeOf(branch));
}

/** Whether choices follow: asking again is then worth it. */
export function hasChoices(asked: Asked, { key, schemas }: KeyOffer): boolean {
  const shape = shapeUnder(schemas);
  if (shape === 'fixed') return false;
  if (shape !== 'text') return true;
  if (schemas.some(schema => branchesOf(schema).some(b => wordsOf(b).length > 0 || kindsOf(b).includes('boolean')))) {
    return true;
  }
  const meaning = meaningAt(asked.document, [...asked.path, key], asked.workspace);
  return key === 'to' || (meaning !== undefined && !['table', 'database-column', 'sql'].includes(meaning.kind));
}

/** Free keys that name something: fields of `match`, values of `replace`, columns of `checks.nulls`. */
export function freeKeyOffers(asked: Asked): Offer[] {
  const { document, path, workspace, place, models } = asked;
  const meaning = keyMeaningAt(document, path, workspace, place);
  const taken = asked.siblingsOf(path);
  const offers = ((): Offer[] => {
    switch (meaning?.kind) {
      case 'field':
        return pathOffers(asked, { ...meaning });
      case 'column':
        return columnOffers(asked, meaning.of, false);
      case 'field-value': {
        const field = fieldNamed(models, meaning.model, meaning.field, false);
        return field?.values || field?.type === 'boolean' ? valuesOf(asked, field, meaning.model) : [];
      }
      default:
        return [];
    }
  })();
  return offers.filter(({ text }) => !taken?.has(text));
}
