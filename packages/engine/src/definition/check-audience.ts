import { closeSync, openSync, readSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Catalog, Model, ModelRelation } from '../catalog/catalog.ts';
import { resolvePredicate } from '../catalog/resolve.ts';
import { nearest } from '../errors/index.ts';
import { AUDIENCE_HEAD_BYTES, audienceColumn, audienceDelimiter } from './audience-header.ts';
import type { Checks } from './check-context.ts';
import type { ExportDefinition } from './schema.ts';

/** How far from the exported model the people may be. */
const MOST_HOPS = 3;

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
  const start = readStart(folder, file);
  if (!('text' in start)) {
    if (start.detail === 'outside') checks.add('audience-file-outside', { file }, path, { found: file });
    else checks.add('audience-file-unreadable', { file, detail: start.detail }, path, { found: file });
    return;
  }
  const text = start.text.replace(/^\ufeff/, '');
  const [line = '', ...more] = text.split(/\r?\n|\r/).filter(one => one.trim() !== '');
  const header = line.split(audienceDelimiter(line)).map(cell => unquoted(cell.trim()));
  const column = line === '' ? undefined : audienceColumn(header, people);
  if (!column || (column.kind === 'header' && more.length === 0 && start.whole)) {
    checks.add('audience-empty', { file }, path, { found: file });
    return;
  }
  const [near] = header.flatMap(cell => nearest(cell, people.fields.keys())).slice(0, 1);
  if (column.kind === 'keys' && near !== undefined) {
    const params = { file, cell: header[0] ?? '', key: column.field.path, nearest: near };
    checks.add('audience-first-line', params, path, { found: file });
  }
  if (column.kind !== 'wrong') return;
  const params = { file, model: people.name, header, ...(near === undefined ? {} : { nearest: near }) };
  if (column.code === 'audience-column') checks.add('audience-column', params, path, { found: file });
  else checks.add('audience-key', { file, model: people.name, key: people.key }, path, { found: file });
}

const unquoted = (cell: string): string => (/^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);

/** The head of a file of the workspace; a link must not lead out of it either (Q2). */
function readStart(
  folder: string,
  file: string,
): { readonly text: string; readonly whole: boolean } | { readonly detail: string } {
  let descriptor: number | undefined;
  try {
    const path = realpathSync(join(folder, file));
    if (!path.startsWith(realpathSync(folder) + sep)) return { detail: 'outside' };
    descriptor = openSync(path, 'r');
    const buffer = Buffer.alloc(AUDIENCE_HEAD_BYTES);
    const length = readSync(descriptor, buffer, 0, AUDIENCE_HEAD_BYTES, 0);
    return { text: buffer.toString('utf8', 0, length), whole: length < AUDIENCE_HEAD_BYTES };
  } catch (error) {
    return { detail: (error as NodeJS.ErrnoException).code ?? String(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
