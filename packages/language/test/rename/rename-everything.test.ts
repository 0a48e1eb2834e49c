import assert from 'node:assert/strict';
import { occurrences } from '../../src/meaning/occurrences.ts';
import type { Target } from '../../src/meaning/target.ts';
import type { Renameable } from '../../src/rename/new-name.ts';
import { renameTarget } from '../../src/rename/rename.ts';
import { documentOf, textOf } from '../support/workspace.ts';
import { MORE, planOf, problemsOf, type Texts, textsAfter, withTexts } from './renamed-workspace.ts';

const before = withTexts();
const textBefore = (file: string): string => MORE[file] ?? textOf(file);

/** Of the files as they are, worked out once. */
function once<T>(make: (file: string) => T): (file: string) => T {
  const known = new Map<string, T>();
  return file => {
    if (!known.has(file)) known.set(file, make(file));
    return known.get(file) as T;
  };
}
const problemsBefore = once(file => problemsOf(file, textBefore(file), before));
const planBefore = once(file => planOf(file, textBefore(file), before));

/** Everything that the workspace's files declare, but their exports. */
function declared(kinds: readonly Target['kind'][]): readonly Renameable[] {
  const found = before.documents().flatMap(document =>
    occurrences(document, before).flatMap(({ meaning, segments }) => {
      const target = meaning.kind === 'definition' ? segments[0]?.target : undefined;
      return target && kinds.includes(target.kind) ? [target as Renameable] : [];
    }),
  );
  return [...new Map(found.map(target => [JSON.stringify(target), target])).values()];
}

/** Renames, and asserts that nothing but names is another afterwards: no problem, no header, nothing that is asked. */
function renamesSafely(target: Renameable, newName: string): Texts {
  const renamed = renameTarget(target, newName, undefined, before);
  assert.ok(renamed.ok, `${JSON.stringify(target)}: ${renamed.ok ? '' : renamed.problem.message}`);
  const texts = textsAfter(renamed);
  const after = withTexts(texts);
  for (const [file, text] of Object.entries(texts)) {
    if (file === 'templates/published.yaml') continue;
    const shown = `${JSON.stringify(target)} in ${file}:\n${text}`;
    assert.deepEqual(problemsOf(file, text, after), problemsBefore(file), shown);
    if (!file.endsWith('.export.yaml')) continue;
    assert.equal(planOf(file, text, after), planBefore(file), shown);
  }
  assert.deepEqual(after.workspace?.templates.problems(), []);
  assert.deepEqual(
    after.workspace?.templates.all().map(({ state }) => state),
    before.workspace?.templates.all().map(({ state }) => state),
  );
  for (const [file, text] of Object.entries(texts)) {
    if (file === 'templates/published.yaml') continue;
    const left = occurrences(documentOf(file, text), after).some(({ segments, meaning }) =>
      segments.some(
        ({ target: other }) => meaning.kind !== 'column' && JSON.stringify(other) === JSON.stringify(target),
      ),
    );
    assert.ok(!left, `${JSON.stringify(target)} is still named in ${file}`);
  }
  return texts;
}

describe('rename everything', function () {
  this.timeout(240_000);

  it('V5: the further exports are right to begin with', () => {
    for (const [file, text] of Object.entries(MORE)) assert.deepEqual(problemsOf(file, text, before), [], file);
  });

  for (const kinds of [['model'], ['relation'], ['kpi', 'predicate'], ['source', 'destination', 'template']] as const) {
    it(`V5: each ${kinds.join(', ')} of a workspace, which then validates and delivers as before`, () => {
      const targets = declared(kinds);
      assert.ok(targets.length > 3);
      for (const target of targets) renamesSafely(target, `${target.name}_2`);
    });
  }

  it('V5: each field of a workspace, which then validates and delivers as before', () => {
    const targets = declared(['field']);
    assert.ok(targets.length > 200);
    for (const target of targets) renamesSafely(target, `x_${target.name}`);
  });

  it('V5: there and back again changes nothing that is delivered', () => {
    const target: Renameable = { kind: 'field', model: 'transactions', group: 'fields', name: 'amount' };
    const texts = renamesSafely(target, 'total');
    const there = withTexts(texts);
    const back = renameTarget({ ...target, name: 'total' }, 'amount', undefined, there);
    assert.ok(back.ok);
    const again = { ...texts, ...textsAfter(back, { ...MORE, ...texts }) };
    const after = withTexts(again);
    for (const [file, text] of Object.entries(again)) {
      if (file.endsWith('.export.yaml'))
        assert.equal(planOf(file, text, after), planOf(file, textBefore(file), before));
    }
  });

  it('V5: names that YAML reads as something else get quotes', () => {
    const target: Renameable = { kind: 'field', model: 'transactions', group: 'fields', name: 'discount' };
    for (const name of ['null', 'yes', 'no', 'true', 'off', 'größe', '_x-1']) {
      const texts = renamesSafely(target, name);
      const plain = /^[_gö]/.test(name);
      assert.match(
        texts['exports/daily-sales.export.yaml'] ?? '',
        new RegExp(plain ? `from: ${name},` : `from: "${name}",`),
      );
    }
  });
});
