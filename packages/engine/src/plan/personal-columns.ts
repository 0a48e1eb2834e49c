import { type Catalog, type Field, resolveDimension, resolveField, resolveKpi } from '../catalog/index.ts';
import type { FieldSpec } from '../definition/field-schema.ts';
import type { ExportDefinition } from '../definition/schema.ts';
import { fieldList } from './field-list.ts';

/** Marked as personal data in the catalog, and written as it is: neither hashed nor masked. */
export const showsPersonalData = (field: Field | undefined, spec: Pick<FieldSpec, 'protect'>): boolean =>
  field?.pii === true && spec.protect === undefined;

/**
 * Headers of the columns that show personal data as it is (D2). Numbers of entries show none; a name that is not known
 * to the catalog any more counts as personal, since nobody can say that it is not.
 * @param definition with all that its template says.
 */
export function personalColumns(definition: ExportDefinition, catalog: Catalog): readonly string[] {
  const model = catalog.models.get(definition.model ?? '');
  if (model === undefined) return [definition.model ?? ''];
  const found: string[] = [];
  if (definition.kpis === undefined) {
    for (const spec of fieldList(definition, model)) {
      if (spec.from === undefined || spec.aggregate === 'count') continue;
      const resolved = resolveField(catalog, model, spec.from);
      if (!resolved.ok || showsPersonalData(resolved.value.field, spec)) found.push(spec.to ?? spec.from);
    }
    return found;
  }
  for (const { dimension, to } of definition.dimensions ?? []) {
    const resolved = resolveDimension(catalog, model, dimension);
    if (!resolved.ok || showsPersonalData(resolved.value.field, {})) found.push(to ?? dimension);
  }
  for (const { kpi, to } of definition.kpis) {
    const resolved = resolveKpi(catalog, model, kpi);
    const isNumber = resolved.ok && resolved.value.aggregate.startsWith('count');
    if (!resolved.ok || (!isNumber && showsPersonalData(resolved.value.field?.field, {}))) found.push(to ?? kpi);
  }
  return found;
}
