import type { Field, Model } from '../catalog/index.ts';
import { formatText } from '../definition/canonical.ts';
import { WaybillError } from '../errors/index.ts';
import { previewExport } from '../preview-export.ts';
import { prepareExport } from '../run/prepare-export.ts';
import { Temporal } from '../time/index.ts';
import type { Workspace } from '../workspace/index.ts';
import { pairText } from './yaml-text.ts';

/** So many columns can be read at a glance. */
const MOST_FIELDS = 12;
/** Models that are tried, and how long each may take, in ms: a table without an index may be large. */
const MOST_TRIES = 8;
const PATIENCE = 15_000;

export interface FirstExport {
  /** Name of the export; its file is `exports/NAME.export.yaml`. */
  readonly name: string;
  readonly model: string;
  readonly text: string;
  /** Rows that a first look found; 0 where the table is empty. */
  readonly hasRows: boolean;
  /** What was chosen, and why. */
  readonly notes: readonly { readonly key: string; readonly text: string }[];
}

export interface FirstExportOptions {
  /** The database's estimates of rows, by model; those that it has none for are left out. */
  readonly rows: Readonly<Record<string, number>>;
  /** Names of the files in `exports/`, none of which is overwritten. */
  readonly others: readonly string[];
  /** Abort cancels the query. */
  readonly signal: AbortSignal;
}

/**
 * An export to begin with, of the model that suits best: one with a key, a date and rows. Each candidate is previewed
 * as people will preview it, so what is given here validates and runs. Undefined when no model can be read.
 */
export async function firstExport(workspace: Workspace, options: FirstExportOptions): Promise<FirstExport | undefined> {
  const { rows } = options;
  const models = [...workspace.catalog.models.values()];
  const ranked = models.map(model => ({ model, score: scoreOf(model, rows[model.name]) }));
  ranked.sort((a, b) => b.score - a.score || (a.model.name < b.model.name ? -1 : 1));
  let empty: FirstExport | undefined;
  for (const { model } of ranked.slice(0, MOST_TRIES)) {
    const found = await tryModel(workspace, model, options);
    if (found?.hasRows) return found;
    empty ??= found;
  }
  return empty;
}

/** What people export: entries that happened, that belong to somebody, and of which there are many. */
function scoreOf(model: Model, rows: number | undefined): number {
  const kinds = [...model.relations.values()];
  const fields = [...model.fields.values()];
  return (
    (model.key.length > 0 ? 4 : 0) +
    (model.key.length === 1 ? 1 : 0) +
    (model.eventDate === undefined ? 0 : 4) +
    (fields.some(field => field.type === 'decimal' && !field.identifier) ? 1 : 0) +
    Math.min(3, kinds.filter(relation => relation.kind === 'one').length) +
    (fields.length >= 4 ? 2 : 0) +
    (rows === undefined ? 0 : Math.min(4, Math.log10(rows + 1))) +
    (/(^|_)(order|transaction|bill|invoice|sale|purchase|payment|booking|rental|customer|member)s?$/.test(model.name)
      ? 3
      : 0) -
    (/(^|_)(log|audit|history|backup|bak|old|tmp|temp|test|archive|queue|job|session|cache)s?($|_)/.test(model.name)
      ? 6
      : 0)
  );
}

async function tryModel(
  workspace: Workspace,
  model: Model,
  options: FirstExportOptions,
): Promise<FirstExport | undefined> {
  const windowed = model.eventDate === undefined ? undefined : await look(workspace, model, true, options);
  if (windowed?.hasRows) return windowed;
  return look(workspace, model, false, options);
}

/** Undefined where it cannot be read, or not soon enough. */
async function look(
  workspace: Workspace,
  model: Model,
  windowed: boolean,
  { others, signal }: FirstExportOptions,
): Promise<FirstExport | undefined> {
  const draft = exportText(workspace, model, windowed, others);
  const waiting = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  try {
    const prepared = prepareExport({ workspace, text: draft.text, runAt: Temporal.Now.instant() });
    const { table } = await previewExport(prepared, { rows: 1, showPersonalData: false, signal: waiting });
    return { ...draft, hasRows: table.length > 0 };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof WaybillError && error.kind !== 'internal') return undefined;
    throw error;
  }
}

