import { checkExport, parseExport } from '../../src/definition/index.ts';
import type { ExportDefinition } from '../../src/definition/schema.ts';
import type { Problem } from '../../src/errors/index.ts';
import { loadTemplates, type TemplateLibrary } from '../../src/template/index.ts';
import { WORKSPACE } from '../definition/expect-problems.ts';

export const SALES_1 = `version: 1
template: sales
release: 1
label: Sales
model: transactions
timezone: Europe/Vienna
fields:
  - id
  - {from: bill_number, to: Bill}
  - {from: amount, to: Amount, format: {decimals: 2}}
filters:
  any:
    - all:
        - {attribute: channel, operator: equals, value: online}
    - all:
        - {attribute: amount, operator: at_least, value: 10}
        - {attribute: gift, operator: is, value: true}
window: {by: event_date, previous: day}
file: {format: csv, profile: excel-eu}
on_empty: header_only
`;

export const EVERYTHING = `version: 1
template: everything
release: 1
model: transactions
fields: all
filters: none
`;

export const FIGURES = `version: 1
template: figures
release: 1
model: transactions
kpis: [revenue, {kpi: bills, to: Bills}]
dimensions: [store.zone, channel]
filters:
  all:
    - {attribute: channel, operator: equals, value: online}
`;

/** A template that leaves to the export what it exports. */
export const BARE = 'version: 1\ntemplate: bare\nrelease: 1\nmodel: transactions\n';

export const TEMPLATES = { sales: SALES_1, everything: EVERYTHING, figures: FIGURES, bare: BARE };

/** A library over texts by the stem of their file. */
export const libraryOf = (texts: Readonly<Record<string, string>> = TEMPLATES, record = ''): TemplateLibrary =>
  loadTemplates(
    Object.entries(texts).map(([name, text]) => ({ file: `templates/${name}.template.yaml`, read: () => text })),
    { file: 'templates/published.yaml', text: () => record },
  );

export interface Extended {
  readonly text: string;
  readonly definition: ExportDefinition | undefined;
  /** Without the warning that the template is not published. */
  readonly problems: readonly Problem[];
}

/** An export of what follows version, name and `extends`. */
export function extend(template: string, rest = '', library = libraryOf()): Extended {
  const text = `version: 1\nname: x\nextends: ${template}\n${rest}`;
  const parsed = parseExport(text, 'exports/x.export.yaml');
  const { effective, problems } = checkExport(parsed, { ...WORKSPACE, templates: library });
  return { text, definition: effective.value, problems: problems.filter(p => p.code !== 'template-unpublished') };
}
