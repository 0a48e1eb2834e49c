import type { Block } from '../../../blocks/block-kit.ts';
import { actions, button, context } from '../../../blocks/build.ts';
import { escaped } from '../../../blocks/text.ts';
import type { Catalog } from '../catalog.ts';
import type { CreateDraft } from '../create-draft.ts';
import type { DraftState, FileChoice } from '../draft-state.ts';
import { defined, said, textIn } from '../form.ts';
import type { InnerModal } from '../inner.ts';
import { type Choice, radioInput, selectInput, textInput } from '../inputs.ts';
import { parsePath, restOf } from '../problem-path.ts';
import { type Shown, type Step, typedText, wb } from '../step.ts';
import { itemValue } from './field-list.ts';

export const FILE = {
  format: wb('file:format'),
  profile: wb('file:profile'),
  archive: wb('file:archive'),
  delimiter: wb('csv:delimiter'),
  otherDelimiter: wb('csv:other-delimiter'),
  enclosure: wb('csv:enclosure'),
  newline: wb('csv:newline'),
  header: wb('csv:header'),
  quote: wb('csv:quote'),
  encoding: wb('csv:encoding'),
  null: wb('csv:null'),
  guard: wb('csv:guard'),
} as const;

const TEMPLATE = 'default';

const FORMATS: readonly Choice[] = [
  ['csv', 'CSV', 'A table of text, for spreadsheets and programs'],
  ['xlsx', 'Excel workbook (xlsx)'],
  ['json', 'JSON', 'One list of objects'],
  ['ndjson', 'NDJSON', 'One JSON object a line'],
  ['psv', 'PSV', 'As CSV, with | between cells'],
  ['parquet', 'Parquet', 'For data warehouses'],
];

const PROFILES: readonly Choice[] = [
  ['machine', 'For programs: comma, UTF-8'],
  ['excel', 'For Excel: comma, with formula guard'],
  ['excel-eu', 'For European Excel: semicolon, decimal comma'],
  ['sfmc', 'For Salesforce Marketing Cloud: every cell quoted'],
];

const ARCHIVES: readonly Choice[] = [
  ['none', 'No'],
  ['zip', 'As a zip archive'],
  ['gzip', 'With gzip'],
];

/** The kind of file (O1–O4). */
export const fileStep: Step = {
  id: 'file',
  title: 'File',
  blocks({ draft, catalog }) {
    const { file } = draft.state;
    const ofTemplate = catalog.template?.definition.file;
    const format = typedText(
      draft,
      FILE.format,
      file?.format ?? (ofTemplate === undefined ? defaultFormat(catalog) : TEMPLATE),
    );
    const offered = FORMATS.filter(
      ([one]) => catalog.model === undefined || catalog.model.formats.includes(one) || one === format,
    );
    const formats: readonly Choice[] = [
      ...(ofTemplate === undefined
        ? []
        : [[TEMPLATE, `As the template has it: ${ofTemplate.format ?? 'csv'}`] as const]),
      ...offered,
    ];
    const csv =
      format === 'csv' ||
      format === 'psv' ||
      (format === TEMPLATE && ['csv', 'psv', undefined].includes(ofTemplate?.format));
    return [
      radioInput(FILE.format, 'Format', formats, format, { dispatch: true }),
      ...(csv ? csvBlocks(draft, ofTemplate !== undefined) : []),
      selectInput(
        FILE.archive,
        'Compress the file',
        ofTemplate === undefined ? ARCHIVES : [[TEMPLATE, 'As the template has it'], ...ARCHIVES],
        typedText(draft, FILE.archive, file?.archive ?? (ofTemplate === undefined ? 'none' : TEMPLATE)),
      ),
    ];
  },
  read(draft, catalog) {
    const { typed, state } = draft;
    const { file: before, ...rest } = state;
    const format = textIn(typed, FILE.format);
    const chosen = format === undefined || format === '' ? before?.format : format === TEMPLATE ? undefined : format;
    // What is the default need not be said where nothing else is.
    const unsaid = chosen === 'csv' && before?.format === undefined && catalog.template?.definition.file === undefined;
    const kind = (unsaid ? undefined : chosen) as FileChoice['format'];
    const isText = kind === undefined || kind === 'csv' || kind === 'psv';
    const profile = option(textIn(typed, FILE.profile), before?.profile, 'machine') as FileChoice['profile'];
    const archive = option(
      textIn(typed, FILE.archive),
      before?.archive,
      catalog.template?.definition.file === undefined ? 'none' : undefined,
    ) as FileChoice['archive'];
    // Options of csv wait aside while another format is chosen.
    const aside = csvPart(draft.aside.file ?? {});
    const csv = isText
      ? { ...aside, ...csvPart(before ?? {}), profile }
      : kind === before?.format
        ? csvPart(before ?? {})
        : {};
    const file = defined({ ...csv, format: kind, archive });
    const others = Object.keys(file).length > 0;
    const next = unsaid && before === undefined && others ? { ...file, format: 'csv' as const } : file;
    return {
      ...draft,
      aside: isText ? withoutFile(draft.aside) : { ...draft.aside, file: { ...aside, ...csvPart(before ?? {}) } },
      state: others ? { ...rest, file: next } : (rest as DraftState),
    };
  },
  owns: ([key]) => key === 'file',
  inputOf([, second]) {
    if (second === 'profile') return FILE.profile;
    return second === 'archive' ? FILE.archive : FILE.format;
  },
};

