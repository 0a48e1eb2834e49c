import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { WaybillError } from '../../src/errors/index.ts';
import {
  findWorkspace,
  loadWorkspace,
  localSecrets,
  requireWorkspace,
  type SecretStore,
  type Workspace,
} from '../../src/workspace/index.ts';
import { type Expected, expectProblems } from '../definition/expect-problems.ts';

const HEAD = 'version: 1\nbrand: {name: Northwind, timezone: Europe/Vienna}\n';

async function withWorkspace(
  text: string,
  env: NodeJS.ProcessEnv,
  use: (workspace: Workspace, folder: string) => void,
): Promise<void> {
  await using folder = await tempFolder();
  writeFileSync(folder.join('waybill.yaml'), text);
  mkdirSync(folder.join('.waybill', 'secrets'), { recursive: true });
  use(loadWorkspace(folder.path, { env, cwd: folder.path }), folder.path);
}

const codesOf = (use: () => unknown): readonly string[] => {
  try {
    use();
  } catch (error) {
    if (error instanceof WaybillError) return error.problems.map(p => p.code);
    throw error;
  }
  return [];
};

describe('workspace/load-workspace', () => {
  it('K1 workspace: found from any folder below, defaults filled in', async () => {
    await using folder = await tempFolder();
    mkdirSync(folder.join('exports', 'deep'), { recursive: true });
    assert.equal(findWorkspace(folder.join('exports', 'deep')), undefined);
    assert.deepEqual(
      codesOf(() => requireWorkspace(folder.path)),
      ['workspace-missing'],
    );
    writeFileSync(folder.join('waybill.yaml'), 'version: 1\nbrand: {name: B}\n');
    assert.equal(findWorkspace(folder.join('exports', 'deep', 'x.export.yaml')), folder.path);
    const { problems, brandZone, limits, audience } = loadWorkspace(folder.path);
    assert.deepEqual(problems, []);
    assert.equal(brandZone, 'UTC');
    assert.deepEqual(limits, {
      maxWindow: '1 year',
      maxDimensions: 5,
      keepFiles: '30 days',
      destinationHosts: undefined,
    });
    assert.deepEqual(audience, { model: 'customers', segment: 'in_segment', group: 'in_group' });
  });

  const said: readonly (readonly [yaml: string, message: string])[] = [
    ['sources: {a: {type: duckdb}}', 'A mapping is not a source with one of `file`, `files` and `folder`.'],
    [
      'sources: {a: {type: duckdb, file: x, folder: y}}',
      'A mapping is not a source with one of `file`, `files` and `folder`.',
    ],
    ['sources: {a: {type: postgres}}', 'A mapping is not a source with `url` or `host`.'],
    ['destinations: {a: {type: s3, bucket: exports, access_key: a}}', '`access_key` and `secret_key` belong together.'],
    ['destinations: {a: {type: ftp, host: h, folder: "a\\nb"}}', '"a\\nb" is not text without line breaks or NUL.'],
  ];
  for (const [yaml, message] of said)
    it(`K1 workspace: a whole sentence: ${yaml}`, () =>
      withWorkspace(`${HEAD}${yaml}\n`, {}, ({ problems }) => {
        assert.deepEqual(
          problems.map(found => found.message.replaceAll('\n', '\\n')),
          [message],
        );
      }));

  it('D1 workspace: a zone that is none comes with the nearest', () =>
    withWorkspace('version: 1\nbrand: {name: B, timezone: Vienna}\n', {}, ({ problems }) => {
      assert.deepEqual(problems[0]?.suggestions, ['Europe/Vienna']);
    }));

  it('K1 workspace: problems come from top to bottom, whatever finds them', async () => {
    const secret = '  a: {type: sftp, host: h, user: u, password: plain, host_key: any}\n';
    await withWorkspace(`${HEAD}destinations:\n${secret}  b: {type: s3, bucket: b}\n`, {}, ({ problems }) => {
      assert.deepEqual(
        problems.map(found => [found.code, found.place?.line]),
        [
          ['literal-secret', 4],
          ['wrong-value', 5],
        ],
      );
      assert.match(problems[1]?.message ?? '', /"b" is not a bucket’s name: 3 to 63 letters/);
    });
  });

  it('K1 workspace: one that cannot be read is a problem', async () => {
    await using folder = await tempFolder();
    assert.deepEqual(
      loadWorkspace(folder.path).problems.map(p => p.code),
      ['workspace-unreadable'],
    );
  });

  const wrong: readonly (readonly [title: string, rest: string, ...expected: Expected[]])[] = [
    [
      'K1 secrets: a password in plain text',
      'destinations:\n  d: {type: ftps, host: h, user: u, password: geheim}\n',
      { code: 'literal-secret', at: 'geheim', says: /secret:d_password/ },
    ],
    [
      'K1 secrets: in an address',
      'sources:\n  s: {type: postgres, url: "postgres://u:geheim@h/db"}\n',
      { code: 'literal-secret', at: 'geheim' },
    ],
    ['K1 secrets: the key of hashes', 'protect: {hash_key: abc}\n', { code: 'literal-secret', at: 'abc' }],
    [
      'K1 secrets: a private key',
      'destinations:\n  d: {type: sftp, host: h, user: u, host_key: any, key: "-----BEGIN OPENSSH PRIVATE KEY-----"}\n',
      { code: 'literal-secret', at: '"-----BEGIN OPENSSH PRIVATE KEY-----"' },
    ],
    [
      'K1 placeholders: unknown',
      'protect: {hash_key: "${secrets:hash}"}\n',
      { code: 'unknown-placeholder', at: '${secrets:hash}' },
    ],
    ['D1 timezone: unknown', 'limits: {max_window: 1 yaer}\n', { code: 'wrong-value', at: '1 yaer', says: /1 year/ }],
  ];
  for (const [title, rest, ...expected] of wrong) {
    it(title, async () => {
      await withWorkspace(HEAD + rest, {}, ({ problems }) => {
        expectProblems(HEAD + rest, problems, expected);
        assert.doesNotMatch(JSON.stringify(problems), /geheim/);
      });
    });
  }

  it('K1 placeholders: put in when a destination is used, text for a number too', async () => {
    const text = `${HEAD}destinations:\n  d: {type: sftp, host: "\${env:H}", port: "\${env:P}", user: u, host_key: any, password: "a\${secret:pw}b"}\n  e: {type: local, folder: out}\n`;
    await withWorkspace(text, { H: 'h.example', P: '2222', WAYBILL_SECRET_PW: '-x-' }, workspace => {
      assert.deepEqual(workspace.problems, []);
      const d = workspace.destination('d');
      assert.ok(d.type === 'sftp');
      assert.deepEqual([d.host, d.port, d.password, d.folder], ['h.example', 2222, 'a-x-b', '/']);
    });
    await withWorkspace(text, {}, workspace => {
      // Without any secret the rest of the workspace works.
      assert.deepEqual(workspace.problems, []);
      assert.equal(workspace.destination('e').type, 'local');
      try {
        workspace.destination('d');
        assert.fail('nothing is set');
      } catch (error) {
        assert.ok(error instanceof WaybillError);
        expectProblems(text, error.problems, [
          { code: 'env-missing', at: '${env:H}', says: /export H=/ },
          { code: 'env-missing', at: '${env:P}' },
          { code: 'secret-missing', at: '${secret:pw}', says: /WAYBILL_SECRET_PW/ },
        ]);
      }
    });
  });

  it('K1 placeholders: a value that does not fit is never shown', async () => {
    const text = `${HEAD}destinations:\n  d: {type: sftp, host: h, port: "\${env:P}", user: u, host_key: any, password: "\${env:W}"}\n`;
    await withWorkspace(text, { P: 'geheim', W: 'w' }, workspace => {
      try {
        workspace.destination('d');
        assert.fail('the port is no number');
      } catch (error) {
        assert.ok(error instanceof WaybillError);
        assert.deepEqual(
          error.problems.map(p => [p.code, p.place?.path]),
          [['wrong-type', 'destinations.d.port']],
        );
        assert.doesNotMatch(JSON.stringify(error.problems), /geheim/);
      }
    });
  });

  it('K1 placeholders: what a secret holds cannot change the structure of the file', async () => {
    const hostile = 'x", host: evil, y: "\nfolder: /\n${env:OTHER}';
    const text = `${HEAD}destinations:\n  d: {type: sftp, host: h, user: u, host_key: any, password: "\${env:W}"}\n`;
    await withWorkspace(text, { W: hostile, OTHER: 'no' }, workspace => {
      const d = workspace.destination('d');
      assert.ok(d.type === 'sftp');
      assert.deepEqual([d.host, d.password, d.folder], ['h', hostile, '/']);
    });
  });

  it('X1 destinations and K2 sources: unknown ones, with the nearest', async () => {
    const text = `${HEAD}sources: {crm: {type: duckdb, file: a.duckdb}}\ndestinations: {share: {type: local, folder: out}}\n`;
    await withWorkspace(text, {}, workspace => {
      assert.deepEqual(
        codesOf(() => workspace.destination('shar')),
        ['unknown-destination'],
      );
      assert.deepEqual(
        codesOf(() => workspace.destination('constructor')),
        ['unknown-destination'],
      );
      assert.deepEqual(
        codesOf(() => workspace.source('crn')),
        ['unknown-source'],
      );
      assert.equal(workspace.source('crm').type, 'duckdb');
      assert.equal(workspace.hashKey(), undefined);
    });
  });

  it('X1 destinations: those of a service stand beside those of waybill.yaml, which wins where both name one', async () => {
    await using folder = await tempFolder();
    writeFileSync(folder.join('waybill.yaml'), `${HEAD}destinations: {share: {type: local, folder: mine}}\n`);
    const ftp = { type: 'ftp', host: 'ftp.partner.example', user: 'u', password: '${secret:partner}' };
    const secrets: SecretStore = {
      ...localSecrets('/nowhere', {}),
      get: name => (name === 'partner' ? { found: true, value: 'geheim' } : { found: false, reason: 'missing' }),
    };
    const destinations = { share: { type: 'local', folder: 'other' }, partner: ftp, broken: { ...ftp, port: 'x' } };
    const workspace = loadWorkspace(folder.path, { env: {}, secrets, destinations });
    assert.deepEqual(workspace.problems, []);
    assert.deepEqual(Object.keys(workspace.config.destinations).sort(), ['broken', 'partner', 'share']);
    assert.deepEqual(workspace.destination('share'), { type: 'local', folder: 'mine' });
    const partner = workspace.destination('partner');
    assert.deepEqual([partner.type, 'password' in partner && partner.password], ['ftp', 'geheim']);
    assert.throws(
      () => workspace.destination('broken'),
      (error: unknown) => error instanceof WaybillError && error.problems[0].place?.path === 'destinations.broken.port',
    );
    assert.deepEqual(
      codesOf(() => workspace.destination('shares')),
      ['unknown-destination'],
    );
  });

  it('Q1 secrets: one that a service does not have is looked for on this machine, and named there when missing', async () => {
    await using folder = await tempFolder();
    const settings = (secret: string) => ({ type: 'ftp', host: 'h', user: 'u', password: `\${secret:${secret}}` });
    const destinations = { a: settings('both'), b: settings('here'), c: settings('none'), d: settings('sealed') };
    writeFileSync(folder.join('waybill.yaml'), HEAD);
    const secrets: SecretStore = {
      ...localSecrets('/nowhere', {}),
      get: name =>
        name === 'both'
          ? { found: true, value: 'of the service' }
          : name === 'sealed'
            ? { found: false, reason: 'unreadable', file: 'the store', detail: 'another key' }
            : { found: false, reason: 'missing' },
    };
    const env = { WAYBILL_SECRET_BOTH: 'local', WAYBILL_SECRET_HERE: 'local', WAYBILL_SECRET_SEALED: 'local' };
    const workspace = loadWorkspace(folder.path, { env, secrets, destinations });
    const password = (name: string) => (workspace.destination(name) as { password?: string }).password;
    assert.deepEqual([password('a'), password('b')], ['of the service', 'local']);
    assert.deepEqual(
      codesOf(() => password('c')),
      ['secret-missing'],
    );
    assert.deepEqual(
      codesOf(() => password('d')),
      ['secret-unreadable'],
    );
  });

  it('Q1 secrets: a file is read only when nobody else may read it', async () => {
    await withWorkspace(`${HEAD}protect: {hash_key: "\${secret:hash_key}"}\n`, {}, (workspace, folder) => {
      const file = `${folder}/.waybill/secrets/hash_key`;
      assert.deepEqual(
        codesOf(() => workspace.hashKey()),
        ['secret-missing'],
      );
      writeFileSync(file, 'abc\n', { mode: 0o600 });
      assert.equal(workspace.hashKey(), 'abc');
      chmodSync(file, 0o644);
      assert.deepEqual(
        codesOf(() => workspace.hashKey()),
        ['secret-exposed'],
      );
      mkdirSync(`${folder}/.waybill/secrets/dir`);
      const answer = localSecrets(folder, {}).get('dir');
      assert.equal(answer.found === false && answer.reason, 'unreadable');
      const names = `${HEAD}protect: {hash_key: "\${secret:dir}"}\n`;
      writeFileSync(`${folder}/waybill.yaml`, names);
      assert.deepEqual(
        codesOf(() => loadWorkspace(folder, { env: {} }).hashKey()),
        ['secret-unreadable'],
      );
    });
  });

  it('K1 unsaved files: what an editor holds counts', async () => {
    await using folder = await tempFolder();
    writeFileSync(folder.join('waybill.yaml'), `${HEAD}sources: {crm: {type: duckdb, file: a.duckdb}}\n`);
    mkdirSync(folder.join('catalog'));
    const model = folder.join('catalog', 'm.model.yaml');
    writeFileSync(model, 'version: 1\nmodel: m\ntable: old\nfields: {id: integer}\n');
    const unsaved = new Map([[model, 'version: 1\nmodel: m\ntable: new\nfields: {id: integer}\n']]);
    assert.deepEqual(loadWorkspace(folder.path, { unsaved }).catalog.models.get('m')?.table, ['new']);
    assert.deepEqual(loadWorkspace(folder.path).catalogProblems(), []);
  });

  it('K1 V4 unsaved files: those that were never saved are files of the workspace too', async () => {
    await using folder = await tempFolder();
    writeFileSync(folder.join('waybill.yaml'), `${HEAD}sources: {crm: {type: duckdb, file: a.duckdb}}\n`);
    const template = 'version: 1\ntemplate: new\nrelease: 1\nmodel: fresh\nfields: all\nfilters: none\n';
    const unsaved = new Map([
      [
        folder.join('catalog', 'fresh.model.yaml'),
        'version: 1\nmodel: fresh\ntable: t\nkey: no_such\nfields: {id: integer}\n',
      ],
      [folder.join('catalog', 'deep', 'other.model.yaml'), 'version: 1\nmodel: other\n'],
      [folder.join('templates', 'new@1.template.yaml'), template],
      [folder.join('exports', 'deep', 'one.export.yaml'), 'version: 1\nname: the-same\n'],
      [folder.join('elsewhere', 'two.export.yaml'), 'version: 1\nname: the-same\n'],
    ]);
    const workspace = loadWorkspace(folder.path, { cwd: folder.path, unsaved });
    assert.ok(workspace.catalog.models.get('fresh'));
    assert.equal(workspace.catalog.models.get('other'), undefined);
    assert.ok(workspace.catalogProblems().some(({ place }) => place?.file === 'catalog/fresh.model.yaml'));
    assert.deepEqual(workspace.templates.releases('new'), [1]);
    assert.deepEqual(workspace.exportsNamed('the-same'), ['exports/deep/one.export.yaml']);
  });
});
