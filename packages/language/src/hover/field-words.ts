import type { Field, Model } from '@waybill/engine/catalog';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { bullets, code, paragraphs, plain, someOf } from '../markdown.ts';

/** A field of a model (V3). Sample values are shown where the last preview saw some, of personal data never. */
export function fieldWords(model: Model, field: Field, workspace: LanguageWorkspace): string {
  const samples = field.pii ? undefined : workspace.samples?.(model.name, field.path);
  const sql = field.computed?.includes('\n') ? undefined : field.computed;
  const values = [...(field.values ?? [])].map(([value, label]) =>
    value === label ? code(value) : `${code(value)} ${plain(label)}`,
  );
  return paragraphs(
    `**${plain(field.label)}** · ${field.type} · ${code(`${model.name}.${field.path}`)}`,
    field.description === undefined ? undefined : plain(field.description),
    bullets([
      field.column === undefined ? undefined : `Column: ${code(field.column)} of ${code(model.table.join('.'))}`,
      field.computed === undefined ? undefined : `Computed in the database${sql === undefined ? '' : `: ${code(sql)}`}`,
      field.identifier ? 'Identifier: names one entry, so it cannot be grouped by' : undefined,
      field.pii ? 'Personal data: masked in previews' : undefined,
      field.group === 'custom' ? `Custom field: offered with ${code(model.name)} only` : undefined,
      field.group === 'extended' ? 'Extended field: reached from every related model' : undefined,
      model.key.includes(field.path) ? `Key of ${code(model.name)}` : undefined,
      model.eventDate === field.path ? 'Event date: when it happened' : undefined,
      model.updatedAt === field.path ? 'Updated at: when the row last changed' : undefined,
      values.length === 0 ? undefined : `Values: ${someOf(values, 20)}`,
      samples === undefined || samples.length === 0
        ? undefined
        : `Seen in the last preview: ${someOf(samples.map(code), 5)}`,
    ]),
  );
}