const defaultFormat = ({ model }: Catalog): string => {
  const formats = model?.formats ?? ['csv'];
  return formats.includes('csv') ? 'csv' : (formats[0] ?? 'csv');
};

const withoutFile = ({ file: _, ...aside }: CreateDraft['aside']): CreateDraft['aside'] => aside;

const CSV_KEYS = [
  'profile',
  'delimiter',
  'enclosure',
  'newline',
  'header',
  'quote',
  'encoding',
  'null',
  'formula_guard',
] as const;

const csvPart = (file: FileChoice): FileChoice =>
  Object.fromEntries(CSV_KEYS.filter(key => file[key] !== undefined).map(key => [key, file[key]]));

/** What was chosen, where the default need not be said but may be. */
function option(
  chosen: string | undefined,
  before: string | undefined,
  standard: string | undefined,
): string | undefined {
  if (chosen === undefined) return before;
  if (chosen === TEMPLATE || chosen === '') return undefined;
  return chosen === standard && before === undefined ? undefined : chosen;
}

function csvBlocks(draft: CreateDraft, hasTemplate: boolean): readonly Block[] {
  const { file } = draft.state;
  const own = csvInWords(file ?? {});
  return [
    selectInput(
      FILE.profile,
      'Made for',
      hasTemplate ? [[TEMPLATE, 'As the template has it'], ...PROFILES] : PROFILES,
      typedText(draft, FILE.profile, file?.profile ?? (hasTemplate ? TEMPLATE : 'machine')),
    ),
    context(
      own.length === 0
        ? 'Delimiter, quotes, encoding and the like are those of this choice.'
        : `Chosen besides: ${escaped(own.join(', '))}`,
    ),
    actions([button(wb('csv:open'), 'Change CSV options', itemValue('csv', draft.generation))]),
  ];
}

// Options of csv

const DELIMITERS: readonly Choice[] = [
  [',', 'Comma ,'],
  [';', 'Semicolon ;'],
  ['tab', 'Tab'],
  ['|', 'Pipe |'],
  ['other', 'Another character'],
];
const ENCLOSURES: readonly Choice[] = [
  ['"', 'Double quotes "'],
  ["'", "Single quotes '"],
  ['none', 'Nothing: a cell that needs it fails the run'],
];
const NEWLINES: readonly Choice[] = [
  ['lf', 'LF, as on Linux'],
  ['crlf', 'CR LF, as on Windows'],
  ['cr', 'CR'],
];
const NEWLINE_TEXT: Readonly<Record<string, '\n' | '\r\n' | '\r'>> = { lf: '\n', crlf: '\r\n', cr: '\r' };
const ON_OFF: readonly Choice[] = [
  ['true', 'Yes'],
  ['false', 'No'],
];
const QUOTES: readonly Choice[] = [
  ['needed', 'Only where it is needed'],
  ['always', 'Around every cell'],
];
const ENCODINGS: readonly Choice[] = [
  ['utf-8', 'UTF-8'],
  ['utf-8-bom', 'UTF-8 with a mark, as Excel wants it'],
  ['utf-16le', 'UTF-16 LE'],
];

const orDefault = (choices: readonly Choice[]): readonly Choice[] => [
  [TEMPLATE, 'As the choice "Made for" has it'],
  ...choices,
];

const isPsv = ({ draft, catalog }: Pick<Shown, 'draft' | 'catalog'>): boolean =>
  (draft.state.file?.format ?? catalog.template?.definition.file?.format) === 'psv';

