import { strict as assert } from 'node:assert';
import { mkdir, writeFile } from 'node:fs/promises';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { sourceAddress } from '../../src/introspect/source-address.ts';
import { isCode } from './support.ts';

describe('what --from names', () => {
  let folder: TempFolder;
  before(async () => {
    folder = await tempFolder();
    await mkdir(folder.join('ws', 'data'), { recursive: true });
    for (const name of ['ws/shop.duckdb', 'Sales 2026.parquet', 'bills.csv.gz']) await writeFile(folder.join(name), '');
  });
  after(() => folder.remove());
  const address = (from: string) => sourceAddress(from, folder.join('ws'), folder.path);

  it('K8 K1 the password of an address goes apart from it', async () => {
    const expected = {
      name: 'loyalty_crm',
      settings: {
        type: 'postgres',
        url: 'postgres://anna@db.example:5433/Loyalty-CRM?sslmode=require',
        password: '${secret:loyalty_crm_password}',
      },
      secrets: { loyalty_crm_password: 'p@ss:w/rd' },
    };
    const password = encodeURIComponent('p@ss:w/rd');
    assert.deepEqual(
      await address(`postgres://anna:${password}@db.example:5433/Loyalty-CRM?sslmode=require`),
      expected,
    );
    const asked = `postgres://anna@db.example:5433/Loyalty-CRM?sslmode=require&password=${password}`;
    assert.deepEqual(await address(asked), expected);
  });

  it('K8 an address without a password needs no secret', async () => {
    const { settings, secrets } = await address('postgresql://anna@localhost/crm');
    assert.deepEqual([settings, secrets], [{ type: 'postgres', url: 'postgresql://anna@localhost/crm' }, {}]);
  });

  it('K8 files of the address are named so that the workspace finds them', async () => {
    const { settings } = await address('postgres://a@h/d?sslmode=verify-full&sslrootcert=ca.pem');
    assert.equal(new URL(String(settings.url)).searchParams.get('sslrootcert'), folder.join('ca.pem'));
  });

  it('K8 an address that no program can read stays whole, as a secret', async () => {
    const from = 'postgres://me:pw@host1:5432,host2:5432/db';
    const found = await address(from);
    assert.ok(!JSON.stringify(found.settings).includes('pw'));
    assert.deepEqual(Object.values(found.secrets), [from]);
  });

  it('K8 databases, files and folders', async () => {
    const of = async (from: string) => {
      const { name, settings } = await address(from);
      return [name, settings];
    };
    assert.deepEqual(await of('ws/shop.duckdb'), ['shop', { type: 'duckdb', file: 'shop.duckdb' }]);
    assert.deepEqual(await of('ws/data'), ['data', { type: 'duckdb', folder: 'data' }]);
    assert.deepEqual(await of('Sales 2026.parquet'), [
      'sales_2026',
      { type: 'duckdb', files: { 'Sales 2026': folder.join('Sales 2026.parquet') } },
    ]);
    assert.deepEqual(await of('bills.csv.gz'), [
      'bills',
      { type: 'duckdb', files: { bills: folder.join('bills.csv.gz') } },
    ]);
  });

  it('K8 anything else is an error that repeats no password', async () => {
    await assert.rejects(
      () => address('mysql://me:hidden@host/db'),
      (error: Error) => {
        assert.ok(!error.message.includes('hidden'));
        return isCode('init-from-unknown')(error);
      },
    );
  });
});
