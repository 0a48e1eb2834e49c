import assert from 'node:assert/strict';
import { cp, rename as move, readFile, writeFile } from 'node:fs/promises';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { diagnoseAll } from '../../src/diagnose/diagnose.ts';
import type { LanguageWorkspace } from '../../src/language-workspace.ts';
import type { Renameable } from '../../src/rename/new-name.ts';
import { renameTarget } from '../../src/rename/rename.ts';
import { applyEdits, DEMO, documentOf, workspaceOf } from '../support/workspace.ts';

/** Every problem of every file, without the file's name, which may be another one afterwards. */
const problems = (workspace: LanguageWorkspace): readonly string[] =>
  workspace
    .documents()
    .flatMap(document => diagnoseAll(document, workspace))
    .flatMap(({ problems: here, elsewhere }) => [...here, ...elsewhere].map(({ code }) => code))
    .sort();

describe('rename on the disk', () => {
  const targets: readonly (readonly [target: Renameable, name: string, file: string])[] = [
    [{ kind: 'model', name: 'customers' }, 'members', 'catalog/members.model.yaml'],
    [{ kind: 'model', name: 'stores' }, 'shops', 'catalog/shops.model.yaml'],
    [{ kind: 'template', name: 'sales' }, 'bills', 'templates/bills@2.template.yaml'],
    [{ kind: 'source', name: 'demo' }, 'crm', 'waybill.yaml'],
  ];
  for (const [target, name, file] of targets) {
    it(`V5: the ${target.kind} ${target.name}: the folder validates as before, its files moved`, async () => {
      await using folder = await tempFolder();
      await cp(DEMO, folder.path, { recursive: true });
      // What extends a built-in template keeps its models from being renamed.
      await writeFile(
        folder.join('exports/store-traffic.export.yaml'),
        'version: 1\nname: store-traffic\nmodel: footfall\nkpis: [visitors]\ndimensions: [store.name]\nfilters: none\n',
      );
      const before = workspaceOf({}, folder.path);
      const renamed = renameTarget(target, name, undefined, before);
      assert.ok(renamed.ok, renamed.ok ? '' : renamed.problem.message);
      for (const { file: changed, edits } of renamed.edits) {
        const text = await readFile(folder.join(changed), 'utf8');
        // The record of templates is none of the four kinds; its text is edited like any other.
        const document = documentOf(changed.endsWith('published.yaml') ? 'waybill.yaml' : changed, text);
        await writeFile(folder.join(changed), applyEdits(document, edits));
      }
      for (const { from, to } of renamed.moves) await move(folder.join(from), folder.join(to));
      const after = workspaceOf({}, folder.path);
      assert.deepEqual(problems(after), problems(before));
      assert.deepEqual(after.workspace?.catalogProblems(), []);
      assert.deepEqual(after.workspace?.templates.problems(), []);
      assert.ok(after.documents().some(document => document.file === file));
    });
  }
});
