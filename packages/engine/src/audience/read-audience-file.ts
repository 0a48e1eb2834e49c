import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type CsvError, parse } from 'csv-parse';
import type { Field, Model } from '../catalog/index.ts';
import { fail, WaybillError } from '../errors/index.ts';

/** A list of people from a file (D7), ready to be held by a database session. */
export interface AudienceList {
  /** Which field of the people the entries are. */
  readonly field: Field;
  /** The entries, each once or more, joined by {@link LIST_SEPARATOR}. */
  readonly entries: string;
  readonly count: number;
}

/** Between the entries of a list: a control character that no id has. */
export const LIST_SEPARATOR = '\u001f';

const DELIMITERS = [',', ';', '\t', '|'];
const HEADER_BYTES = 4096;

/**
 * Reads an audience file: a csv whose header names a field of the people's model, or a bare list of its keys. Read as
 * a stream; what is kept is the one column. Entries are trimmed and empty ones left out.
 * @param file path in the workspace folder, checked to stay inside it; a link must not lead out of it either (Q2).
 */
export async function readAudienceFile(
  folder: string,
  file: string,
  people: Model,
  signal: AbortSignal,
): Promise<AudienceList> {
  const path = await insideFolder(folder, file);
  const delimiter = await delimiterOf(path, file);
  const rows = createReadStream(path, { signal }).pipe(
    parse({ bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, trim: true }),
  );
  let column: { readonly index: number; readonly field: Field } | undefined;
  const entries: string[] = [];
  let line = 0;
  try {
    for await (const cells of rows as AsyncIterable<readonly string[]>) {
      line += 1;
      if (!column) {
        const named = headerColumn(cells, people);
        column = named ?? { index: 0, field: keyField(cells, people, file) };
        if (named) continue;
      }
      const entry = cells[column.index] ?? '';
      if (entry === '') continue;
      checkEntry(entry, column.field, file, line);
      entries.push(entry);
    }
  } catch (error) {
    if (error instanceof WaybillError) throw error;
    signal.throwIfAborted();
    const detail = (error as CsvError).message;
    return fail('audience-file-unreadable', { file, detail }, { found: file }, error);
  }
  if (!column || entries.length === 0) return fail('audience-empty', { file }, { found: file });
  return { field: column.field, entries: entries.join(LIST_SEPARATOR), count: entries.length };
}

async function insideFolder(folder: string, file: string): Promise<string> {
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, file))]);
    return path.startsWith(root + sep) ? path : fail('audience-file-outside', { file }, { found: file });
  } catch (error) {
    if (error instanceof WaybillError) throw error;
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    return fail('audience-file-unreadable', { file, detail }, { found: file }, error);
  }
}

/** The first of the usual delimiters that the first line has; a bare list has none. */
async function delimiterOf(path: string, file: string): Promise<string> {
  let start = '';
  try {
    for await (const chunk of createReadStream(path, { end: HEADER_BYTES - 1, encoding: 'utf8' })) start += chunk;
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    return fail('audience-file-unreadable', { file, detail }, { found: file }, error);
  }
  const [line = ''] = start.split(/\r?\n|\r/);
  return DELIMITERS.find(delimiter => line.includes(delimiter)) ?? ',';
}

function headerColumn(cells: readonly string[], people: Model): { index: number; field: Field } | undefined {
  for (const [index, cell] of cells.entries()) {
    const field = people.fields.get(cell) ?? groupField(cell, people);
    if (field) return { index, field };
  }
  return undefined;
}

function groupField(cell: string, people: Model): Field | undefined {
  const [, group, name = ''] = /^(custom|extended)\.(.+)$/.exec(cell) ?? [];
  return group === undefined ? undefined : people[group as 'custom' | 'extended'].get(name);
}

/** A list without a header is one of keys, so it has one column and the model one key. */
function keyField(cells: readonly string[], people: Model, file: string): Field {
  const [key, ...others] = people.key;
  const field = key === undefined ? undefined : people.fields.get(key);
  if (others.length > 0 || !field)
    return fail('audience-key', { file, model: people.name, key: people.key }, { place: { file, line: 1 } });
  if (cells.length === 1) return field;
  return fail('audience-column', { file, model: people.name, header: cells }, { found: file });
}

function checkEntry(entry: string, field: Field, file: string, line: number): void {
  if (entry.includes(LIST_SEPARATOR) || entry.includes('\0')) {
    fail('audience-entry', { entry, field: field.path, line, file }, { place: { file, line }, found: entry });
  }
  if (field.type === 'integer' && !/^[+-]?\d{1,38}$/.test(entry)) {
    fail('audience-entry', { entry, field: field.path, line, file }, { place: { file, line }, found: entry });
  }
}
