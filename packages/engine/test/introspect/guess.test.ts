import { strict as assert } from 'node:assert';
import type { FieldType } from '../../src/catalog/index.ts';
import { guessEventDate, guessUpdatedAt } from '../../src/introspect/guess-dates.ts';
import { labelOf, labelOfValue, safeName } from '../../src/introspect/names.ts';
import { isPersonal, isSecret } from '../../src/introspect/personal-data.ts';
import { plural, singular } from '../../src/introspect/plural.ts';

const table = (name: string, cases: Readonly<Record<string, string>>, of: (input: string) => string) =>
  describe(name, () => {
    for (const [input, expected] of Object.entries(cases))
      it(`K8 ${JSON.stringify(input)} → ${JSON.stringify(expected)}`, () => assert.equal(of(input), expected));
  });

table(
  'names from the database',
  {
    customers: 'customers',
    BillNumber: 'bill_number',
    billNumber: 'bill_number',
    CUSTOMER_ID: 'customer_id',
    HTTPStatusCode: 'http_status_code',
    'Order Lines': 'order_lines',
    'e-mail': 'e_mail',
    _private: 'private',
    '2fa': '_2fa',
    address1: 'address1',
    Straße: 'straße',
    顧客: '顧客',
    ﬁeld: 'field',
    '🎉': 'fallback',
    '': 'fallback',
    __proto__: 'proto',
    ['x'.repeat(80)]: 'x'.repeat(56),
  },
  input => safeName(input, 'fallback'),
);

table(
  'labels',
  {
    bill_number: 'Bill number',
    customer_id: 'Customer ID',
    email: 'E-mail',
    bill_no: 'Bill no.',
    constructor: 'Constructor',
    no: 'No',
    url: 'URL',
    größe: 'Größe',
    _2fa: '2fa',
  },
  labelOf,
);

table(
  'labels of values',
  { in_store: 'In store', 'in-store': 'In store', 'In Store': 'In Store', AT: 'AT', new: 'New', 'a/b': 'a/b', '': '' },
  labelOfValue,
);

const PLURALS = {
  customer: 'customers',
  category: 'categories',
  day: 'days',
  address: 'addresses',
  box: 'boxes',
  branch: 'branches',
  status: 'statuses',
  person: 'people',
  order_item: 'order_items',
  sales_person: 'sales_people',
  bonus: 'bonuses',
  movie: 'movies',
};
table('plurals', { ...PLURALS, customers: 'customers', staff: 'staff', 顧客: '顧客', people: 'people' }, plural);
table(
  'singulars',
  {
    ...Object.fromEntries(Object.entries(PLURALS).map(([one, many]) => [many, one])),
    status: 'status',
    news: 'news',
    gas: 'gas',
  },
  singular,
);

describe('dates', () => {
  const field = (written: string): { name: string; type: FieldType; nullable: boolean } => {
    const [, name = '', date, optional] = /^(.+?)(:date)?(\?)?$/.exec(written) ?? [];
    return { name, type: date ? 'date' : 'datetime', nullable: optional !== undefined };
  };
  const EVENT: readonly [table: string, fields: string, expected: string | undefined][] = [
    ['events', 'created_at happened_at', 'happened_at'],
    ['orders', 'created_at order_date:date', 'order_date'],
    ['orders', 'created_at ordered_at shipped_at?', 'ordered_at'],
    ['rental', 'rental_date return_date? last_update', 'rental_date'],
    ['payments', 'payment_date modified', 'payment_date'],
    ['customers', 'birth_date:date? create_date:date last_update?', 'create_date'],
    ['customers', 'birth_date:date? updated_at', undefined],
    ['transactions', 'event_date updated_at', 'event_date'],
    ['footfall', 'date:date', 'date'],
    ['visits', 'visited_at? created_at', 'visited_at'],
    ['coupons', 'valid_from valid_until expires_at issued_at', 'issued_at'],
    ['things', 'somewhen', 'somewhen'],
    ['things', 'somewhen otherwhen', undefined],
    ['things', 'deleted_at?', undefined],
    ['logs', 'ts', 'ts'],
    ['changes', 'changed_at', 'changed_at'],
    ['kunden', 'angelegt_am geaendert_am', 'angelegt_am'],
  ];
  for (const [name, fields, expected] of EVENT)
    it(`K8 event_date of ${name} with ${fields} → ${expected}`, () =>
      assert.equal(guessEventDate(fields.split(' ').map(field), name)?.name, expected));

  const UPDATED: readonly [fields: string, expected: string | undefined][] = [
    ['created_at updated_at', 'updated_at'],
    ['last_update', 'last_update'],
    ['auto_update_time created', 'auto_update_time'],
    ['date_modified:date modified', 'modified'],
    ['sys_updated_on updated_at', 'updated_at'],
    ['price_changed_at updated_at', 'updated_at'],
    ['created_at birth_date', undefined],
    ['changed_at', 'changed_at'],
  ];
  for (const [fields, expected] of UPDATED)
    it(`K8 updated_at of ${fields} → ${expected}`, () =>
      assert.equal(guessUpdatedAt(fields.split(' ').map(field)), expected));
});

describe('personal data', () => {
  const PERSONAL =
    'email email_address e_mail contact_email email2 phone phone_number mobile_no first_name lastname full_name surname birthday address address_line_1 street iban ip_address card_number vat_id username';
  const NOT =
    'email_template mail_status phone_model_id product_name file_name company_name category brand_name title status city note address_type';
  for (const name of PERSONAL.split(' ')) it(`K8 ${name} is`, () => assert.ok(isPersonal(name, 'string', 'things')));
  for (const name of NOT.split(' ')) it(`K8 ${name} is not`, () => assert.ok(!isPersonal(name, 'string', 'things')));
  it('K8 a name is where the table is of people', () => {
    for (const of of ['customers', 'crm_users', 'person', 'employees']) assert.ok(isPersonal('name', 'string', of), of);
    for (const of of ['products', 'stores', 'groups']) assert.ok(!isPersonal('name', 'string', of), of);
  });
  it('K8 flags, counts and dates about it are not', () => {
    assert.ok(!isPersonal('email', 'boolean', 'customers'));
    assert.ok(!isPersonal('phone', 'integer', 'customers'));
    assert.ok(!isPersonal('email_sent', 'datetime', 'customers'));
    assert.ok(isPersonal('date_of_birth', 'date', 'customers'));
  });
  it('K8 passwords and keys are never fields', () => {
    for (const name of ['password', 'password_hash', 'api_key', 'refresh_token', 'client_secret', 'salt'])
      assert.ok(isSecret(name, 'string'), name);
    for (const name of ['token_count', 'password_changed_by', 'secret_santa', 'key', 'keyword', 'saltiness'])
      assert.ok(!isSecret(name, 'string'), name);
  });
});
