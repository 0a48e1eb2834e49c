import assert from 'node:assert/strict';
import { lensesOf } from '../../src/lenses/lenses.ts';
import { documentOf, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();
const lenses = (text: string, file = 'exports/x.export.yaml') =>
  lensesOf(documentOf(file, text), demo).map(
    ({ range, title, action }) => `${range.start.line} ${action ?? '-'}: ${title}`,
  );

const ACTIONS = ['preview: Preview', 'run: Run', 'deploy: Deploy', 'history: History'];
const actionsAt = (line: number) => ACTIONS.map(action => `${line} ${action}`);

describe('code lenses', () => {
  it('V5: what can be done with an export, above its name', () => {
    assert.deepEqual(lenses('# about\nversion: 1\nname: x\nmodel: transactions\n'), actionsAt(2));
  });

  it('V5: above its schedule the schedule in words and the next run', () => {
    assert.deepEqual(lenses('name: x\nschedule: {weekly: {days: [monday, thursday], at: ["06:30"]}}\n'), [
      ...actionsAt(0),
      '1 -: On Mondays and Thursdays at 06:30, Europe/Vienna · next on Monday 30 November 2026, 06:30 +01:00',
    ]);
  });

  it('V5: a schedule that is over, one that is now, and one that is not right', () => {
    const [, , , , over] = lenses('name: x\nschedule: {at: "2026-01-01 06:30"}\n');
    assert.match(over ?? '', /· no more runs$/);
    assert.equal(lenses('name: x\nschedule: now\n')[4], '1 -: Once, when it is created');
    assert.equal(lenses('name: x\nschedule: {weekly: {days: [moonday], at: ["06:30"]}}\n')[4], undefined);
  });

  it('V5: an export that breaks off has them too; what is no export has none', () => {
    assert.deepEqual(lenses('version: 1\nfields: [{from: "am'), actionsAt(0));
    assert.deepEqual(lenses(''), []);
    assert.deepEqual(lenses('template: x\nname: x\n', 'templates/x.template.yaml'), []);
    assert.deepEqual(lenses('version: 1\n', 'waybill.yaml'), []);
  });
});
