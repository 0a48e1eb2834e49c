import assert from 'node:assert/strict';
import { highlights, references } from '../../src/references/references.ts';
import { atCursor } from '../support/cursor.ts';
import { documentOf, textOf, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();

function found(file: string, from: string, to: string, declaration = true): readonly string[] {
  const { text, position } = atCursor(textOf(file).replace(from, to));
  return references(documentOf(file, text), position, demo, { declaration }).map(({ file, range }) => {
    const other = documentOf(file);
    const line = other.lines[range.start.line] ?? '';
    return `${file}:${range.start.line + 1} ${line.slice(range.start.character, range.end.character)}`;
  });
}

describe('references', () => {
  it('V5: of a template: its releases and the exports that extend one', () => {
    assert.deepEqual(found('templates/sales@1.template.yaml', 'template: sales', 'template: sa|les'), [
      'templates/sales@1.template.yaml:3 sales',
      'exports/sales-archive.export.yaml:6 sales',
      'exports/web-shop-sales.export.yaml:5 sales',
      'templates/sales@2.template.yaml:3 sales',
    ]);
  });

  it('V5: of a field, in exports, templates and models, the segments of paths too', () => {
    const places = found('catalog/stores.model.yaml', '  zone: {', '  zo|ne: {');
    assert.equal(
      places[0],
      places.find(place => place.startsWith('catalog/stores.model.yaml')),
    );
    assert.ok(
      places.some(place => place.startsWith('catalog/transactions.model.yaml')),
      places.join('\n'),
    );
    assert.ok(places.every(place => place.endsWith(' zone')));
    const without = found('catalog/stores.model.yaml', '  zone: {', '  zo|ne: {', false);
    assert.equal(without.length, places.length - 1);
  });

  it('V5: of fields of one name only those of the model', () => {
    const places = found('catalog/stores.model.yaml', '  name: {', '  na|me: {');
    assert.ok(!places.some(place => place.startsWith('catalog/groups.model.yaml')));
    assert.ok(!places.some(place => place.startsWith('catalog/products.model.yaml')));
  });

  it('V5: of a destination', () => {
    const places = found('waybill.yaml', '  partner-sftp:', '  partner|-sftp:');
    assert.ok(places.includes('exports/daily-sales.export.yaml:27 partner-sftp'), places.join('\n'));
  });

  it('V5: what the editor holds unsaved is looked at', () => {
    const text = `${textOf('exports/daily-sales.export.yaml')}order: key\n`.replace('  - id\n', '  - currency\n');
    const workspace = workspaceOf({ 'exports/daily-sales.export.yaml': text });
    const { text: model, position } = atCursor(
      textOf('catalog/transactions.model.yaml').replace('  currency:', '  curr|ency:'),
    );
    const places = references(documentOf('catalog/transactions.model.yaml', model), position, workspace);
    assert.ok(places.some(({ file }) => file === 'exports/daily-sales.export.yaml'));
  });

  it('V5: highlights of a document tell the declaration from its uses', () => {
    const { text, position } = atCursor(
      textOf('catalog/transactions.model.yaml').replace('event_date: event_date', 'event_date: event|_date'),
    );
    const document = documentOf('catalog/transactions.model.yaml', text);
    const kinds = highlights(document, position, demo).map(({ range, kind }) => `${range.start.line + 1} ${kind}`);
    assert.deepEqual(kinds, ['8 read', '24 write', '55 read', '56 read', '57 read', '58 read', '59 read', '60 read']);
  });
});
