import { type Catalog, resolveField } from '@waybill/engine/catalog';
import { operatorInWords, operatorNote } from '@waybill/engine/definition';
import { isDateExpression, renderStrftime } from '@waybill/engine/time';
import { placeholdersIn } from '@waybill/engine/workspace';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { code, paragraphs, plain, someOf } from '../markdown.ts';
import type { Meaning } from '../meaning/meaning.ts';
import { modelOf } from '../meaning/model-of.ts';
import type { NamedSegment } from '../meaning/segments.ts';
import { fileNameWords } from './file-name-words.ts';
import { zoneOf } from './said.ts';
import { dateWords, durationWords, formatWords, zoneWords } from './time-words.ts';

/** What a value means that names nothing of the workspace; undefined where its key says all there is. */
export function valueWords(
  meaning: Meaning,
  text: string,
  document: LanguageDocument,
  workspace: LanguageWorkspace,
): string | undefined {
  const catalog = workspace.workspace?.catalog;
  switch (meaning.kind) {
    case 'date':
      return dateWords(text, document, workspace);
    case 'duration':
      return durationWords(text);
    case 'zone':
      return zoneWords(text, workspace);
    case 'strftime':
      return meaning.use === 'name' ? fileNameWords(text, document, workspace) : formatWords(text, document, workspace);
    case 'filter-value':
      if (isDateExpression(text)) return dateWords(text, document, workspace);
      return enumValueWords(catalog, meaning.model, meaning.attribute, text) ?? dateWords(text, document, workspace);
    case 'field-value':
      return enumValueWords(catalog, meaning.model, meaning.field, text);
    case 'segment':
    case 'group':
      return `The ${meaning.kind} **${plain(text)}**: the database says who is in it on the day of the run.`;
    case 'secret':
      return placeholderWords(text);
    default:
      return undefined;
  }
}

/** Where what stands for a placeholder comes from; what it is is never asked. */
function placeholderWords(text: string): string | undefined {
  const words = placeholdersIn(text).flatMap(({ kind, name }) => {
    if (kind === 'env') return [`Put in when it is used, from the environment variable ${code(name)}.`];
    return kind === 'secret' ? [`Put in when it is used: the secret ${code(name)}.`] : [];
  });
  return words.length === 0 ? undefined : words.join(' ');
}

/** A stored value of an enum with its label. */
function enumValueWords(
  catalog: Catalog | undefined,
  from: string | undefined,
  path: string | undefined,
  value: string,
): string | undefined {
  const model = from === undefined ? undefined : catalog?.models.get(from);
  const found = catalog && model && path !== undefined ? resolveField(catalog, model, path, { many: true }) : undefined;
  if (!found?.ok || !found.value.field.values) return undefined;
  const { field } = found.value;
  const label = field.values?.get(value);
  return label === undefined ? undefined : `${code(value)}: **${plain(label)}**, a value of ${plain(field.label)}`;
}

const DATE_PART_FORMATS: Readonly<Record<string, string>> = {
  hour: '%Y-%m-%dT%H',
  day: '%F',
  week: '%G-W%V',
  month: '%Y-%m',
  quarter: '%Y-Q%q',
  year: '%Y',
};

/** Words of the language inside a path or a filter. */
export function wordWords(
  segment: NamedSegment,
  meaning: Meaning,
  document: LanguageDocument,
  workspace: LanguageWorkspace,
): string | undefined {
  const { text, word } = segment;
  switch (word) {
    case 'all': {
      const model = modelOf(document, workspace);
      const fields = model === undefined ? undefined : workspace.workspace?.catalog.models.get(model)?.fields;
      const listed = fields ? `: ${someOf([...fields.keys()].map(code), 12)}` : '';
      return `Every standard field of the model, in its order${listed}. Custom and extended fields are named by themselves.`;
    }
    case 'group':
      return text === 'custom'
        ? 'Custom fields of the model, which are offered with it only.'
        : 'Extended fields of the model, which can be reached from every model that relates to it.';
    case 'date-part': {
      const now = workspace.now.toZonedDateTimeISO(zoneOf(document, workspace));
      const format = DATE_PART_FORMATS[text];
      return `The date cut to its ${text}${format === undefined ? '' : `; now ${code(renderStrftime(format, now))}`}`;
    }
    case 'operator': {
      const attribute = meaning.kind === 'operator' ? meaning.attribute : undefined;
      const note = operatorNote(text);
      return paragraphs(
        `**${attribute === undefined ? '' : `${plain(attribute)} `}${plain(operatorInWords(text))}** …`,
        note === undefined ? undefined : note,
      );
    }
    default:
      return undefined;
  }
}
