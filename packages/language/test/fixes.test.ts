import { strict as assert } from 'node:assert';
import type { Problem } from '@waybill/engine/errors';
import { catalogErrors } from '../../engine/src/errors/catalogue/catalog.ts';
import { definitionErrors } from '../../engine/src/errors/catalogue/definition.ts';
import { planErrors } from '../../engine/src/errors/catalogue/plan.ts';
import { scheduleErrors } from '../../engine/src/errors/catalogue/schedule.ts';
import { templateErrors } from '../../engine/src/errors/catalogue/template.ts';
import { workspaceErrors } from '../../engine/src/errors/catalogue/workspace.ts';
import { CATALOGUE } from '../../engine/src/errors/codes.ts';
import { diagnose } from '../src/diagnose/diagnose.ts';
import { FIXES } from '../src/fixes/fix-table.ts';
import { fixAll, fixesFor } from '../src/fixes/fixes-for.ts';
import { CASES, type FixCase, NO_FIX } from './support/fix-cases.ts';
import { applyEdits, documentOf, SAMPLES, textOf, workspaceOf } from './support/workspace.ts';

const first = (file: string, text: string, code: string, more: Readonly<Record<string, string>>): Problem | undefined =>
  diagnose(documentOf(file, text), workspaceOf({ ...more, [file]: text })).find(problem => problem.code === code);

/** How often a problem is told. */
function count(file: string, text: string, { code, message }: Problem, more: Readonly<Record<string, string>>): number {
  const problems = diagnose(documentOf(file, text), workspaceOf({ ...more, [file]: text }));
  return problems.filter(problem => problem.code === code && problem.message === message).length;
}

function titlesOf({ code, file, text, more = {} }: FixCase): readonly string[] {
  const problem = first(file, text, code, more);
  assert.ok(
    problem,
    `${code} is not among ${diagnose(documentOf(file, text), workspaceOf({ ...more, [file]: text }))
      .map(p => `${p.code} (${p.message})`)
      .join(', ')}`,
  );
  const document = documentOf(file, text);
  return fixesFor(document, problem, workspaceOf({ ...more, [file]: text })).map(
    ({ title, preferred }) => `${preferred ? '* ' : ''}${title}`,
  );
}

describe('V4 quick fixes', () => {
  for (const fixCase of CASES) {
    const { code, file, text, fixed, titles, more = {}, name = '' } = fixCase;
    it(`V4 fix: ${code}${name === '' ? '' : `, ${name}`}`, () => {
      assert.deepEqual(titlesOf(fixCase), titles);
      const document = documentOf(file, text);
      const workspace = workspaceOf({ ...more, [file]: text });
      const problem = first(file, text, code, more) as Problem;
      const before = count(file, text, problem, more);
      for (const [i, { edits, title }] of fixesFor(document, problem, workspace).entries()) {
        const texts: Record<string, string> = { ...more, [file]: text };
        for (const { file: other, edits: own } of edits) {
          texts[other] = applyEdits(documentOf(other, texts[other] ?? textOf(other)), own);
        }
        if (i === 0 && fixed !== undefined) assert.equal(texts[file], fixed);
        assert.ok(count(file, texts[file] as string, problem, texts) < before, `${title}:\n${texts[file]}`);
      }
    });
  }

  it('V4 fix: for every code of the files it was decided whether there is one', () => {
    const all = Object.keys({
      ...workspaceErrors,
      ...definitionErrors,
      ...templateErrors,
      ...catalogErrors,
      ...scheduleErrors,
      ...planErrors,
    });
    const tried = new Set(CASES.map(({ code }) => code as string));
    const undecided = all.filter(code => !tried.has(code) && !(code in NO_FIX));
    assert.deepEqual(undecided, []);
    for (const code of Object.keys(NO_FIX)) {
      assert.ok(code in CATALOGUE, code);
      assert.ok(!tried.has(code) && !(code in FIXES), `${code} has a fix`);
    }
    const untried = Object.keys(FIXES).filter(code => !tried.has(code));
    assert.deepEqual(untried, []);
  });

  it('V4 fix: a word of a sample that lost a letter has it back, wherever it is', () => {
    let mended = 0;
    for (const file of SAMPLES.filter(sample => sample.startsWith('exports/'))) {
      const text = textOf(file);
      const words = [...text.matchAll(/(?<![#\w].*)\b[a-z_]{5,}\b/gm)].slice(0, 25);
      for (const { 0: word, index } of words) {
        const broken = `${text.slice(0, index)}${word.slice(0, 2)}${word.slice(3)}${text.slice(index + word.length)}`;
        const document = documentOf(file, broken);
        const workspace = workspaceOf({ [file]: broken });
        for (const problem of diagnose(document, workspace)) {
          const [best] = fixesFor(document, problem, workspace).filter(({ preferred }) => preferred);
          if (!problem.suggestions?.includes(word) || !best) continue;
          const found = applyEdits(document, best.edits[0]?.edits ?? []);
          if (problem.suggestions[0] === word) assert.equal(found, text, `${file}: ${problem.message}`);
          mended++;
        }
      }
    }
    assert.ok(mended > 100, String(mended));
  }).timeout(120_000);

  it('V4 fix: all at once, for what cannot change the meaning; of two fixes that meet, one is made', () => {
    const file = 'exports/x.export.yaml';
    const text = 'version: 1\nname: x\nmodel: stores\nfields: id\nfilters: none\nfile: {header: yes, archive: zip}\n';
    const document = documentOf(file, text);
    const workspace = workspaceOf({ [file]: text });
    const edits = fixAll(document, diagnose(document, workspace), workspace, ({ safe }) => safe);
    const fixed = applyEdits(document, edits);
    assert.equal(
      fixed,
      'version: 1\nname: x\nmodel: stores\nfields: [id]\nfilters: none\nfile: {header: true, archive: zip}\n',
    );
  });

  it('V4 fix: never throws, whatever a file is cut down to, and every edit is inside the text', () => {
    const file = 'exports/daily-sales.export.yaml';
    const text = textOf(file);
    const workspace = workspaceOf();
    for (let length = 0; length <= text.length; length += 3) {
      const document = documentOf(file, text.slice(0, length));
      for (const problem of diagnose(document, workspace)) {
        for (const { edits } of fixesFor(document, problem, workspace)) {
          for (const own of edits) if (own.file === file) applyEdits(document, own.edits);
        }
      }
    }
  }).timeout(60_000);
});
