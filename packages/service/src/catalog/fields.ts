import { createHash } from 'node:crypto';
import type { fieldViewSchema } from '@waybill/api';
import { operatorsFor } from '@waybill/engine/definition';
import type { Workspace } from '@waybill/engine/workspace';
import type { z } from 'zod';

type Catalog = Workspace['catalog'];
export type Model = NonNullable<ReturnType<Catalog['models']['get']>>;
type Field = Model['fields'] extends ReadonlyMap<string, infer F> ? F : never;

/** A field of a model or of one that it is related to, and how it is reached. */
export interface FoundField {
  readonly path: string;
  readonly field: Field;
  /** Labels of the models on the way. */
  readonly where: readonly string[];
}

/** Fields of a catalog that go on for ever are listed up to this many. */
const MOST = 20_000;

/**
 * The fields that an export of a model may name (K4): its own, and those behind to-one relations, the nearer ones first.
 * A model that was met on the way is not gone into again. Pure.
 * @param depth relations that a path may go through.
 */
export function fieldsOf(catalog: Pick<Catalog, 'models'>, start: Model, depth: number): readonly FoundField[] {
  interface Step {
    readonly model: Model;
    readonly prefix: string;
    readonly where: readonly string[];
    readonly met: ReadonlySet<string>;
  }
  const found: FoundField[] = [];
  let steps: Step[] = [{ model: start, prefix: '', where: [], met: new Set([start.name]) }];
  for (let level = 0; level <= depth && steps.length > 0 && found.length < MOST; level++) {
    const next: Step[] = [];
    for (const { model, prefix, where, met } of steps) {
      // Custom fields are for exports of their own model only.
      const groups = level === 0 ? [model.fields, model.custom, model.extended] : [model.fields, model.extended];
      for (const fields of groups) {
        for (const field of fields.values()) found.push({ path: `${prefix}${field.path}`, field, where });
      }
      if (level === depth) continue;
      for (const relation of model.relations.values()) {
        const target = relation.kind === 'one' ? catalog.models.get(relation.target) : undefined;
        if (target === undefined || met.has(target.name)) continue;
        next.push({
          model: target,
          prefix: `${prefix}${relation.name}.`,
          where: [...where, labelOf(relation.name)],
          met: new Set([...met, target.name]),
        });
      }
    }
    steps = next;
  }
  return found.slice(0, MOST);
}

/** A name as people read it, where it has no label: `home_store` → `Home store`. */
export const labelOf = (name: string): string => {
  const words = name.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Longest value of a choice in Slack. */
const LONGEST_KEY = 75;

/** A word for a path that is short enough for choices. */
export const keyOfPath = (path: string): string =>
  path.length <= LONGEST_KEY && !path.startsWith('~') && !path.includes(',')
    ? path
    : `~${createHash('sha256').update(path).digest('base64url').slice(0, 40)}`;

/** D5: what may be done with the values of a type, besides grouping by them. */
function aggregationsOf({ type }: Field): string[] {
  if (type === 'integer' || type === 'decimal') return ['count', 'sum', 'average', 'min', 'max'];
  return type === 'date' || type === 'datetime' ? ['count', 'min', 'max'] : ['count'];
}

export const fieldView = ({ path, field, where }: FoundField): z.input<typeof fieldViewSchema> => ({
  path,
  key: keyOfPath(path),
  label: field.label === field.name ? labelOf(field.name) : field.label,
  where: where.join(' › '),
  type: field.type,
  description: field.description ?? '',
  identifier: field.identifier,
  pii: field.pii,
  operators: [...operatorsFor(field.type)],
  aggregations: aggregationsOf(field),
  values: field.values?.size ?? 0,
});
