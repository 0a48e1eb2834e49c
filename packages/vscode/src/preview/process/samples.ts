import { fieldList, type PreparedExport } from '@waybill/engine';
import { resolveField } from '@waybill/engine/catalog';
import type { PreviewResult } from '../protocol.ts';

/** Of each field so many values at most, and none that is longer: it is a hover that shows them. */
const MOST = 5;
const LONGEST = 60;

/**
 * Values that the preview saw of the catalog's fields, by model and path (`stores.name`), for hovers (V3). Only of columns
 * that show a value as it is stored; of personal data never, whatever was allowed to be shown.
 */
export function samplesOf(
  { definition, workspace }: PreparedExport,
  { columns, table }: Pick<PreviewResult, 'columns' | 'table'>,
): PreviewResult['samples'] {
  const model = workspace.catalog.models.get(definition.model ?? '');
  if (!model || definition.kpis || definition.aggregate === true) return {};
  const samples: PreviewResult['samples'] = {};
  for (const { from, to = from, replace, format, protect, default: whenEmpty } of fieldList(definition, model)) {
    if (from === undefined || replace || format || protect || whenEmpty !== undefined) continue;
    const found = resolveField(workspace.catalog, model, from);
    const index = columns.findIndex(({ header, type }) => header === to && type !== 'number-text');
    if (!found.ok || found.value.field.pii || index < 0) continue;
    const values = table.flatMap(row => row[index] ?? []).filter(value => value !== '' && value.length <= LONGEST);
    samples[`${found.value.model.name}.${found.value.field.path}`] = [...new Set(values)].slice(0, MOST);
  }
  return samples;
}
