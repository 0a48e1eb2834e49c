import { strict as assert } from 'node:assert';
import { readdir, readFile } from 'node:fs/promises';
import { runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { smallWorkspace } from './small-workspace.ts';

describe('V8 schema', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await tempFolder();
  });
  afterEach(() => folder.remove());

  it('V8 C1 schema: prints the schema of a kind of file, outside a workspace too', async () => {
    const { code, stdout, stderr } = await runCli(['schema', 'export'], { cwd: folder.path });
    assert.deepEqual([code, stderr], [0, '']);
    const schema = JSON.parse(stdout);
    assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
    assert.ok(schema.properties.filters);
    assert.equal(schema.properties.model.enum, undefined);
  });

  it('V8 C1 schema: in a workspace it knows the names; --plain leaves them out', async () => {
    await smallWorkspace(folder);
    const model = async (...args: string[]) =>
      JSON.parse((await runCli(['schema', 'export', ...args], { cwd: folder.path })).stdout).properties.model;
    assert.deepEqual((await model()).enum, ['people']);
    assert.equal((await model('--plain')).enum, undefined);
  });

  it('V8 C1 schema: --write makes a file of each kind', async () => {
    const { code, stdout } = await runCli(['schema', '--write', 'schemas'], { cwd: folder.path });
    assert.equal(code, 0);
    const files = ['export', 'template', 'model', 'workspace'].map(kind => `${kind}.schema.json`);
    assert.deepEqual((await readdir(folder.join('schemas'))).sort(), [...files].sort());
    assert.equal(stdout.trim().split('\n').length, 4);
    for (const file of files) JSON.parse(await readFile(folder.join('schemas', file), 'utf8'));
  });

  it('V8 C1 schema: another word is a mistake, with the nearest right one', async () => {
    const { code, stderr } = await runCli(['schema', 'exprt'], { cwd: folder.path });
    assert.equal(code, 2);
    assert.match(stderr, /wrong-argument.*Did you mean "export"\?/);
    assert.equal((await runCli(['schema'], { cwd: folder.path })).code, 2);
  });
});
