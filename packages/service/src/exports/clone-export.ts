import type { DeployResult } from '@waybill/api';
import { parseExport } from '@waybill/engine/definition';
import { fail, type Problem, problem } from '@waybill/engine/errors';
import type { Actor, ServiceContext } from '../context.ts';
import type { InputOf } from '../http/handler.ts';
import { deploy } from './deploy.ts';
import { withName } from './edit-definition.ts';
import { currentText } from './export-view.ts';
import { exportNamed, findExport } from './find-export.ts';
import { revisionLabel } from './revisions.ts';

/**
 * Makes a new export out of another (R4): all its settings under a new name, or the changed text that is given, under
 * that name too. Nothing else moves: the other export, its runs and its schedule stay as they are.
 * @throws `export-exists`, what is wrong with the definition.
 */
export async function cloneExport(
  service: ServiceContext,
  actor: Actor,
  { params, body: { name, text, paused, dryRun } }: InputOf<'cloneExport'>,
): Promise<DeployResult> {
  const { store } = service;
  const original = await findExport(store, params.name);
  if (await exportNamed(store.db, name))
    fail('export-exists', { export: name }, { place: { path: 'name' }, found: name });
  const before = await currentText(store.db, original);
  const base = text ?? before;
  // A text that cannot be read is told as it came.
  const copy = parseExport(base).yaml.problems.length > 0 ? base : withName(base, name);
  return deploy(service, actor, {
    text: copy,
    dryRun,
    paused,
    expectedRevision: 0,
    comparedWith: { label: revisionLabel(params.name, original.revision), text: before },
    warnings: sameFiles(params.name, before, copy),
  });
}

/** Where both would write the very same file, the one that runs later wins; hardly anybody wants that. */
function sameFiles(original: string, before: string, copy: string): readonly Problem[] {
  const places = (text: string) => parseExport(text).value?.deliver ?? [];
  const taken = new Set(places(before).map(({ to, path }) => JSON.stringify([to, path])));
  const { yaml, value } = parseExport(copy);
  return (value?.deliver ?? []).flatMap(({ to, path, if_exists }, i) => {
    if (path === undefined || if_exists === 'version' || !taken.has(JSON.stringify([to, path]))) return [];
    const { deliver } = yaml.value as { readonly deliver: unknown };
    const place = yaml.locate(Array.isArray(deliver) ? ['deliver', i, 'path'] : ['deliver', 'path']);
    return [problem('clone-same-file', { original, destination: to, path }, { place })];
  });
}
