import { explain } from '../definition/explain.ts';
import type { Parsed } from '../definition/parse-definition.ts';
import { type ExportDefinition, exportSchema, templateSchema } from '../definition/schema.ts';
import { type Problem, problem } from '../errors/index.ts';
import { changeFilters } from './change-filters.ts';
import { itemsOf, LISTS, type ListKey, listPieces, type Removal, type Report, removeFrom } from './change-list.ts';
import { listOf, mapOf, mergedYaml, type Origin, type Piece, piece, placedAt } from './origin.ts';
import { type Template, templateText } from './template.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** What of a template is about the template, and no part of what extends it. */
const ABOUT_TEMPLATE: readonly string[] = ['version', 'template', 'release', 'label'];
const INHERITED = Object.keys(templateSchema.shape).filter(key => !ABOUT_TEMPLATE.includes(key));
/** Keys that say how an export differs; the effective one has no use for them. */
const CHANGES: readonly string[] = ['extends', 'add', 'remove'];
/** What an export takes: either fields, or KPIs and dimensions. */
const OF_FIELDS = ['fields', 'aggregate'] as const;
const OF_KPIS = ['kpis', 'dimensions'] as const;

export interface Resolved {
  /** The export with everything that the template says; places lead into the file where each part stands. */
  readonly parsed: Parsed<ExportDefinition>;
  /** Mistakes in what the export changes. */
  readonly problems: readonly Problem[];
}

/**
 * The export that a template and its changes make (D8). A key of the export replaces the template's; first `remove`
 * takes away, then `add` appends. Neither file changes. Works on what was written, also where it has mistakes.
 */
export function resolveTemplate(
  own: Parsed<ExportDefinition>,
  template: Template,
  /** Standard fields of a model, for `all`; undefined when there is no such model. */
  standardFields: (model: string) => readonly string[] | undefined,
): Resolved {
  const id = templateText(template);
  const problems: Problem[] = [];
  const report: Report = (code, params, path, details = {}, at) =>
    problems.push(problem(code, params, { place: own.yaml.locate(path, at ?? 'value'), ...details }));
  const base = mapping(template.parsed.yaml.value);
  const written = mapping(own.yaml.value);
  const ofTemplate: Omit<Origin, 'path'> = {
    // A built-in template is no file that anybody could correct: `extends` is.
    yaml:
      template.file === undefined ? placedAt(template.parsed.yaml, own.yaml.locate(['extends'])) : template.parsed.yaml,
    of: id,
  };

  const keys = new Map<string, Piece>();
  for (const key of INHERITED) if (key in base) keys.set(key, piece(ofTemplate, [key], base[key]));
  for (const [key, value] of Object.entries(written)) {
    if (CHANGES.includes(key)) continue;
    const chooses = otherKind(base, key);
    if (chooses !== undefined) {
      report('template-other-kind', { template: id, key, chooses }, [key], { found: key }, 'key');
    } else if (key === 'model' && typeof base.model === 'string' && value !== base.model) {
      const said = String(value);
      const details = { found: said, suggestions: [base.model] };
      report('template-other-model', { template: id, model: base.model, said }, [key], details);
    } else keys.set(key, piece({ yaml: own.yaml }, [key], value));
  }

  const change = { add: mapping(written.add), remove: mapping(written.remove) };
  const removal = { template: id, standardFields: standardFields(String(base.model)), report };
  const said = (key: string) => saidIn(key, change);
  /** Whether `key` cannot be changed: it is said anew in the export, or has no place there. */
  const refused = (key: string, changes: readonly string[] = [key]): boolean => {
    const chooses = otherKind(base, key);
    for (const path of changes.flatMap(change => said(change).map(verb => [verb, change]))) {
      const details = { found: path[1] ?? key };
      if (chooses !== undefined) report('template-other-kind', { template: id, key, chooses }, path, details, 'key');
      else if (key in written) {
        report('not-allowed-together', { keys: [key, path.join('.')], where: 'the export' }, path, details, 'key');
      }
    }
    return chooses !== undefined || key in written;
  };
  for (const key of Object.keys(LISTS) as ListKey[]) {
    if (said(key).length === 0 || refused(key)) continue;
    const changed = changeList(key, { base: base[key], ofTemplate, own, change, removal });
    if (changed) keys.set(key, changed);
    else if (changed === null) keys.delete(key);
  }
  const ofFilters = ['filters', 'criteria'];
  if (ofFilters.some(key => said(key).length > 0) && !refused('filters', ofFilters)) {
    const filters = changeFilters({ base: base.filters, template: ofTemplate, own: own.yaml, ...change, report });
    if (filters) keys.set('filters', filters);
  }

  const yaml = mergedYaml(mapOf({ yaml: own.yaml, path: [] }, keys), own.yaml);
  const whole = own.value !== undefined && template.parsed.value !== undefined && problems.length === 0;
  const explained = whole ? explain(exportSchema, yaml, 'the export') : undefined;
  const parsed = { value: explained?.value, problems: [...own.problems, ...(explained?.problems ?? [])], yaml };
  return { parsed, problems };
}

interface ListChange {
  readonly base: unknown;
  readonly ofTemplate: Omit<Origin, 'path'>;
  readonly own: Parsed<ExportDefinition>;
  readonly change: { readonly add: Mapping; readonly remove: Mapping };
  readonly removal: Omit<Removal, 'key'>;
}

/** A list after `remove` and `add`; null when none is left of one that may be left out, undefined to leave it alone. */
function changeList(key: ListKey, { base, ofTemplate, own, change, removal }: ListChange): Piece | null | undefined {
  const kept = removeFrom(listPieces(ofTemplate, [key], base), itemsOf(change.remove[key]), { ...removal, key });
  const added = listPieces({ yaml: own.yaml }, ['add', key], change.add[key]);
  const items = [...kept, ...added];
  if (items.length === 0) {
    if (key === 'dimensions') return null;
    const params = { template: removal.template, what: LISTS[key].what, key };
    removal.report('template-nothing-left', params, ['remove', key], {}, 'key');
    return undefined;
  }
  return listOf(base === undefined ? { yaml: own.yaml, path: ['add', key] } : { ...ofTemplate, path: [key] }, items);
}

/** What the template chooses, when `key` would choose otherwise (D6). */
function otherKind(base: Mapping, key: string): string | undefined {
  const fields = OF_FIELDS.some(k => k in base);
  const kpis = OF_KPIS.some(k => k in base);
  if ((OF_FIELDS as readonly string[]).includes(key) && kpis && !fields) return 'KPIs and dimensions';
  return (OF_KPIS as readonly string[]).includes(key) && fields && !kpis ? 'fields' : undefined;
}

const saidIn = (key: string, change: { readonly add: Mapping; readonly remove: Mapping }): ('add' | 'remove')[] =>
  (['add', 'remove'] as const).filter(verb => change[verb][key] !== undefined && change[verb][key] !== null);

const mapping = (value: unknown): Mapping =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Mapping) : {};
