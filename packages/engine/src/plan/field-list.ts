import type { Model } from '../catalog/index.ts';
import type { FieldSpec } from '../definition/field-schema.ts';
import type { ExportDefinition } from '../definition/schema.ts';

/** `fields`, with `all` replaced by every standard field in the model's order (K4). */
export function fieldList(definition: ExportDefinition, model: Model): FieldSpec[] {
  const everyField = [...model.fields.keys()].map((from): FieldSpec => ({ from }));
  if (definition.fields === undefined || definition.fields === 'all') return everyField;
  return definition.fields.flatMap(spec => (spec.from === 'all' && !model.fields.has('all') ? everyField : [spec]));
}
