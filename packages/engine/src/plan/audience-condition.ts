import { wayTo } from '../definition/check-audience.ts';
import type { PlanRequest } from './build-plan.ts';
import { criterionCondition, type FilterContext } from './criterion-condition.ts';
import { ALWAYS, type Condition } from './plan.ts';
import type { Spot, TableCollector } from './tables.ts';

/** Name of the list that the session holds for `audience: {file: …}`. */
export const AUDIENCE_LIST = 'audience';

/** D7: narrows the export to a customer list, reached from its model over to-one relations. */
export function audienceCondition(
  context: FilterContext,
  tables: TableCollector,
  root: Spot,
  request: PlanRequest,
): Condition {
  const { definition, audienceSettings: settings, audienceList: list } = request;
  const { audience } = definition;
  if (!audience) return ALWAYS;
  if (!settings) throw new Error('an audience without its settings');
  let people = root;
  for (const hop of wayTo(context.catalog, root.model, settings.model) ?? []) people = tables.hop(people, hop);
  if ('file' in audience) {
    if (!list) throw new Error(`the audience file ${audience.file} was not read`);
    return { kind: 'listed', ref: tables.ref(people, list.field, list.field.path), list: AUDIENCE_LIST };
  }
  const [operator, value] =
    'segment' in audience ? [settings.segment, audience.segment] : [settings.group, audience.group];
  return criterionCondition(context, tables, people, { operator, value });
}
