import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog, Model, ModelRelation } from '../catalog/catalog.ts';
import { resolvePredicate } from '../catalog/resolve.ts';
import type { Checks } from './check-context.ts';
import { nearestWord } from './expectation.ts';
import type { ExportDefinition } from './schema.ts';

/** How far from the exported model the people may be. */
const MOST_HOPS = 3;
/** So much of an audience file is read to see its header. */
const HEADER_BYTES = 4096;

export interface AudienceSettings {
  readonly model: string;
  readonly segment: string;
  readonly group: string;
}

/** The shortest way over to-one relations from a model to another; undefined when there is none (D7). */
export function wayTo(catalog: Catalog, from: Model, target: string): readonly ModelRelation[] | undefined {
  let reached: { model: Model; hops: readonly ModelRelation[] }[] = [{ model: from, hops: [] }];
  const seen = new Set([from.name]);
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const there = reached.find(({ model }) => model.name === target);
    if (there) return there.hops;
    const next: typeof reached = [];
    for (const { model, hops } of reached) {
      for (const relation of model.relations.values()) {
        if (relation.kind === 'many' || seen.has(relation.target)) continue;
        seen.add(relation.target);
        const found = catalog.models.get(relation.target);
        if (found) next.push({ model: found, hops: [...hops, relation] });
      }
    }
    reached = next;
  }
  return undefined;
}

/** D7: the model is related to the people, the predicate is there, the file is in the workspace and can be matched. */
export function checkAudience(
  checks: Checks,
  model: Model,
  audience: NonNullable<ExportDefinition['audience']>,
  settings: AudienceSettings,
  folder: string | undefined,
): void {
  const people = checks.catalog.models.get(settings.model);
  if (!people || !wayTo(checks.catalog, model, settings.model)) {
    checks.add(
      'audience-not-related',
      { model: model.name, audience: settings.model, known: people !== undefined },
      ['audience'],
      {},
      'key',
    );
    return;
  }
  if ('file' in audience) {
    if (folder !== undefined) checkFile(checks, people, audience.file, folder);
    return;
  }
  const kind = 'segment' in audience ? 'segment' : 'group';
  const predicate = resolvePredicate(checks.catalog, people, settings[kind]);
  if (!predicate.ok || !predicate.value.value) {
    const params = { kind, predicate: settings[kind], model: people.name } as const;
    checks.add('audience-predicate', params, ['audience', kind], { found: kind }, 'key');
  }
}

function checkFile(checks: Checks, people: Model, file: string, folder: string): void {
  const path = ['audience', 'file'];
  // Only below the workspace folder: a definition must not be able to read anything else (Q2).
  if (/^([/\\]|[A-Za-z]:)/.test(file) || file.split(/[/\\]/).includes('..') || file.includes('\0')) {
    checks.add('audience-file-outside', { file }, path, { found: file });
    return;
  }
  const start = readStart(join(folder, file));
  if (typeof start !== 'string') {
    checks.add('audience-file-unreadable', { file, detail: start.detail }, path, { found: file });
    return;
  }
  const [line = ''] = start.replace(/^\ufeff/, '').split(/\r?\n|\r/);
  const header = line.split(/[,;\t|]/).map(cell => cell.trim().replace(/^"(.*)"$/, '$1'));
  const named = header.some(
    cell => people.fields.has(cell) || cell.startsWith('custom.') || cell.startsWith('extended.'),
  );
  if (named || header.length <= 1) return;
  const fields = [...people.fields.keys()];
  const suggestions = header.flatMap(cell => nearestWord(cell, fields)).slice(0, 1);
  const params = {
    file,
    model: people.name,
    header,
    ...(suggestions[0] === undefined ? {} : { nearest: suggestions[0] }),
  };
  checks.add('audience-column', params, path, { found: file });
}

function readStart(path: string): string | { readonly detail: string } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const buffer = Buffer.alloc(HEADER_BYTES);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, HEADER_BYTES, 0));
  } catch (error) {
    return { detail: (error as NodeJS.ErrnoException).code ?? String(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
