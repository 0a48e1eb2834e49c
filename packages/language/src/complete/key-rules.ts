import { ALL_OPERATORS, FAMILY, formatsOfFileKey, valueShape } from '@waybill/engine/definition';
import { modelOf } from '../meaning/model-of.ts';
import type { Asked } from './asked.ts';
import { takesDecimals } from './formats.ts';
import { fieldNamed } from './paths.ts';

type Siblings = ReadonlyMap<string, string | undefined>;

/** Keys of which a mapping has one at most, beyond what the schemas say. */
const ONE_OF: Readonly<Record<string, readonly (readonly string[])[]>> = {
  window: [['last', 'previous', 'since_last_success', 'from']],
  source: [['file', 'files', 'folder']],
};

/** What a rule is asked of. */
interface Keys {
  readonly asked: Asked;
  readonly siblings: Siblings;
}

type Rule = (key: string, keys: Keys) => boolean;

/** KPIs stand in place of fields (D6); `add` and `remove` need a template (D8). */
const root: Rule = (key, { siblings }) => {
  if (key === 'fields' || key === 'aggregate') return !siblings.has('kpis') && !siblings.has('dimensions');
  if (key === 'kpis' || key === 'dimensions') return !siblings.has('fields') && !siblings.has('aggregate');
  return key === 'add' || key === 'remove' ? siblings.has('extends') : true;
};

const window: Rule = (key, { siblings }) => {
  if (!oneOf('window', key, siblings)) return false;
  if (key === 'to') return !['last', 'previous', 'since_last_success'].some(other => siblings.has(other));
  return key !== 'include_today' || !['previous', 'from', 'to'].some(other => siblings.has(other));
};

/** `before` and `after` are for anniversaries, `period` and `at_least` for predicates (D3, K7). */
const criterion: Rule = (key, { asked, siblings }) => {
  const operator = siblings.get('operator');
  if (operator === undefined) {
    const model = modelOf(asked.document, asked.workspace);
    const attribute = fieldNamed(asked.models, model, siblings.get('attribute'));
    if (key === 'before' || key === 'after') return !attribute || FAMILY[attribute.type] === 'date';
    return !attribute || (key !== 'period' && key !== 'at_least');
  }
  const isOperator = ALL_OPERATORS.has(operator);
  if (key === 'value') return !isOperator || valueShape(operator) !== 'none';
  if (key === 'before' || key === 'after') return operator === 'anniversary';
  return key === 'period' || key === 'at_least' ? !isOperator : true;
};

/** Without `aggregate: true` a field has none (D5). */
const field: Rule = (key, { asked }) => key !== 'aggregate' || asked.around.textOf(['aggregate']) !== 'false';

const file: Rule = (key, { siblings }) => {
  const format = siblings.get('format');
  const formats = formatsOfFileKey(key);
  return format === undefined || formats === undefined || formats.some(one => one === format);
};

/** What a template has is left out by its name or by its header (D8). */
const removed: Rule = key => key === 'from' || key === 'kpi' || key === 'dimension' || key === 'to';

/** A number has decimals; a date and a text have none (D2). */
const format: Rule = (_key, { asked }) => takesDecimals(asked);

const source: Rule = (key, { siblings }) => oneOf('source', key, siblings);

function oneOf(of: string, key: string, siblings: Siblings): boolean {
  return !(ONE_OF[of] ?? []).some(keys => keys.includes(key) && keys.some(other => siblings.has(other)));
}

function ruleOf({ document, path }: Asked): Rule | undefined {
  const { kind } = document;
  if (kind === 'workspace') return path[0] === 'sources' && path.length === 2 ? source : undefined;
  const where = path.map(part => (typeof part === 'number' ? '#' : part)).join('.');
  if (/(^|\.)(all|criteria)\.#$|\.where(\.#)?$/.test(where)) return criterion;
  if (kind === 'model') return undefined;
  if (where === '') return root;
  if (/^remove\.(fields|kpis|dimensions)\.#$/.test(where)) return removed;
  if (where === 'window') return window;
  if (where === 'file') return file;
  if (/^(add\.)?fields\.#\.format$/.test(where)) return format;
  return /^(add\.)?fields\.#$/.test(where) ? field : undefined;
}

/** Whether a key may stand beside those that are there, as the engine's checks see it. */
export function mayStand(asked: Asked, key: string, siblings: Siblings): boolean {
  return ruleOf(asked)?.(key, { asked, siblings }) ?? true;
}

/** Whether a key is one of those of which the mapping needs one, and has none yet. */
export function isChoice(asked: Asked, key: string): boolean {
  const rule = ruleOf(asked);
  const of = rule === window ? 'window' : rule === source ? 'source' : '';
  return (ONE_OF[of] ?? []).some(keys => keys.includes(key));
}

/** Whether a key is needed here although the schema lets it be left out. */
export function isNeeded(asked: Asked, key: string, siblings: Siblings): boolean {
  const { document, path, around } = asked;
  if (path.length === 0 && document.kind === 'export') {
    if (key === 'model') return !siblings.has('extends');
    if (siblings.has('extends')) return false;
    return key === 'filters' || (key === 'fields' && !siblings.has('kpis'));
  }
  const rule = ruleOf(asked);
  if (rule === criterion) return key === 'attribute';
  if (rule === field) return key === 'from' || (key === 'aggregate' && around.textOf(['aggregate']) === 'true');
  return false;
}
