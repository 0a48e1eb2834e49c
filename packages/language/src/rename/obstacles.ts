import { type Problem, problem } from '@waybill/engine/errors';
import { templateText } from '@waybill/engine/template';
import { templateOf } from '../hover/said.ts';
import { type LanguageDocument, languageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Meaning } from '../meaning/meaning.ts';
import { mentionsOf } from '../meaning/mentions.ts';
import { occurrences } from '../meaning/occurrences.ts';
import { CALLED, type Renameable } from './new-name.ts';

/** What keeps a renaming from finding every place, or from changing it; undefined when nothing does. */
export function obstacle(
  target: Renameable,
  newName: string,
  documents: readonly LanguageDocument[],
  workspace: LanguageWorkspace,
): Problem | undefined {
  for (const document of documents) {
    if (!document.text.includes(target.name) && !document.text.includes(newName)) continue;
    const found =
      unclear(target, document, workspace) ??
      anchored(target, document, workspace) ??
      builtIn(target, document, workspace) ??
      hiddenHeader(newName, document, workspace);
    if (found) return found;
  }
  return undefined;
}

/** A file that cannot be read may name the target anywhere, and so may one whose model cannot be read. */
function unclear({ name }: Renameable, document: LanguageDocument, workspace: LanguageWorkspace): Problem | undefined {
  const { file } = document;
  if (!document.text.includes(name)) return undefined;
  const [mistake] = document.yaml.problems;
  if (mistake) {
    const place = mistake.place ? { place: mistake.place } : {};
    return problem('rename-unclear', { name, file, reason: 'the file is not valid YAML' }, place);
  }
  const catalog = workspace.workspace?.catalog;
  const names = new Set(catalog?.models.keys());
  const blocked = occurrences(document, workspace).find(({ meaning, segments }) => {
    const model = modelIn(meaning);
    const broken = model !== undefined && names.has(model) && catalog?.models.get(model) === undefined;
    return broken && segments.some(({ text, target, word }) => text === name && !target && word === undefined);
  });
  if (!blocked) return undefined;
  const reason = `the model "${modelIn(blocked.meaning)}" has mistakes in its file`;
  return problem('rename-unclear', { name, file, reason });
}

/** What an alias repeats elsewhere (`&x`, `*x`) cannot be given another form for one of its places. */
function anchored(target: Renameable, document: LanguageDocument, workspace: LanguageWorkspace): Problem | undefined {
  const found = mentionsOf(target, [document], workspace).find(({ occurrence: { path } }) =>
    path.some((_, i) => {
      const node = document.yaml.nodeAt(path.slice(0, i + 1));
      return node !== undefined && 'anchor' in node && node.anchor !== undefined;
    }),
  );
  if (!found) return undefined;
  const reason = 'it has an anchor (`&`), so it stands in several places at once';
  return problem('rename-unclear', { name: target.name, file: document.file, reason });
}

const modelIn = (meaning: Meaning): string | undefined => ('model' in meaning ? meaning.model : undefined);

/** A built-in template is no file that could be changed. */
function builtIn(target: Renameable, document: LanguageDocument, workspace: LanguageWorkspace): Problem | undefined {
  const template = templateOf(document, workspace);
  if (template?.state !== 'built-in') return undefined;
  const inside = languageDocument('', 'template', template.parsed.yaml.text);
  if (mentionsOf(target, [inside], workspace).length === 0) return undefined;
  const params = {
    what: CALLED[target.kind],
    name: target.name,
    template: templateText(template),
    file: document.file,
  };
  return problem('rename-in-built-in', params);
}

/** `remove: {fields: [Bill]}` takes a column by its header; it would take the field once one is called so. */
function hiddenHeader(newName: string, document: LanguageDocument, workspace: LanguageWorkspace): Problem | undefined {
  const found = occurrences(document, workspace).some(
    ({ meaning, text, segments }) =>
      meaning.kind === 'column' && text === newName && segments.every(({ target }) => target === undefined),
  );
  if (!found) return undefined;
  const by = `${document.file} names a column by this header`;
  return problem('rename-taken', { what: 'column', name: newName, by }, { found: newName });
}
