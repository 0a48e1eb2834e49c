import type { Io } from '../io.ts';

/** The name of an export that a person means: as it is, or of a file of it, which shells complete more easily. */
export async function exportName(io: Io, word: string): Promise<string> {
  if (!word.endsWith('.export.yaml')) return word;
  const { parseExport } = await import('@waybill/engine/definition');
  const { failOnErrors } = await import('@waybill/engine/errors');
  const { readNamedFile } = await import('../workspace/read-file.ts');
  const { value, problems } = parseExport(readNamedFile(io.cwd, word), word);
  if (value === undefined) failOnErrors(problems);
  return value?.name ?? word;
}
