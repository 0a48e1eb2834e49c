import { strict as assert } from 'node:assert';
import { hasPostgres } from '../../../../test/support/postgres.ts';
import { AWKWARD_DATA_SQL, AWKWARD_SQL } from './awkward-database.ts';
import { postgresWorkspace, previewOfAll, type TestWorkspace } from './support.ts';

for (const version of [18, 15] as const) {
  if (!hasPostgres(version)) continue;
  describe(`introspection of an awkward database, PostgreSQL ${version}`, () => {
    let workspace: TestWorkspace;
    const model = (name: string) => workspace.model(name);
    const column = async (of: string, field: string) => (await model(of)).fields[field];
    before(async () => {
      workspace = await postgresWorkspace(version, ...AWKWARD_SQL, ...AWKWARD_DATA_SQL);
      await workspace.import();
    });
    after(() => workspace[Symbol.asyncDispose]());

    it('K8 every model that is written can be exported with all its fields', async () => {
      const names = [...workspace.load().catalog.models.keys()];
      assert.equal(names.length, 33);
      for (const name of names) await previewOfAll(workspace.load(), name);
    });

    it('K8 a second import changes no byte', async () => {
      const before = await workspace.all();
      const again = await workspace.import();
      assert.deepEqual(again.files, []);
      assert.equal(again.record.changed, false);
      assert.deepEqual(await workspace.all(), before);
    });

    it('K8 names that the language cannot hold are made safe, and keep their column', async () => {
      const { fields } = await model('order');
      assert.deepEqual(Object.keys(fields), [
        ...['select', 'from', 'group_by', 'all_value', 'custom_value', 'extended_value', 'no', 'null', 'true', '_2fa'],
        ...['proto', 'constructor', 'a_b', 'x_y', 'x_y_2', 'x_y_3', 'größe', '名前', 'column', 'état'],
      ]);
      assert.equal(fields.select?.column, undefined);
      assert.equal(fields.all_value?.column, 'all');
      assert.equal(fields.x_y_2?.column, 'x y');
      assert.deepEqual(fields['constructor' as string], { type: 'string', label: 'Constructor' });
      assert.equal((await model('order')).table, 'public.order');
      assert.equal((await model('order_2')).table, 'public.ORDER');
      assert.equal((await model('a_b')).table, 'public."a.b"');
      assert.equal((await model('q_uote')).table, 'public."q""uote"');
      assert.equal((await model('padded')).table, 'public." padded "');
    });

    it('K8 of tables with one name, that of the default schema keeps it', async () => {
      assert.equal((await model('customers')).table, 'public.customers');
      assert.equal((await model('archive_customers')).table, 'archive.customers');
      assert.equal((await model('sales_dept_customers')).table, 'Sales Dept.customers');
      assert.equal((await model('only_here')).table, 'archive.only_here');
    });

    it('K8 columns become fields of the type that they hold', async () => {
      const { fields } = await model('customers');
      const types = Object.entries(fields).map(([name, field]) => `${name}: ${field.type}`);
      assert.deepEqual(types, [
        ...['id: integer', 'email: string', 'first_name: string', 'birthday: date', 'phone_verified: boolean'],
        ...['mood: enum', 'tags: json', 'location: json', 'valid: string', 'ip: string', 'balance: decimal'],
        ...['prefs: json', 'twice: integer', 'modified: datetime', 'created: datetime', 'xs: string', 'moods: json'],
      ]);
      assert.deepEqual(Object.keys(fields.mood?.values ?? {}), [
        ...['so_so', 'Very Happy', "it's", '<<', '', 'yes', '1.50', 'null'],
      ]);
      assert.equal(fields.balance?.computed, 'CAST("balance" AS numeric)');
      assert.equal(fields.tags?.computed, 'to_json("tags")');
    });

    it('K8 what no cell can hold and what lets people in is left out, and said', async () => {
      await using fresh = await postgresWorkspace(version, ...AWKWARD_SQL);
      const { notes } = await fresh.import({ write: false });
      const said = notes.filter(note => note.model === 'customers').map(note => `${note.key}: ${note.text}`);
      assert.ok(said.includes('fields: avatar was left out: no cell can hold bytea'));
      assert.ok(said.includes('fields: search was left out: no cell can hold tsvector'));
      assert.ok(said.includes('fields: passwordHash was left out: it looks like a password or a key'));
      assert.ok(said.includes('event_date: created: by its name; windows ask it'));
      assert.ok(said.includes('updated_at: modified: by its name; incremental exports ask it'));
      assert.ok(
        said.includes(
          'fields: marked as personal data by their names: email, first_name, birthday, ip; look for others',
        ),
      );
      assert.ok(notes.every(note => note.file === `catalog/${note.model}.model.yaml`));
    });

    it('K8 comments become descriptions, whatever characters they hold', async () => {
      const customers = await model('customers');
      assert.equal(customers.description, `People's "table"\nwith: lines # and {braces}, \\ and \ttabs`);
      assert.equal(customers.fields.email?.description, '- looks: like\nyaml # and "quotes"   \n\n  indented\u0001');
      assert.equal(customers.fields.phone_verified?.description, undefined);
      assert.equal(customers.fields.mood?.description, 'true');
    });

    it('K8 keys: primary, of several columns, unique and filled, or none', async () => {
      const keys = async (name: string) => (await model(name)).key;
      assert.deepEqual(await keys('accounts'), ['tenant_id', 'id']);
      assert.deepEqual(await keys('unique_only'), ['code']);
      assert.deepEqual(await keys('by_index'), ['b', 'a']);
      for (const name of ['no_keys', 'shared_key', 'bytes_key', 'json_key', 'customer_view', 'derived'])
        assert.equal(await keys(name), undefined, name);
      assert.equal((await column('customers', 'id'))?.identifier, true);
      assert.equal((await column('customers', 'email'))?.identifier, true);
      assert.equal((await column('accounts', 'id'))?.identifier, undefined);
    });

    it('K8 foreign keys become relations both ways round', async () => {
      assert.deepEqual((await model('accounts')).relations, {
        owner: { one: 'customers', match: { owner_id: 'id' } },
        parent: { one: 'accounts', match: { parent_tenant_id: 'tenant_id', parent_id: 'id' } },
        payer: { one: 'customers', match: { payer_id: 'id' } },
        tenant: { one: 'tenants', match: { tenant_id: 'id' } },
        profile: { one: 'account_profiles', match: { tenant_id: 'tenant_id', id: 'account_id' } },
        children: { many: 'accounts', match: { tenant_id: 'parent_tenant_id', id: 'parent_id' } },
      });
      assert.deepEqual((await model('customers')).relations, {
        accounts_by_owner: { many: 'accounts', match: { id: 'owner_id' } },
        accounts_by_payer: { many: 'accounts', match: { id: 'payer_id' } },
        customer: { one: 'customer', match: { id: 'customer' } },
      });
      assert.deepEqual((await model('employees')).relations, {
        manager: { one: 'employees', match: { manager_id: 'id' } },
        parent: { one: 'employees', match: { parent_id: 'id' } },
        employees_by_manager: { many: 'employees', match: { id: 'manager_id' } },
        children: { many: 'employees', match: { id: 'parent_id' } },
      });
      assert.deepEqual((await model('customer')).relations, {
        customer_customer: { one: 'customers', match: { customer: 'id' } },
      });
      assert.deepEqual((await model('order')).relations, {
        lines: { many: 'order_lines', match: { select: 'order_id' } },
      });
      assert.equal((await model('refers_to_bytes')).relations, undefined);
    });

    it('K8 tables in parts are one model; temporary tables, tools’ own and empty ones are none', async () => {
      const names = new Set(workspace.load().catalog.models.keys());
      for (const name of ['events', 'customer_view', 'customer_totals', 'base', 'derived', 'fast'])
        assert.ok(names.has(name), name);
      for (const name of ['events_2026', 'events_rest', 'gone_soon', 'schema_migrations', 'empty_table', 'only_bytes'])
        assert.ok(!names.has(name), name);
      const { findings } = await workspace.import({ write: false });
      assert.deepEqual(
        findings.map(({ kind, table }) => `${kind} ${table}`),
        [
          'table-left-out public.schema_migrations',
          'table-left-out public.empty_table',
          'table-left-out public.only_bytes',
        ],
      );
      const named = await workspace.import({ only: ['schema_migrations'], write: false });
      assert.deepEqual(
        named.files.map(({ model: name }) => name),
        ['schema_migrations'],
      );
    });
  });
}