/** What the profile would say otherwise (O2, O3). */
export const csvModal: InnerModal = {
  title: 'CSV options',
  prefix: wb('csv:'),
  blocks(shown) {
    const { draft } = shown;
    const file = draft.state.file ?? {};
    const delimiter = typedText(draft, FILE.delimiter, delimiterValue(file.delimiter));
    const select = (id: string, label: string, choices: readonly Choice[], value: string | undefined): Block =>
      selectInput(id, label, orDefault(choices), typedText(draft, id, value ?? TEMPLATE));
    return [
      ...(isPsv(shown)
        ? []
        : [
            selectInput(FILE.delimiter, 'Between cells', orDefault(DELIMITERS), delimiter, { dispatch: true }),
            ...(delimiter === 'other'
              ? [
                  textInput(
                    FILE.otherDelimiter,
                    'Which character',
                    typedText(draft, FILE.otherDelimiter, file.delimiter),
                    {
                      most: 2,
                    },
                  ),
                ]
              : []),
            select(FILE.enclosure, 'Around cells', ENCLOSURES, file.enclosure),
            select(FILE.newline, 'End of a row', NEWLINES, newlineValue(file.newline)),
            select(FILE.header, 'First row names the columns', ON_OFF, truthValue(file.header)),
          ]),
      select(FILE.quote, 'Quotes', QUOTES, file.quote),
      select(FILE.encoding, 'Encoding', ENCODINGS, file.encoding),
      textInput(FILE.null, 'Text for empty values (NULL)', typedText(draft, FILE.null, file.null), { optional: true }),
      select(FILE.guard, 'Guard against formulas', ON_OFF, truthValue(file.formula_guard)),
      context("The guard puts ' before text that a spreadsheet would run as a formula."),
    ];
  },
  read(draft) {
    const { typed } = draft;
    const before = draft.state.file ?? {};
    const choice = (id: string, old: string | undefined): string | undefined => {
      const chosen = textIn(typed, id);
      return chosen === undefined ? old : chosen === TEMPLATE ? undefined : chosen;
    };
    const delimiter = choice(FILE.delimiter, delimiterValue(before.delimiter));
    const newline = choice(FILE.newline, newlineValue(before.newline));
    const token = textIn(typed, FILE.null);
    const file: FileChoice = {
      ...said({
        ...before,
        delimiter:
          delimiter === TEMPLATE
            ? undefined
            : delimiter === 'tab'
              ? '\t'
              : delimiter === 'other'
                ? (textIn(typed, FILE.otherDelimiter) ?? before.delimiter)
                : delimiter,
        enclosure: choice(FILE.enclosure, before.enclosure),
        newline: newline === undefined ? undefined : NEWLINE_TEXT[newline],
        header: truth(choice(FILE.header, truthValue(before.header))),
        quote: choice(FILE.quote, before.quote) as FileChoice['quote'],
        encoding: choice(FILE.encoding, before.encoding) as FileChoice['encoding'],
        null: token ?? before.null,
        formula_guard: truth(choice(FILE.guard, truthValue(before.formula_guard))),
      }),
      // An empty token may be said where a template has another.
      ...((token === undefined || token === '') && before.null === '' ? { null: '' } : {}),
    } as FileChoice;
    const { file: _, ...rest } = draft.state;
    return { ...draft, inner: undefined, state: Object.keys(file).length === 0 ? rest : { ...rest, file } };
  },
  inputOf(path, draft) {
    const rest = restOf(path, parsePath('file'));
    switch (rest?.[0]) {
      case 'delimiter':
        return delimiterIsOther(draft) ? FILE.otherDelimiter : FILE.delimiter;
      case 'enclosure':
        return FILE.enclosure;
      case 'newline':
        return FILE.newline;
      case 'header':
        return FILE.header;
      case 'quote':
        return FILE.quote;
      case 'encoding':
        return FILE.encoding;
      case 'null':
        return FILE.null;
      case 'formula_guard':
        return FILE.guard;
      default:
        return undefined;
    }
  },
};

const delimiterIsOther = (draft: CreateDraft): boolean =>
  typedText(draft, FILE.delimiter, delimiterValue(draft.state.file?.delimiter)) === 'other';

const delimiterValue = (delimiter: string | undefined): string =>
  delimiter === undefined
    ? TEMPLATE
    : delimiter === '\t'
      ? 'tab'
      : DELIMITERS.some(([value]) => value === delimiter)
        ? delimiter
        : 'other';
const newlineValue = (newline: string | undefined): string | undefined =>
  Object.entries(NEWLINE_TEXT).find(([, text]) => text === newline)?.[0];
const truthValue = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : String(value);
const truth = (value: string | undefined): boolean | undefined => (value === undefined ? undefined : value === 'true');

/** What is chosen beside the profile, for people. */
export function csvInWords(file: FileChoice): readonly string[] {
  const label = (choices: readonly Choice[], value: string | undefined) =>
    choices.find(([one]) => one === value)?.[1].toLowerCase() ?? value;
  return [
    ...(file.delimiter === undefined
      ? []
      : [
          `${delimiterValue(file.delimiter) === 'other' ? file.delimiter : label(DELIMITERS, delimiterValue(file.delimiter))} between cells`,
        ]),
    ...(file.enclosure === undefined ? [] : [`${label(ENCLOSURES, file.enclosure)} around cells`]),
    ...(file.newline === undefined ? [] : [`rows end with ${label(NEWLINES, newlineValue(file.newline))}`]),
    ...(file.header === undefined ? [] : [file.header ? 'with a header' : 'without a header']),
    ...(file.quote === undefined ? [] : [`quotes ${label(QUOTES, file.quote)}`]),
    ...(file.encoding === undefined ? [] : [file.encoding]),
    ...(file.null === undefined ? [] : [`"${file.null}" for NULL`]),
    ...(file.formula_guard === undefined ? [] : [`formula guard ${file.formula_guard ? 'on' : 'off'}`]),
  ];
}
