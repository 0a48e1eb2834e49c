import { join } from 'node:path';
import { checkExport, type ExportDefinition, fileKindOf, type Parsed, parseExport } from '@waybill/engine/definition';
import { runMoment } from '@waybill/engine/time';
import { buildPlan } from '../../../engine/src/plan/index.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { LanguageWorkspace } from '../../src/language-workspace.ts';
import type { Renamed } from '../../src/rename/rename.ts';
import { applyEdits, DEMO, documentOf, textOf, workspaceOf } from '../support/workspace.ts';

export type Texts = Readonly<Record<string, string>>;

/** Exports that name what those of the demo do not: KPIs, dimensions, templates that are changed, checks, `all`. */
export const MORE: Texts = {
  // In the demo it extends a built-in template, in which nothing can be renamed.
  'exports/store-traffic.export.yaml': `version: 1
name: store-traffic
model: footfall
kpis: [visitors, busiest, dwell]
dimensions: [store.name, store.zone, counted_at.day]
filters: none
window: {by: event_date, previous: week}
deliver: {to: share}
`,
  'exports/more-kpis.export.yaml': `version: 1
name: more-kpis
model: transactions
kpis: [revenue, {kpi: buyers, to: Buyers}, "bills", online_revenue]
dimensions:
  - store.zone # where
  - dimension: event_date.month
filters: none
`,
  'exports/more-sales.export.yaml': `version: 1
name: more-sales
extends: sales@2
add:
  fields:
    - customer.email
    - from: discount   # what was given
      default: 0
    - {from: net_amount}
  criteria: [{attribute: store.country, operator: equals, value: AT}]
remove: {fields: [id, Bill, {from: channel}]}
checks: {nulls: {amount: 5 %, Store: 1 %, discount: 50 %}}
`,
  'exports/more-all.export.yaml': `version: 1
name: more-all
model: stores
fields: [all, {from: name, to: Again}]
filters: none
`,
  'exports/more-audience.export.yaml': `version: 1
name: more-audience
model: transactions
fields:
  - all
  - customer.referrer.referrer.email
  - custom.gift_wrap
audience: {segment: vip}
filters:
  any:
    - all: [{attribute: customer, operator: item_not_purchased, value: P-1, period: 30 days}]
window: {last: 7 days}
`,
};

/** The demo with these texts, and with the further exports. */
export const withTexts = (texts: Texts = {}): LanguageWorkspace => workspaceOf({ ...MORE, ...texts });

/** The texts of all files that a renaming changed. */
export function textsAfter(renamed: Extract<Renamed, { ok: true }>, before: Texts = MORE): Texts {
  return Object.fromEntries(
    renamed.edits.map(({ file, edits }) => {
      const text = before[file] ?? textOf(file);
      const kind = fileKindOf(file) ? documentOf(file, text) : documentOf('waybill.yaml', text);
      return [file, applyEdits(kind, edits)];
    }),
  );
}

/** What a person would see of a file: its problems, without the names in them. */
export function problemsOf(file: string, text: string, workspace: LanguageWorkspace): readonly string[] {
  return diagnose(documentOf(file, text), workspace).map(({ code }) => code);
}

/** What an export asks the database for and delivers, without the names that the catalog gives to it. */
export function planOf(file: string, text: string, { workspace, now }: LanguageWorkspace): string {
  if (!workspace) throw new Error('no workspace');
  const parsed: Parsed<ExportDefinition> = parseExport(text, join(DEMO, file));
  const { effective } = checkExport(parsed, { ...workspace, now });
  const definition = effective.value;
  if (!definition) throw new Error(`${file}: ${effective.problems.map(({ message }) => message).join('\n')}`);
  const timezone = definition.timezone ?? workspace.brandZone;
  const plan = buildPlan({
    definition,
    catalog: workspace.catalog,
    sourceTimezone: timezone,
    moment: runMoment(now, timezone),
    audienceSettings: workspace.audience,
  });
  const names: readonly string[] = ['path', 'model', 'source'];
  const called = new Map<string, string>();
  // Aliases and computed columns are called for the models and fields that they are of.
  const anew = (name: string) => {
    if (!called.has(name)) called.set(name, `#${called.size}`);
    return called.get(name);
  };
  return JSON.stringify(
    plan,
    (key, value: unknown) => {
      if (names.includes(key)) return undefined;
      if (key === 'counted') return Object.values(value as object);
      const isName = key === 'alias' || (typeof value === 'string' && value.startsWith('computed:'));
      return isName ? anew(String(value)) : value;
    },
    1,
  );
}
