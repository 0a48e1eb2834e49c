import type { Model } from '../catalog/catalog.ts';
import { resolveDimension, resolveKpi } from '../catalog/resolve.ts';
import { nearest } from '../errors/index.ts';
import type { Checks } from './check-context.ts';
import { checkFormat } from './check-format.ts';
import type { KeyPath } from './parse-yaml.ts';
import type { ExportDefinition } from './schema.ts';

export interface KpiFacts {
  /** The workspace's limit. */
  readonly maxDimensions: number;
  /** Numbers take a decimal comma where their format says nothing (profile excel-eu). */
  readonly decimalComma: boolean;
}

/** D6: KPIs and dimensions that the model declares, not more than the workspace allows, headers that differ. */
export function checkKpis(
  checks: Checks,
  model: Model,
  { kpis = [], dimensions = [] }: Pick<Partial<ExportDefinition>, 'kpis' | 'dimensions'>,
  { maxDimensions, decimalComma }: KpiFacts,
): void {
  const named = (item: KeyPath, key: string): KeyPath => (checks.exists([...item, key]) ? [...item, key] : item);
  const headers = new Map<string, string>();
  const header = (name: string, item: KeyPath, key: string) => {
    const other = headers.get(name);
    if (other === undefined) headers.set(name, checks.where(item));
    else {
      const at = checks.exists([...item, 'to']) ? [...item, 'to'] : named(item, key);
      checks.add('duplicate-header', { header: name, other }, at, { found: name });
    }
  };
  for (const [i, { dimension, to }] of dimensions.entries()) {
    const item = ['dimensions', i];
    const at = named(item, 'dimension');
    if (i === maxDimensions) {
      checks.add('too-many-dimensions', { count: dimensions.length, most: maxDimensions }, at, { found: dimension });
    }
    if (!model.dimensions.includes(dimension)) {
      const resolved = resolveDimension(checks.catalog, model, dimension);
      const suggestions = nearest(dimension, model.dimensions);
      const details = { found: dimension, expected: model.dimensions.join(', '), suggestions };
      const params = { dimension, model: model.name, dimensions: model.dimensions, declarable: resolved.ok };
      checks.add('unknown-dimension', params, at, details);
    }
    header(to ?? dimension, item, 'dimension');
  }
  for (const [i, { kpi, to, format }] of kpis.entries()) {
    const item = ['kpis', i];
    const resolved = resolveKpi(checks.catalog, model, kpi);
    if (!resolved.ok) {
      if (model.kpis.has(kpi)) checks.add('kpi-broken', { kpi, model: model.name }, named(item, 'kpi'), { found: kpi });
      else checks.failure(named(item, 'kpi'), resolved.failure);
    } else if (format !== undefined) {
      const { aggregate, field } = resolved.value;
      const shown = { name: kpi, type: field?.field.type, aggregate };
      checkFormat(checks, shown, format, [...item, 'format'], decimalComma);
    }
    header(to ?? kpi, item, 'kpi');
  }
}
