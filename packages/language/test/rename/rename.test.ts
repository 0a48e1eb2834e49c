import assert from 'node:assert/strict';
import { prepareRename, rename } from '../../src/rename/rename.ts';
import { atCursor } from '../support/cursor.ts';
import { applyEdits, documentOf, nowhere, textOf, workspaceOf } from '../support/workspace.ts';

const EXPORT = 'exports/x.export.yaml';
const head = 'version: 1\nname: x\nmodel: transactions\n';

const demo = workspaceOf();

/** An export that is asked from need not be on the disk: nothing in the catalog is of it. */
const around = (file: string, text: string, unsaved: Readonly<Record<string, string>> = {}) =>
  file === EXPORT && Object.keys(unsaved).length === 0 ? demo : workspaceOf({ ...unsaved, [file]: text });

/** The file's text after the name at the bar was given another; what was refused where it was. */
function renamed(
  marked: string,
  newName: string,
  file = EXPORT,
  unsaved: Readonly<Record<string, string>> = {},
): string {
  const { text, position } = atCursor(marked);
  const workspace = around(file, text, unsaved);
  const document = documentOf(file, text);
  const answer = rename(document, position, newName, workspace);
  if (!answer) return 'nothing';
  if (!answer.ok) return `${answer.problem.code}: ${answer.problem.message} ${answer.problem.fix}`;
  return applyEdits(document, answer.edits.find(edits => edits.file === file)?.edits ?? []);
}

/** What becomes of another file. */
function elsewhere(marked: string, newName: string, other: string, file = EXPORT): string {
  const { text, position } = atCursor(marked);
  const workspace = around(file, text);
  const answer = rename(documentOf(file, text), position, newName, workspace);
  assert.ok(answer?.ok);
  return applyEdits(documentOf(other), answer.edits.find(edits => edits.file === other)?.edits ?? []);
}

