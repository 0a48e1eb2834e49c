import type { Catalog, Model, ModelRelation } from '@waybill/engine/catalog';
import { bullets, code, paragraphs, plain, someOf } from '../markdown.ts';

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** A model of the catalog (V3). */
export function modelWords(model: Model): string {
  const counts = [
    counted(model.fields.size, 'field'),
    ...(model.custom.size > 0 ? [counted(model.custom.size, 'custom field')] : []),
    ...(model.extended.size > 0 ? [counted(model.extended.size, 'extended field')] : []),
    ...(model.relations.size > 0 ? [counted(model.relations.size, 'relation')] : []),
    ...(model.predicates.size > 0 ? [counted(model.predicates.size, 'predicate')] : []),
    ...(model.kpis.size > 0 ? [counted(model.kpis.size, 'KPI')] : []),
  ];
  return paragraphs(
    `**${plain(model.label)}** · model ${code(model.name)}`,
    model.description === undefined ? undefined : plain(model.description),
    bullets([
      model.source === '' ? undefined : `Source: ${code(model.source)}`,
      `Table: ${code(model.table.join('.'))}`,
      model.key.length === 0 ? 'No key: rows come in any order' : `Key: ${model.key.map(code).join(', ')}`,
      model.eventDate === undefined ? undefined : `Event date: ${code(model.eventDate)}`,
      model.updatedAt === undefined ? undefined : `Updated at: ${code(model.updatedAt)}`,
      model.formats === undefined ? undefined : `Formats: ${model.formats.join(', ')} only`,
      `Has ${counts.join(', ')}`,
    ]),
  );
}

/** A relation: where it leads, and by which fields. */
export function relationWords(model: Model, relation: ModelRelation, catalog: Catalog): string {
  const target = catalog.models.get(relation.target);
  const most = relation.kind === 'one' ? 'at most one of' : 'many of';
  return paragraphs(
    `**${plain(relation.name)}** · relation of ${code(model.name)} to ${relation.kind === 'one' ? 'one' : 'many'}`,
    `Leads to ${most} ${code(relation.target)}${target && target.label !== target.name ? ` (${plain(target.label)})` : ''}.`,
    bullets([
      `Matched by ${relation.match.map(([own, other]) => `${code(`${model.name}.${own}`)} = ${code(`${relation.target}.${other}`)}`).join(' and ')}`,
      target ? `Fields: ${someOf([...target.fields.keys()].map(code))}` : undefined,
    ]),
  );
}
