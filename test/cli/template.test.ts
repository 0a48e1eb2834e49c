import { strict as assert } from 'node:assert';
import { readFile, rm } from 'node:fs/promises';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { smallWorkspace, writeFiles } from './small-workspace.ts';

const MEMBERS = `# Who is a member.
version: 1
template: members
release: 1
label: Members
model: people
fields: [id, name, email]
filters: none
file: {format: csv}
`;
const EXPORT = `version: 1
name: letters
extends: members@1
remove: {fields: [email]}
add:
  criteria:
    - {attribute: id, operator: at_most, value: 2}
deliver: {to: share}
`;

describe('C1 D8 template', () => {
  let folder: TempFolder;
  const waybill = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: folder.path });
  const json = async (...args: string[]) => JSON.parse((await waybill(...args, '--json')).stdout);

  beforeEach(async () => {
    folder = await tempFolder();
    await smallWorkspace(folder, {
      'templates/members.template.yaml': MEMBERS,
      'exports/letters.export.yaml': EXPORT,
    });
  });
  afterEach(() => folder.remove());

  it('D8 run: what an export extends is in its file, with its changes', async () => {
    const result = await waybill('run', 'exports/letters.export.yaml');
    assert.equal(result.code, 0, result.stderr);
    assert.equal(await readFile(folder.join('out/letters.csv'), 'utf8'), 'id,name\n1,Anna\n2,"Böhm, Karl"\n');
  });

  it('D8 template list: the workspace and the built-in ones, each with its state', async () => {
    const result = await waybill('template', 'list');
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.match(result.stdout, /^members@1 +unpublished +people +Members$/m);
    assert.match(result.stdout, /^transactions-kpis@1 +built-in +transactions /m);
    const { templates, gone, problems } = await json('template', 'list');
    assert.deepEqual([gone, problems], [[], []]);
    const { checksum, ...first } = templates[0];
    assert.match(checksum, /^sha256:[0-9a-f]{64}$/);
    assert.deepEqual(first, {
      template: 'members',
      release: 1,
      state: 'unpublished',
      model: 'people',
      label: 'Members',
      description: null,
      file: 'templates/members.template.yaml',
    });
  });

  it('D8 template show: the file as it is, the newest release, by its path, and as JSON', async () => {
    for (const named of ['members@1', 'members', 'templates/members.template.yaml']) {
      assert.deepEqual(await waybill('template', 'show', named), {
        code: 0,
        signal: null,
        stdout: MEMBERS,
        stderr: '',
      });
    }
    const shown = await json('template', 'show', 'members');
    assert.deepEqual([shown.releases, shown.definition.fields], [[1], ['id', 'name', 'email']]);
    const builtIn = await waybill('template', 'show', 'points-facts@1');
    assert.match(builtIn.stdout, /^version: 1\ntemplate: points-facts\nrelease: 1\n/);
  });

  it('D8 template show: what is not there is exit code 2, with the nearest', async () => {
    const result = await waybill('template', 'show', 'membres@1');
    assert.deepEqual([result.code, result.stdout], [2, '']);
    assert.match(result.stderr, /unknown-template .*Did you mean "members@1"\?/);
    assert.match(
      (await waybill('template', 'show', 'members@7')).stderr,
      /unknown-template-release .*Its releases: 1\./s,
    );
    assert.match((await waybill('template', 'show', 'a b')).stderr, /template-not-named/);
    assert.match((await waybill('template', 'show', 'no.template.yaml')).stderr, /template-not-named/);
  });

  it('D8 template publish: records a checksum; a second time changes nothing; the warning is gone', async () => {
    assert.match((await waybill('validate')).stdout, /warning {2}template-unpublished/);
    const result = await waybill('template', 'publish', 'members@1');
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.match(
      result.stdout,
      /^✓ members@1 is published .* templates\/members\.template\.yaml and templates\/published\.yaml\.$/m,
    );
    const record = await readFile(folder.join('templates/published.yaml'), 'utf8');
    const again = await json('template', 'publish', 'templates/members.template.yaml');
    assert.deepEqual(
      [again.template, again.release, again.isNew, again.record],
      ['members', 1, false, 'templates/published.yaml'],
    );
    assert.ok(record.includes(`  members@1: ${again.checksum}\n`));
    assert.equal(await readFile(folder.join('templates/published.yaml'), 'utf8'), record);
    assert.match((await waybill('validate', '--strict')).stdout, /no problems/);
  });

  it('D8 a published release that was edited stops what extends it; new-release keeps the edit', async () => {
    await waybill('template', 'publish', 'members@1');
    await writeFiles(folder.path, { 'templates/members.template.yaml': MEMBERS.replace('name, email', 'name') });
    const run = await waybill('run', 'exports/letters.export.yaml');
    assert.equal(run.code, 2);
    assert.match(run.stderr, /^templates\/members\.template\.yaml:4:10 {2}error {2}template-changed/m);
    const validated = await waybill('validate', 'templates');
    assert.deepEqual([validated.code, /template-changed/.test(validated.stdout)], [2, true]);
    assert.equal((await waybill('template', 'list')).code, 2);
    assert.match((await waybill('template', 'publish', 'members@1')).stderr, /template-changed/);

    const next = await waybill('template', 'new-release', 'members');
    assert.deepEqual([next.code, next.stdout.split('\n')[0]], [0, 'templates/members@2.template.yaml']);
    const text = await readFile(folder.join('templates/members@2.template.yaml'), 'utf8');
    assert.equal(text, MEMBERS.replace('name, email', 'name').replace('release: 1', 'release: 2'));
    await writeFiles(folder.path, { 'templates/members.template.yaml': MEMBERS });
    assert.equal((await waybill('template', 'publish', 'members@2')).code, 0);
    const all = await json('template', 'list');
    assert.deepEqual(
      all.templates.slice(0, 2).map((t: { release: number; state: string }) => [t.release, t.state]),
      [
        [1, 'published'],
        [2, 'published'],
      ],
    );
  });

  it('D8 a published release whose file is gone: listed, and an error for what extends it', async () => {
    await waybill('template', 'publish', 'members@1');
    await rm(folder.join('templates/members.template.yaml'));
    assert.match((await waybill('template', 'list')).stdout, /^members@1 +gone/m);
    const result = await waybill('validate', 'exports/letters.export.yaml');
    assert.equal(result.code, 2);
    assert.match(result.stdout, /letters\.export\.yaml:3:10 {2}error {2}template-vanished/);
  });

  it('D8 template publish and new-release: not for what is built in or wrong, and nothing is overwritten', async () => {
    assert.match((await waybill('template', 'publish', 'points-facts@1')).stderr, /template-built-in/);
    assert.match((await waybill('template', 'new-release', 'points-facts')).stderr, /template-built-in/);
    await writeFiles(folder.path, {
      'templates/bad.template.yaml': MEMBERS.replace('template: members', 'template: bad').replace('[id', '[idd'),
      'templates/members@2.template.yaml': MEMBERS.replace('template: members', 'template: others'),
    });
    const wrong = await waybill('template', 'publish', 'bad@1');
    assert.deepEqual([wrong.code, /unknown-field/.test(wrong.stderr)], [2, true]);
    const taken = await waybill('template', 'new-release', 'members');
    assert.deepEqual([taken.code, /template-file-taken/.test(taken.stderr)], [2, true]);
  });

  it('C1 template: help with examples, and the nearest right word', async () => {
    const help = await waybill('template', 'publish', '--help');
    assert.match(help.stdout, /waybill template publish sales@1/);
    assert.match((await waybill('template', 'publsh')).stderr, /unknown-command .*"publish"/s);
  });
});