describe('rename', () => {
  describe('keeps the headers of what is delivered', () => {
    const columns: readonly (readonly [title: string, before: string, after: string])[] = [
      ['a short item', 'fields:\n  - am|ount # gross', 'fields:\n  - {from: total, to: amount} # gross'],
      ['a short item in quotes', 'fields: ["am|ount", id]', 'fields: [{from: total, to: amount}, id]'],
      [
        'a long item without header',
        'fields:\n  - {from: am|ount, default: 0}',
        'fields:\n  - {from: total, to: amount, default: 0}',
      ],
      ['a long item with a header', 'fields:\n  - {from: am|ount, to: Sum}', 'fields:\n  - {from: total, to: Sum}'],
      [
        'an item over several lines',
        'fields:\n  - from: am|ount   # gross\n    default: 0\n  - id',
        'fields:\n  - from: total   # gross\n    to: amount\n    default: 0\n  - id',
      ],
      [
        'an item over several lines, the last of the file',
        'fields:\n  - default: 0\n    from: "am|ount"',
        'fields:\n  - default: 0\n    from: "total"\n    to: amount',
      ],
      [
        'lines that end as on Windows',
        'fields:\r\n  - from: am|ount\r\n    default: 0\r\n',
        'fields:\r\n  - from: total\r\n    to: amount\r\n    default: 0\r\n',
      ],
      [
        'twice, and in a filter',
        'fields: [{from: amount, to: A}, amount]\nfilters: {all: [{attribute: am|ount, operator: at_least, value: 1}]}',
        'fields: [{from: total, to: A}, {from: total, to: amount}]\nfilters: {all: [{attribute: total, operator: at_least, value: 1}]}',
      ],
      ['what a template lacks', 'add:\n  fields: [am|ount]', 'add:\n  fields: [{from: total, to: amount}]'],
      [
        '`all` among others',
        'fields:\n  - all # everything\n  - {from: am|ount, to: Again}',
        `fields:\n  - id\n  - bill_number\n  - customer_id\n  - store_id\n  - kind\n  - channel\n  - {from: total, to: amount}\n  - discount\n  - net_amount\n  - currency\n  - email\n  - receipt_number\n  - note\n  - event_date\n  - updated_at # everything\n  - {from: total, to: Again}`,
      ],
      [
        'aggregated columns',
        'aggregate: true\nfields:\n  - {from: am|ount, aggregate: sum}',
        'aggregate: true\nfields:\n  - {from: total, to: amount, aggregate: sum}',
      ],
    ];
    for (const [title, before, after] of columns) {
      it(`V5: ${title}`, () => assert.equal(renamed(head + before, 'total'), head + after));
    }

    it('V5: `fields: all` is spread into what it stands for', () => {
      const text = elsewhere(
        'version: 1\nname: x\nmodel: products\nfields: [na|me]\n',
        'title',
        'exports/product-list.export.yaml',
      );
      assert.match(text, /^fields:\n {2}- id\n/m);
      assert.match(text, /^ {2}- \{from: title, to: name\}\n/m);
      assert.doesNotMatch(text, /^fields: all/m);
    });

    it('V5: of a relation in a path the whole path is the header', () => {
      assert.equal(
        renamed(`${head}fields: [cust|omer.email]\ndimensions: [customer.tier]`, 'buyer'),
        `${head}fields: [{from: buyer.email, to: customer.email}]\ndimensions: [{dimension: buyer.tier, to: customer.tier}]`,
      );
    });

    it('V5: of a relation that comes twice in a path', () => {
      const text = 'version: 1\nname: x\nmodel: customers\nfields: [{from: ref|errer.referrer.email, to: E}]';
      assert.equal(renamed(text, 'by'), text.replace('ref|errer.referrer', 'by.by'));
    });

    it('V5: of KPIs', () => {
      assert.equal(
        renamed(`${head}kpis: [rev|enue, {kpi: revenue, to: R}]`, 'turnover'),
        `${head}kpis: [{kpi: turnover, to: revenue}, {kpi: turnover, to: R}]`,
      );
    });

    it('V5: a column that is left out by its header stays left out', () => {
      const text =
        'version: 1\nname: x\nextends: sales@2\nadd: {fields: [{from: sto|re.zone, to: Zone}]}\nremove: {fields: [Store]}\n';
      assert.match(renamed(text, 'shop'), /remove: \{fields: \[Store\]\}/);
    });
  });

  describe('keeps what the names stand for', () => {
    it('V5: the column of the database', () => {
      const model = elsewhere(`${head}fields: [am|ount]`, 'total', 'catalog/transactions.model.yaml');
      assert.match(model, /^ {2}total: \{type: decimal, label: Amount, .*, column: amount\}$/m);
      assert.match(
        elsewhere(`${head}fields: [em|ail]`, 'mail', 'catalog/transactions.model.yaml'),
        /mail: .*pii: true, column: email_address\}/,
      );
      assert.match(
        elsewhere(`${head}fields: [net_|amount]`, 'net', 'catalog/transactions.model.yaml'),
        /net: \{.*computed: "amount - coalesce\(discount, 0\)"\}/,
      );
    });

    it('V5: the column of fields in their short form and over several lines', () => {
      const file = 'catalog/challenges.model.yaml';
      const model =
        'version: 1\nmodel: challenges\nsource: demo\ntable: t\nkey: id # its key\nfields:\n  id: integer # short\n  name:\n    # what people see\n    label: Name\n    type: string\n  other: string\n';
      assert.equal(
        renamed(model.replace('key: id', 'key: i|d'), 'nr', file),
        model.replace('key: id', 'key: nr').replace('id: integer', 'nr: {type: integer, column: id}'),
      );
      assert.equal(
        renamed(model.replace('  name:', '  na|me:'), 'title', file),
        model
          .replace('  name:', '  title:')
          .replace('type: string\n  other', 'type: string\n    column: name\n  other'),
      );
    });

    it('V5: names in quotes stay in quotes, keys too', () => {
      const file = 'catalog/challenges.model.yaml';
      const model = `version: 1\nmodel: challenges\nsource: demo\ntable: t\nkey: 'i|d'\nfields: {"id": {type: integer, column: c}}\n`;
      assert.equal(renamed(model, 'nr', file), model.replace("'i|d'", "'nr'").replace('"id"', '"nr"'));
    });

    it('V5: the people of audiences, whose model and predicates have names by default', () => {
      const customers = textOf('catalog/customers.model.yaml').replaceAll('|', '\\|');
      const workspace = (marked: string, name: string) =>
        elsewhere(marked, name, 'waybill.yaml', 'catalog/customers.model.yaml');
      assert.match(
        workspace(customers.replace('model: customers', 'model: cust|omers'), 'members'),
        /\n\naudience: \{model: members\}\n$/,
      );
      assert.match(
        workspace(customers.replace('  in_group:', '  in_|group:'), 'is_in'),
        /\naudience: \{group: is_in\}\n$/,
      );
    });

    it('V5 D8: a published template stays published: its record says what it says now', () => {
      const record = elsewhere(`${head}fields: [bill_|number]`, 'bill', 'templates/sales@1.template.yaml');
      assert.match(record, /from: bill, to: Bill/);
      const { text, position } = atCursor(`${head}fields: [bill_|number]`);
      const answer = rename(documentOf(EXPORT, text), position, 'bill', demo);
      assert.ok(answer?.ok);
      const file = answer.edits.find(edits => edits.file === 'templates/published.yaml');
      assert.equal(file?.edits.length, 2);
      assert.ok(file.edits.every(({ newText }) => /^sha256:[0-9a-f]{64}$/.test(newText)));
    });

    it('V5: files that are named for a model or a template go by the new name', () => {
      const { text, position } = atCursor('version: 1\nname: x\nextends: sa|les@1\n');
      const answer = rename(documentOf(EXPORT, text), position, 'bills', demo);
      assert.ok(answer?.ok);
      assert.deepEqual(answer.moves, [
        { from: 'templates/sales@1.template.yaml', to: 'templates/bills@1.template.yaml' },
        { from: 'templates/sales@2.template.yaml', to: 'templates/bills@2.template.yaml' },
      ]);
    });
  });

  describe('refuses', () => {
    const refused: readonly (readonly [title: string, marked: string, newName: string, expected: RegExp])[] = [
      [
        'what is no name',
        `${head}fields: [am|ount]`,
        'two words',
        /^rename-bad-name: "two words" cannot be the name of a field\. Write a name of letters, digits, `_` and `-`\./,
      ],
      ['no name at all', `${head}fields: [am|ount]`, '', /^rename-bad-name/],
      ['a dot in a name', `${head}fields: [am|ount]`, 'a.b', /^rename-bad-name/],
      [
        'a field of this name',
        `${head}fields: [am|ount]`,
        'discount',
        /^rename-taken: The field cannot be called "discount": transactions has such a field already\./,
      ],
      ['a relation of this name', `${head}fields: [am|ount]`, 'store', /transactions has such a relation already/],
      [
        'a field of a relation’s name',
        `${head}fields: [sto|re.name]`,
        'amount',
        /transactions has such a field already/,
      ],
      ['words of paths', `${head}fields: [am|ount]`, 'custom', /the word means something else in a path/],
      ['a KPI of this name', `${head}kpis: [rev|enue]`, 'bills', /has such a KPI already/],
      [
        'an operator',
        'version: 1\nname: x\nmodel: customers\nfilters: {all: [{operator: in_gr|oup}]}',
        'between',
        /it is an operator/,
      ],
      ['a model of this name', 'version: 1\nname: x\nmodel: trans|actions', 'stores', /there is such a model already/],
      [
        'a destination of this name',
        `${head}deliver: {to: sha|re}`,
        'partner-sftp',
        /there is such a destination already/,
      ],
      [
        'a template of this name',
        'version: 1\nname: x\nextends: sal|es@1',
        'customers-facts',
        /there is such a template already/,
      ],
      [
        'what comes with Waybill',
        'version: 1\nname: x\nextends: footfall|-kpis@1',
        'mine',
        /^rename-not-here: The template "footfall-kpis" cannot be renamed: it comes with Waybill/,
      ],
      ['what nothing declares', `${head}deliver: {to: no|where}`, 'there', /no file of the workspace declares it/],
      [
        'what a built-in template names',
        'version: 1\nname: x\nmodel: foot|fall',
        'traffic',
        /^rename-in-built-in: The model "footfall" cannot be renamed: the built-in template footfall-kpis@1 names it, and exports\/store-traffic\.export\.yaml extends that\./,
      ],
    ];
    for (const [title, marked, newName, expected] of refused) {
      it(`V5: ${title}`, () => assert.match(renamed(marked, newName), expected));
    }

    it('V5: while a file that may name it cannot be read', () => {
      const broken = { 'exports/daily-sales.export.yaml': 'version: 1\nfields: [amount\nmodel: transactions\n' };
      assert.match(
        renamed(`${head}fields: [am|ount]`, 'total', EXPORT, broken),
        /^rename-unclear: .*"amount" in exports\/daily-sales\.export\.yaml/,
      );
      const other = { 'exports/daily-sales.export.yaml': 'version: 1\nfields: [email\nmodel: transactions\n' };
      assert.match(renamed(`${head}fields: [am|ount]`, 'total', EXPORT, other), /from: total/);
    });

    it('V5: while a model through which it may be named has mistakes', () => {
      const broken = {
        'catalog/transactions.model.yaml': textOf('catalog/transactions.model.yaml').replace(
          'type: integer',
          'type: whole',
        ),
      };
      const marked = 'version: 1\nname: x\nmodel: stores\nfields: [na|me]';
      assert.match(
        renamed(marked, 'title', EXPORT, broken),
        /^rename-unclear: .*the model "transactions" has mistakes in its file/,
      );
    });

    it('V5: what an alias repeats elsewhere', () => {
      const other = {
        'exports/y.export.yaml': `${head}fields: [&a amount]\nfilters: {all: [{attribute: *a, operator: at_least, value: 1}]}\n`,
      };
      assert.match(renamed(`${head}fields: [am|ount]`, 'total', EXPORT, other), /^rename-unclear: .*it has an anchor/);
      assert.match(renamed(`${head}fields: [curr|ency]`, 'money', EXPORT, other), /from: money/);
    });

    it('V5: a name that is the header by which a column is left out', () => {
      const other = { 'exports/y.export.yaml': 'version: 1\nname: y\nextends: sales@2\nremove: {fields: [Store]}\n' };
      assert.match(
        renamed(`${head}fields: [am|ount]`, 'Store', EXPORT, other),
        /^rename-taken: .*names a column by this header/,
      );
    });
  });

  it('V5: what can be renamed is said before, with the very segment and its name', () => {
    const prepared = (marked: string, workspace = demo) => {
      const { text, position } = atCursor(marked);
      return prepareRename(documentOf(EXPORT, text), position, workspace);
    };
    assert.deepEqual(prepared(`${head}fields: [store.na|me]`), {
      ok: true,
      range: { start: { line: 3, character: 15 }, end: { line: 3, character: 19 } },
      name: 'name',
    });
    for (const marked of [
      `${head}fie|lds: all`,
      `${head}fields: al|l`,
      'version: 1\nna|me: x',
      `${head}# am|ount`,
      `${head}dimensions: [event_date.mo|nth]`,
    ]) {
      assert.equal(prepared(marked), undefined, marked);
    }
    assert.equal(prepared(`${head}fields: [am|ount]`, nowhere), undefined);
    assert.equal(prepared(`${head}deliver: {to: no|where}`)?.ok, false);
  });

  it('V5: the same name again changes nothing', () => {
    assert.equal(renamed(`${head}fields: [am|ount]`, 'amount'), `${head}fields: [amount]`);
  });
});
