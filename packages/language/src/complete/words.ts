import { branchesOf, descriptionOf, kindsOf, type Schema, wordsOf } from '@waybill/engine/definition';
import { plain } from '../markdown.ts';
import { modelOf } from '../meaning/model-of.ts';
import { declaredAt } from '../place/schema-at.ts';
import { aggregationFits } from './aggregations.ts';
import type { Asked } from './asked.ts';
import { booleanOffers } from './filters.ts';
import type { Offer } from './offer.ts';
import { fieldNamed } from './paths.ts';
import { timeOffers } from './schedules.ts';

/** Fixed words of the schema that may stand at the path, with what their key says of them. */
export function wordOffers(asked: Asked): Offer[] {
  const { document, path, siblingsOf } = asked;
  const offers = declaredAt(document.kind, path, siblingsOf).flatMap(schema => wordsIn(schema, path));
  const fits = wordsThatFit(asked);
  return offers.filter(({ text }, i) => fits(text) && offers.findIndex(other => other.text === text) === i);
}

function wordsIn(schema: Schema, path: Asked['path']): Offer[] {
  const said = descriptionOf(schema);
  const documentation = said === undefined ? undefined : plain(said);
  const words = wordsOf(schema).map((word): Offer => {
    const text = String(word);
    return {
      kind: 'word',
      // A line break is shown as it is written.
      label: /\p{Cc}/u.test(text) ? JSON.stringify(text) : text,
      text,
      bare: typeof word !== 'string',
      detail: isDefault(text, said) ? 'default' : undefined,
      documentation,
      rank: isDefault(text, said) ? 3 : 4,
    };
  });
  const branches = branchesOf(schema);
  const isBoolean = branches.some(branch => kindsOf(branch).includes('boolean') && kindsOf(branch).length === 1);
  const booleans = isBoolean && words.length === 0 && isPlainBoolean(branches) ? booleanOffers() : [];
  const isTime = path.at(-2) === 'at' && typeof path.at(-1) === 'number' && path[0] === 'schedule';
  return [
    ...words,
    ...booleans.map(offer => ({
      ...offer,
      documentation,
      detail: isDefault(offer.text, said) ? 'default' : undefined,
      rank: 4,
    })),
    ...(isTime ? timeOffers() : []),
  ];
}

/** A value that may be any text or number is no question of yes and no. */
const isPlainBoolean = (branches: readonly Schema[]): boolean =>
  branches.every(branch => kindsOf(branch).every(kind => kind === 'boolean'));

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Descriptions say `csv (default)` or "Default `send`". */
export function isDefault(word: string, description: string | undefined): boolean {
  if (description === undefined) return false;
  const w = escaped(word);
  return new RegExp(`(^|[^\\w-])\`?${w}\`? \\(default\\)|Default:? \`?${w}\`?(?![\\w-])`).test(description);
}

/** What the catalog knows beyond the schema: formats that a model is offered in, dates that it has. */
function wordsThatFit({ document, workspace, models, path, place, around }: Asked): (word: string) => boolean {
  const where = path.join('.');
  const model = () => models.get(modelOf(document, workspace));
  if (where === 'file.format') {
    const formats = model()?.formats;
    return word => formats?.some(format => format === word) ?? true;
  }
  if (where === 'window.by') {
    const known = model();
    // What is incremental is about what changed (D10).
    if (around.textOf(['mode']) === 'incremental') return word => word === 'updated_at';
    return word => !known || (word === 'event_date' ? known.eventDate : known.updatedAt) !== undefined;
  }
  // In the short form there is no room for its values (K3).
  if (document.kind === 'model' && /^(fields|custom|extended)\.[^.]+$/.test(where)) return word => word !== 'enum';
  if (path.at(-1) === 'aggregate' && path.length > 1) {
    const field = fieldNamed(models, modelOf(document, workspace), place.siblings.get('from'), false);
    return word => aggregationFits(word, field);
  }
  return () => true;
}
