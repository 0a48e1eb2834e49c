import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type CsvError, parse } from 'csv-parse';
import type { Field, Model } from '../catalog/index.ts';
import { AUDIENCE_HEAD_BYTES, audienceColumn, audienceDelimiter } from '../definition/audience-header.ts';
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
        const found = audienceColumn(cells, people);
        if (found.kind === 'wrong') return wrongFirstLine(found.code, cells, people, file);
        column = found.kind === 'header' ? found : { index: 0, field: found.field };
        if (found.kind === 'header') continue;
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

async function delimiterOf(path: string, file: string): Promise<string> {
  let start = '';
  try {
    for await (const chunk of createReadStream(path, { end: AUDIENCE_HEAD_BYTES - 1, encoding: 'utf8' }))
      start += chunk;
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    return fail('audience-file-unreadable', { file, detail }, { found: file }, error);
  }
  return audienceDelimiter(start);
}

function wrongFirstLine(
  code: 'audience-key' | 'audience-column',
  header: readonly string[],
  people: Model,
  file: string,
): never {
  if (code === 'audience-key')
    return fail(code, { file, model: people.name, key: people.key }, { place: { file, line: 1 } });
  return fail(code, { file, model: people.name, header }, { found: file });
}

function checkEntry(entry: string, field: Field, file: string, line: number): void {
  if (entry.includes(LIST_SEPARATOR) || entry.includes('\0')) {
    fail('audience-entry', { entry, field: field.path, line, file }, { place: { file, line }, found: entry });
  }
  if (field.type === 'integer' && !/^[+-]?\d{1,38}$/.test(entry)) {
    fail('audience-entry', { entry, field: field.path, line, file }, { place: { file, line }, found: entry });
  }
}
