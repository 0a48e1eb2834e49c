import assert from 'node:assert/strict';
import { checkExport, type FileKind } from '@waybill/engine/definition';
import { loadWorkspace } from '@waybill/engine/workspace';
import { complete } from '../../src/complete/complete.ts';
import { languageDocument } from '../../src/language-document.ts';
import { snippetText, withDefaults } from '../../src/snippets/snippet.ts';
import { SNIPPETS } from '../../src/snippets/snippets.ts';
import { accepted } from '../support/accepted.ts';
import { marked } from '../support/marked.ts';
import { DEMO, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();

/** Files in which a part may stand, the cursor at its place. */
const AROUND: Readonly<Record<string, readonly string[]>> = {
  'export:': ['version: 1\nname: a\nmodel: transactions\nfields: all\n¦', 'filters: none\n'],
  'export:(add|remove)?.filters.any?': [
    'version: 1\nname: a\nmodel: transactions\nfields: all\nfilters:\n  any:\n    - ¦',
  ],
  'export:filters.any?.#?.all': ['version: 1\nname: a\nmodel: transactions\nfields: all\nfilters:\n  all:\n    - ¦'],
  'export:add?.fields': ['version: 1\nname: a\nmodel: transactions\nfilters: none\nfields:\n  - ¦'],
  'model:(fields|custom|extended)': ['version: 1\nmodel: a\ntable: a\nfields:\n  ¦'],
  'model:relations': ['version: 1\nmodel: a\ntable: a\nfields: {id: integer}\nrelations:\n  ¦'],
  'model:predicates': ['version: 1\nmodel: a\ntable: a\nfields: {id: integer}\npredicates:\n  ¦'],
  'model:kpis': ['version: 1\nmodel: a\ntable: a\nfields: {id: integer}\nkpis:\n  ¦'],
  'workspace:sources': ['version: 1\nbrand: {name: a}\nsources:\n  ¦'],
  'workspace:destinations': ['version: 1\nbrand: {name: a}\ndestinations:\n  ¦'],
};

/** What a file says once a snippet was accepted in it, and nothing changed. */
function afterAccepting(kind: FileKind, around: string, label: string): string {
  const { document, position } = marked(around, kind, '¦');
  const found = complete(document, position, demo).find(completion => completion.label === label);
  assert.ok(found, `${label} is offered`);
  assert.equal(found.kind, 'snippet');
  return accepted(document, found);
}

describe('V2 snippets', () => {
  for (const { label, kind, inside } of SNIPPETS) {
    it(`V2 completion: the snippet "${label}" is right as it is (${kind})`, () => {
      const [around = '¦', below = ''] =
        inside === undefined ? [] : (AROUND[`${kind}:${inside}`] ?? assert.fail(`${kind}:${inside}`));
      const text = afterAccepting(kind, around, label);
      const needed = !text.includes('filters:') ? below : '';
      const document = languageDocument(
        `exports/test.${kind}.yaml`,
        kind,
        text.trimEnd() + (needed === '' ? '\n' : `\n${needed}`),
      );
      assert.deepEqual(document.parsed.problems, [], document.text);
    });
  }

  for (const { label } of SNIPPETS.filter(({ kind, inside }) => kind === 'export' && inside === undefined)) {
    it(`V2 completion: the snippet "${label}" is an export of the demo's workspace`, () => {
      const text = afterAccepting('export', '¦', label);
      const document = languageDocument('exports/test.export.yaml', 'export', text);
      const { problems } = checkExport(document.parsed as never, loadWorkspace(DEMO, { cwd: DEMO, env: {} }));
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
        text,
      );
    });
  }

  it('V2 completion: a snippet begins with names of the workspace and of the file', () => {
    const { document, position } = marked('¦', 'export', '¦', 'exports/weekly-list.export.yaml');
    const [first] = complete(document, position, demo);
    assert.match(first?.insertText ?? '', /name: \$\{1:weekly-list\}/);
    assert.match(first?.insertText ?? '', /to: \$\{\d+:partner-sftp\}/);
  });

  it('V2 completion: names that a workspace does not have are examples', () => {
    assert.equal(
      withDefaults(snippetText({ body: ['to: ${1:@destination@}', '${2|a,b|} \\${x\\}$0'] })),
      'to: partner-sftp\na ${x}',
    );
    assert.equal(withDefaults(snippetText({ body: ['${1:@name@}'] }, { name: 'a}b$' })), 'a}b$');
  });

  it('V2 completion: labels of one kind of file are all different', () => {
    const labels = SNIPPETS.map(({ kind, label }) => `${kind} ${label}`);
    assert.equal(new Set(labels).size, labels.length);
  });
});
