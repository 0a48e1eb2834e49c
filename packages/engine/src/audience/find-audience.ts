import { writeCanonical } from '../definition/index.ts';
import { fail } from '../errors/index.ts';
import { audienceOf, openPlan, planExport } from '../run/plan-export.ts';
import { prepareExport } from '../run/prepare-export.ts';
import { Temporal } from '../time/index.ts';
import type { Workspace } from '../workspace/index.ts';
import { LIST_SEPARATOR } from './read-audience-file.ts';

/** How an audience file fits the people of the workspace (D7). */
export interface FoundAudience {
  /** The field that the entries are of. */
  readonly field: string;
  /** Name of the people's model. */
  readonly model: string;
  readonly entries: number;
  /** Entries that are not the same as another. */
  readonly different: number;
  /** People of the source that the list names. */
  readonly found: number;
}

/** Reads an audience file and asks the source how many people it names. */
export async function findAudience(workspace: Workspace, file: string, signal: AbortSignal): Promise<FoundAudience> {
  const { model } = workspace.audience;
  const people = workspace.catalog.models.get(model);
  const [field] = people?.fields.keys() ?? [];
  if (!people || field === undefined) return fail('audience-not-related', { model, audience: model, known: false });
  const everyone = {
    version: 1,
    name: 'audience',
    model,
    fields: [people.key[0] ?? field],
    filters: 'none',
    audience: { file },
    order: 'none',
  };
  const prepared = prepareExport({
    workspace,
    text: writeCanonical(everyone, 'export'),
    runAt: Temporal.Now.instant(),
  });
  const list = await audienceOf(prepared, signal);
  if (!list) throw new Error('an audience file gives a list');
  const plan = planExport(prepared, { audienceList: list });
  await using open = await openPlan(prepared, plan, signal);
  let found = 0;
  for await (const batch of open.source.rows(open.compile('cells'), signal)) found += batch.length;
  const different = new Set(list.entries.split(LIST_SEPARATOR)).size;
  return { field: list.field.path, model, entries: list.count, different, found };
}
