import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { type ServedWorkspace, servedWorkspace } from './served-workspace.ts';
import { peopleExport } from './small-workspace.ts';

describe('C1 Q1 tokens, secrets, destinations and the audit log', function () {
  this.timeout(60_000);
  let at: ServedWorkspace;
  before(async () => {
    at = await servedWorkspace();
  });
  after(() => at?.[Symbol.asyncDispose]());

  const token = async (name: string, role: string) => {
    const { code, out, err } = await at.cli(['token', 'create', name, '--role', role]);
    assert.equal(code, 0, err);
    return out.trim();
  };

  it('C1 Q1 token: shown once, alone on the standard output; works until it is revoked', async () => {
    const made = await at.cli([
      'token',
      'create',
      'reports',
      '--role',
      'viewer',
      '--days',
      '30',
      '--email',
      'reports@example.com',
    ]);
    assert.match(made.out, /^wb_[\w-]{43}\n$/);
    assert.match(made.err, /✓ Token reports \(\S+\), viewer, works until \d{4}-\d\d-\d\d\.\nIt is shown this once/);
    const env = { WAYBILL_URL: at.service.url, WAYBILL_TOKEN: made.out.trim() };
    assert.equal((await at.cli(['list'], { env })).code, 0);
    const list = await at.cli(['token', 'list']);
    assert.match(list.out, /\nreports +viewer +\d{4}-/);
    assert.ok(!list.out.includes('wb_'));
    const revoked = await at.cli(['token', 'revoke', 'reports']);
    assert.match(revoked.out, /^✓ Token reports \(\S+\) no longer works\.\n$/);
    const after = await at.cli(['list'], { env });
    assert.equal(after.code, 6);
    assert.match(after.err, /token-refused[\s\S]*fix: /);
    assert.match((await at.cli(['token', 'list'])).out, /\nreports +viewer +revoked/);
  });

  it('C1 Q1 token: a role is needed and is one of three; a name that two have, or none, is not guessed', async () => {
    assert.match((await at.cli(['token', 'create', 'x'])).err, /missing-argument .*`--role <role>`/);
    assert.match((await at.cli(['token', 'create', 'x', '--role', 'edtor'])).err, /Did you mean "editor"\?/);
    await token('twin', 'viewer');
    await token('twin', 'viewer');
    const twins = await at.cli(['token', 'revoke', 'twin']);
    assert.deepEqual([twins.code, /which-token {2}2 tokens are called "twin": /.test(twins.err)], [2, true]);
    const typo = await at.cli(['token', 'revoke', 'twinn']);
    assert.match(typo.err, /No token that works is called "twinn"\. Did you mean "twin"\?/);
  });

  it('L7 C1 rights: a viewer may look and nothing else, exit code 6 with whom to ask', async () => {
    const env = { WAYBILL_TOKEN: await token('looker', 'viewer') };
    assert.equal((await at.cli(['list'], { env })).code, 0);
    const deploy = await at.cli(['deploy', 'exports/people.export.yaml'], { env });
    assert.equal(deploy.code, 6);
    assert.match(
      deploy.err,
      /role-needed {2}This needs the role "editor", and the token has "viewer"\.\n {2}fix: Ask an administrator/,
    );
    assert.equal((await at.cli(['audit'], { env })).code, 6);
  });

  it('C1 Q1 secret: from the standard input or typed without being shown; never told again', async () => {
    const piped = await at.cli(['secret', 'set', 'partner'], { typed: 'p4ss word\n' });
    assert.deepEqual([piped.code, piped.err], [0, '']);
    assert.match(piped.out, /^✓ partner is kept, encrypted: `\$\{secret:partner\}`\.\n$/);
    const typed = await at.cli(['secret', 'set', 'typed'], {
      terminal: true,
      typed: 'wrongg\u007f\u007f\u007f\u007f\u007f\u007fright\r',
    });
    assert.deepEqual([typed.code, typed.hidden], [0, true]);
    assert.equal(typed.err, 'The secret typed (not shown): \n');
    const stopped = await at.cli(['secret', 'set', 'stopped'], { terminal: true, typed: 'ab\u0003' });
    assert.equal(stopped.code, 130);
    const empty = await at.cli(['secret', 'set', 'empty'], { typed: '\n' });
    assert.deepEqual([empty.code, /nothing-typed/.test(empty.err)], [2, true]);
    assert.equal((await at.cli(['secret', 'set', 'argument', 'p4ss'])).code, 2);
    const list = await at.cli(['secret', 'list']);
    assert.match(list.out, /^secret +set \(Europe\/Vienna\) +by\n[\s\S]*\npartner {2}/);
    assert.ok(!/p4ss|right|stopped|empty/.test(list.out));
    assert.ok(!(await everything(at)).includes('p4ss word'), 'not even in its files');
    assert.equal((await at.cli(['secret', 'delete', 'typed'], { terminal: true, typed: 'n\n' })).code, 130);
    assert.equal((await at.cli(['secret', 'delete', 'typed'])).code, 0);
    const gone = await at.cli(['secret', 'delete', 'typed']);
    assert.deepEqual([gone.code, /unknown-secret/.test(gone.err)], [2, true]);
  });

  it('C1 X1 destination: added, tested from the service, changed, renamed; refused while it is in use', async () => {
    await mkdir(at.folder.join('inbox/daily'), { recursive: true });
    const added = await at.cli(['destination', 'add', 'inbox', 'type=local', 'folder=inbox']);
    assert.equal(added.code, 0, added.err);
    assert.match(added.out, /^✓ inbox was added: \S*inbox\S*\n {2}`waybill destination test inbox --service`/);
    const test = await at.cli(['destination', 'test', 'inbox', '--service']);
    assert.equal(test.code, 0, test.err + test.out);
    assert.match(test.out, /from the service\n {2}✓ connect and log in [\s\S]*✓ inbox takes files\.\n$/);
    assert.deepEqual(await readdir(at.folder.join('inbox')), ['daily']);
    const twice = await at.cli(['destination', 'add', 'inbox', 'type=local', 'folder=other']);
    assert.deepEqual([twice.code, /destination-exists/.test(twice.err)], [2, true]);

    await writeFile(
      at.folder.join('exports/uses.export.yaml'),
      peopleExport('deliver: {to: inbox}\nschedule: {daily: {hours: [2]}}\n', undefined, 'uses'),
    );
    assert.equal((await at.cli(['deploy', 'exports/uses.export.yaml'])).code, 0);
    const list = await at.cli(['destination', 'list']);
    assert.match(list.out, /\ninbox +local +service +\S*inbox\S* +uses\n/);
    assert.match(list.out, /\nshare +local +waybill\.yaml /);
    for (const args of [
      ['remove', 'inbox'],
      ['rename', 'inbox', 'letters'],
    ]) {
      const refused = await at.cli(['destination', ...args]);
      assert.equal(refused.code, 2);
      assert.match(refused.err, /destination-in-use {2}The destination "inbox" is in use by "uses"\./);
    }
    assert.equal((await at.cli(['destination', 'change', 'inbox', 'folder=inbox/daily'])).code, 0);
    const ran = await at.cli(['run', 'uses', '--service']);
    assert.equal(ran.code, 0, ran.err);
    assert.ok(existsSync(at.folder.join('inbox/daily/uses.csv')));

    await at.cli(['archive', 'uses', '--yes']);
    assert.match((await at.cli(['destination', 'rename', 'inbox', 'letters'])).out, /^✓ letters was inbox: /);
    assert.equal((await at.cli(['destination', 'remove', 'letters'], { terminal: true, typed: 'y\n' })).code, 0);
    for (const args of [
      ['remove', 'letters'],
      ['change', 'letters', 'folder=x'],
      ['test', 'letters', '--service'],
    ]) {
      const unknown = await at.cli(['destination', ...args]);
      assert.deepEqual([unknown.code, /unknown-destination/.test(unknown.err)], [2, true], unknown.err);
    }
    assert.equal(
      (await at.cli(['destination', 'change', 'share', 'folder=x'])).code,
      2,
      'waybill.yaml is edited, not changed',
    );
  });

  it('C1 Q4 audit: who did what, from where, newest first; narrowed', async () => {
    await at.cli(['pause', 'nobody']);
    await at.cli(['secret', 'set', 'audited'], { typed: 'x' });
    const audit = await at.cli(['audit', '--limit', '1']);
    assert.equal(audit.code, 0, audit.err);
    assert.match(audit.out, /^at \(Europe\/Vienna\) +who +via +from +did +what\n/);
    assert.match(
      audit.out,
      /\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? +command line on .* cli +127\.0\.0\.1 +secret\.put +audited\n\n1 entry; there are more/,
    );
    const { items } = await at.json<{ items: { action: string; target: string }[] }>([
      'audit',
      '--target',
      'audited',
      '--since',
      '2026-01-01',
    ]);
    assert.deepEqual(
      items.map(({ action, target }) => [action, target]),
      [['secret.put', 'audited']],
    );
  });
});

/** The bytes of all files of the service. */
async function everything(at: ServedWorkspace): Promise<string> {
  const folder = at.folder.join('.waybill');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => readFile(`${entry.parentPath}/${entry.name}`, 'latin1'));
  return (await Promise.all(files)).join('\n');
}
