import { FILE_NAME_TOKENS, fileNameShape, renderFileName } from '@waybill/engine/file-name';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { bullets, code, described, paragraphs, plain } from '../markdown.ts';
import { modelOf } from '../meaning/model-of.ts';
import { momentOf, saidAt, windowToday } from './said.ts';
import { tokenList } from './time-words.ts';

/** Stands for the id that a run will have. */
const SOME_RUN = FILE_NAME_TOKENS.find(({ token }) => token === '{run.id}')?.example ?? 'run';

/**
 * The path that a file of today would have at a destination (O5), or what is wrong with it; without a path the name
 * that the export's gives. `{rows}` stays as it is written: nobody knows the rows yet.
 */
export function fileNameToday(
  path: string | undefined,
  document: LanguageDocument,
  workspace: LanguageWorkspace,
): { readonly ok: boolean; readonly text: string } {
  const model = modelOf(document, workspace);
  const formats = model === undefined ? undefined : workspace.workspace?.catalog.models.get(model)?.formats;
  const file = saidAt(document, workspace, 'file');
  const { split, ...shape } = fileNameShape(file, { name: model ?? '', allowedFormats: formats });
  const window = windowToday(document, workspace);
  const names = renderFileName(
    path,
    {
      ...momentOf(document, workspace),
      exportName: saidAt(document, workspace, 'name') ?? 'export',
      window: typeof window === 'string' ? null : window,
      runId: SOME_RUN,
      rows: null,
      part: split ? 1 : null,
    },
    shape,
  );
  return names.ok
    ? { ok: true, text: names.value.path }
    : { ok: false, text: names.problems.map(({ problem }) => problem.message).join(' ') };
}

/** A path with the name that it makes today, and its tokens (V3). */
export function fileNameWords(
  path: string | undefined,
  document: LanguageDocument,
  workspace: LanguageWorkspace,
): string {
  const { ok, text } = fileNameToday(path, document, workspace);
  const braces = FILE_NAME_TOKENS.filter(({ token }) => path?.includes(token));
  return paragraphs(
    ok ? `A run of today makes ${code(text)}` : plain(text),
    [
      bullets(braces.map(({ token, meaning }) => `${code(token)} ${described(meaning)}`)),
      path === undefined ? '' : tokenList(path),
    ]
      .filter(list => list !== '')
      .join('\n'),
  );
}
