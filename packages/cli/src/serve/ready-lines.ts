import { relative } from 'node:path';
import type { Io } from '../io.ts';
import { version } from '../version.ts';

/** What a service says when it is ready: where it answers, for which workspace, and what to do next. */
export function readyLines(
  { url, folder }: { readonly url: string; readonly folder: string },
  { out: { colours }, cwd }: Pick<Io, 'out' | 'cwd'>,
): readonly string[] {
  const where = relative(cwd, folder) === '' ? folder : relative(cwd, folder);
  return [
    `${colours.green('✓')} Waybill ${version()} listens on ${colours.bold(url)} for the workspace ${where}; \`waybill deploy FILE\` gives it an export.`,
  ];
}
