import type { FileKind, KeyPath } from '@waybill/engine/definition';
import type { LanguageWorkspace } from '../language-workspace.ts';

const SELECTION: Readonly<Record<string, string>> = {
  model: 'K3',
  timezone: 'D1',
  aggregate: 'D5',
  fields: 'D2',
  'fields.aggregate': 'D5',
  kpis: 'D6',
  dimensions: 'D6',
  filters: 'D3',
  audience: 'D7',
  window: 'D9',
  mode: 'D10',
  order: 'O8',
  file: 'O2',
  'file.format': 'O1',
  'file.formula_guard': 'O3',
  'file.archive': 'O4',
  'file.split': 'O4',
  'file.encrypt': 'O4',
  on_empty: 'O7',
  checks: 'O7',
};

/** The rule of the product behind a key, by the key's path without positions; what is not named has its parent's. */
const RULES: Readonly<Record<FileKind, Readonly<Record<string, string>>>> = {
  export: {
    ...SELECTION,
    name: 'D1',
    owner: 'D1',
    description: 'D1',
    extends: 'D8',
    add: 'D8',
    remove: 'D8',
    deliver: 'X2',
    'deliver.path': 'O5',
    schedule: 'S1',
    'schedule.skipped': 'S2',
    'schedule.repeated': 'S2',
    'schedule.catch_up': 'S3',
    notify: 'N1',
  },
  template: { ...SELECTION, template: 'D8', release: 'D8', label: 'D8' },
  model: {
    model: 'K3',
    source: 'K2',
    table: 'K3',
    key: 'K3',
    event_date: 'K3',
    updated_at: 'K3',
    formats: 'O1',
    fields: 'K3',
    custom: 'K4',
    extended: 'K4',
    relations: 'K5',
    predicates: 'K7',
    kpis: 'K6',
    dimensions: 'K6',
  },
  workspace: {
    brand: 'K1',
    sources: 'K2',
    destinations: 'X1',
    audience: 'D7',
    protect: 'D2',
    'limits.max_window': 'D9',
    'limits.max_dimensions': 'D6',
    'limits.keep_files': 'R5',
    'limits.destination_hosts': 'Q2',
    notify: 'N1',
  },
};

/** The rule that a key is held by; undefined for keys that no rule is about. */
export function ruleOf(kind: FileKind, path: KeyPath): string | undefined {
  const keys = path.filter(part => typeof part === 'string');
  for (let length = keys.length; length > 0; length--) {
    const rule = RULES[kind][keys.slice(0, length).join('.')];
    if (rule !== undefined) return rule;
  }
  return undefined;
}

/** The rule with a link where whoever asks knows where the rules are. */
export function ruleWords(kind: FileKind, path: KeyPath, { ruleLink }: LanguageWorkspace): string | undefined {
  const rule = ruleOf(kind, path);
  if (rule === undefined) return undefined;
  const link = ruleLink?.(rule);
  return link === undefined ? `Rule ${rule}` : `[Rule ${rule}](${link})`;
}