function exportText(
  workspace: Workspace,
  model: Model,
  windowed: boolean,
  others: readonly string[],
): Omit<FirstExport, 'hasRows'> {
  const plain = model.name.replaceAll('_', '-').replace(/^-+/, '') || model.name;
  let name = plain;
  for (let n = 2; others.includes(`${name}.export.yaml`); n++) name = `${plain}-${n}`;
  const fields = chosenFields(workspace, model);
  const hashed = fields.filter(({ field }) => field.pii).map(({ path }) => path);
  const notes = [
    { key: 'model', text: `${model.name} seemed to be the best to begin with` },
    { key: 'fields', text: `${fields.length} of what ${model.name} and its relations have` },
    ...(hashed.length > 0
      ? [{ key: 'fields', text: `personal data is hashed: ${hashed.join(', ')}; take protect away where it is needed` }]
      : []),
    windowed
      ? { key: 'window', text: `the last 30 days by ${model.eventDate}` }
      : {
          key: 'window',
          text:
            model.eventDate === undefined
              ? 'none: the model has no event_date'
              : `none: nothing was found in the last 30 days by ${model.eventDate}`,
        },
  ];
  const lines = [
    '# A first export, made from what the database looks like. Change whatever does not fit; `waybill preview` shows the file.',
    'version: 1',
    pairText('name', name),
    pairText('description', `${model.label}${windowed ? ' of the last 30 days' : ''}`),
    pairText('model', model.name),
    'fields:',
    ...fields.map(({ path, field }) => `  - ${item(path, field)}`),
    'filters: none',
    ...(windowed
      ? ['window: {by: event_date, last: 30 days}']
      : model.eventDate === undefined
        ? []
        : ['# All there is. For the last month only: window: {by: event_date, last: 30 days}']),
    'file: {format: csv}',
    '',
  ];
  const text = lines.join('\n');
  const formatted = formatText(text, 'export');
  return { name, model: model.name, text: formatted.ok ? formatted.text : text, notes };
}

function item(path: string, field: Field): string {
  if (!field.pii) return pairText('v', path).slice('v: '.length);
  return `{${pairText('from', path)}, protect: hash}`;
}

interface Chosen {
  readonly path: string;
  readonly field: Field;
}

/** The key, the dates, and what people can read; then what related entries are called. */
function chosenFields(workspace: Workspace, model: Model): readonly Chosen[] {
  const usable = [...model.fields.values()].filter(field => field.type !== 'json' && field.computed === undefined);
  const first = (field: Field) => model.key.includes(field.name) || field.name === model.eventDate;
  const foreign = new Set(
    [...model.relations.values()].flatMap(({ kind, match }) => (kind === 'one' ? match.map(([own]) => own) : [])),
  );
  const related = [...model.relations.values()].flatMap(({ name, kind, target }): Chosen[] => {
    const other = workspace.catalog.models.get(target);
    const field =
      kind === 'one'
        ? ['name', 'title', 'label', 'code', 'email'].map(one => other?.fields.get(one)).find(Boolean)
        : undefined;
    return field ? [{ path: `${name}.${field.name}`, field }] : [];
  });
  const own = usable.map(field => ({ path: field.name, field }));
  const rank = ({ field }: Chosen) => (first(field) ? 0 : foreign.has(field.name) ? 2 : 1);
  const room = MOST_FIELDS - Math.min(2, related.length);
  const wanted = new Set([...own].sort((a, b) => rank(a) - rank(b)).slice(0, room));
  const chosen = own.filter(one => wanted.has(one));
  return chosen.length === 0
    ? [...model.fields.values()].slice(0, 1).map(field => ({ path: field.name, field }))
    : [...chosen, ...related.slice(0, MOST_FIELDS - chosen.length)];
}
