import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileKindOf } from '../../src/definition/index.ts';
import { checkFile, loadWorkspace } from '../../src/workspace/index.ts';

const DEMO = fileURLToPath(new URL('../../../demo/workspace', import.meta.url));

const SAMPLES = readdirSync(DEMO, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && fileKindOf(entry.name))
  .map(entry => relative(DEMO, join(entry.parentPath, entry.name)));

const workspaceWith = (file: string, text: string) =>
  loadWorkspace(DEMO, { cwd: DEMO, env: {}, unsaved: new Map([[join(DEMO, file), text]]) });

const asItIs = loadWorkspace(DEMO, { cwd: DEMO, env: {} });

function check(file: string, text: string) {
  const kind = fileKindOf(file);
  assert.ok(kind);
  // What an export says changes nothing for itself in the workspace around it.
  const workspace = kind === 'export' ? asItIs : workspaceWith(file, text);
  const { problems } = checkFile({ kind, file, text }, workspace);
  return problems.filter(({ place }) => place?.file === file);
}

const EXPORT = 'exports/one.export.yaml';

describe('V4 check of one file', () => {
  it('V4 C1 a line that cannot be read hides nothing that is surely wrong elsewhere', () => {
    const text = [
      'version: 1',
      'name: one',
      'model: transactions',
      'fields:',
      '  - id',
      '  - {from: amont, to: Amount',
      '  - chanel',
      'filters:',
      '  all:',
      '    - {attribute: amount, operator: atleast, value: 10}',
      'deliver: {to: nowhere}',
    ].join('\n');
    assert.deepEqual(
      check(EXPORT, text).map(({ code, place }) => [code, place?.line]),
      [
        ['yaml-syntax', 6],
        ['unknown-field', 7],
        ['unknown-operator', 10],
        ['unknown-destination', 11],
      ],
    );
  });

  it('V4 C1 a key that is written twice hides nothing else', () => {
    const text = 'version: 1\nname: one\nname: two\nmodel: transactions\nfields: [id, amont]\nfilters: none\n';
    assert.deepEqual(
      check(EXPORT, text).map(({ code, place }) => [code, place?.line]),
      [
        ['duplicate-key', 3],
        ['unknown-field', 5],
      ],
    );
  });

  it('V4 a broken line of a file that is right is the only thing that is told, wherever it is', () => {
    for (const file of SAMPLES) {
      const lines = readFileSync(join(DEMO, file), 'utf8').split('\n');
      for (const [i, line] of lines.entries()) {
        const ways = [`${line} [`, `${line} "`, `${line}: : x`, line.replace(':', ''), `\t${line}`];
        const broken = ways[i % ways.length] as string;
        const found = check(file, lines.with(i, broken).join('\n'));
        if (found[0]?.code !== 'yaml-syntax') continue;
        // A published template that cannot be read is not what was published.
        const others = found.filter(({ code }) => !['yaml-syntax', 'template-changed'].includes(code));
        assert.deepEqual(others, [], `${file}:${i + 1} as ${JSON.stringify(broken)}`);
      }
    }
  }).timeout(120_000);

  it('V4 a model is checked under every name of its file, and alone where another file has its name', () => {
    const file = 'catalog/stores.model.yaml';
    const text = readFileSync(join(DEMO, file), 'utf8').replace('name:', 'nam:');
    const workspace = workspaceWith(file, `${text}\ndimensions: [nowhere]\n`);
    const named = (name: string) => checkFile({ kind: 'model', file: name, text }, workspace).problems.map(p => p.code);
    assert.deepEqual(named(`./${file}`), named(file));
    assert.ok(named(file).includes('duplicate-key') || named(file).includes('unknown-dimension'), named(file).join());
  });
});
