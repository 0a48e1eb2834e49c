import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import { checkExport, checkTemplate, parseExport, parseTemplate } from '../../src/definition/index.ts';
import type { Problem } from '../../src/errors/index.ts';
import { checksumOf, newRelease, publishTemplate, readPublished, writePublished } from '../../src/template/index.ts';
import { loadWorkspace, type Workspace } from '../../src/workspace/index.ts';
import { MODELS, textAt } from '../definition/expect-problems.ts';
import { extend, libraryOf, SALES_1 } from './support.ts';

const SALES_2 = SALES_1.replace('release: 1', 'release: 2').replace('  - id\n', '  - id\n  - channel\n');
const codes = (problems: readonly Problem[]) => problems.map(({ code }) => code);

describe('template: published releases', () => {
  let folder: TempFolder;
  let workspace: Workspace;
  const put = (path: string, text: string) => writeFileSync(folder.join(path), text);
  const load = () => {
    workspace = loadWorkspace(folder.path, { cwd: folder.path });
    return workspace.templates;
  };
  const find = (release: number) => {
    const found = load().find({ template: 'sales', release });
    assert.ok(found);
    return found;
  };
  const publish = (release: number) => {
    const template = find(release);
    const result = publishTemplate(template, workspace.templates, checkTemplate(template, workspace));
    put('templates/published.yaml', result.record);
    return result;
  };
  const problemsOf = (id: string, rest = '') => {
    load();
    const text = `version: 1\nname: x\nextends: ${id}\n${rest}`;
    return checkExport(parseExport(text, 'exports/x.export.yaml'), workspace).problems;
  };
  const failure = (work: () => unknown): Problem => {
    try {
      work();
    } catch (error) {
      return (error as { problems: [Problem] }).problems[0];
    }
    assert.fail('nothing was thrown');
  };

  beforeEach(async () => {
    folder = await tempFolder();
    for (const name of ['catalog', 'templates']) mkdirSync(folder.join(name));
    put('waybill.yaml', 'version: 1\nbrand: {name: T}\nsources: {crm: {type: duckdb, file: x.duckdb}}\n');
    for (const [name, text] of Object.entries(MODELS)) put(`catalog/${name}.model.yaml`, text);
    put('templates/sales.template.yaml', SALES_1);
    put('templates/sales@2.template.yaml', SALES_2);
  });
  afterEach(() => folder.remove());

  it('D8 releases stand side by side, found by what is in the file; each export keeps its own', () => {
    const templates = load();
    assert.deepEqual(templates.releases('sales'), [1, 2]);
    const count = (release: number) => templates.find({ template: 'sales', release })?.parsed.value?.fields?.length;
    assert.deepEqual([count(1), count(2)], [3, 4]);
    publish(1);
    publish(2);
    assert.deepEqual(codes(problemsOf('sales@1')), []);
    assert.deepEqual(codes(problemsOf('sales@2')), []);
  });

  it('D8 a release that is not published works, with a warning at `extends`', () => {
    const [only, ...others] = problemsOf('sales@1');
    assert.deepEqual([only?.code, only?.severity, others.length], ['template-unpublished', 'warning', 0]);
    assert.match(only?.fix ?? '', /waybill template publish sales@1/);
    publish(1);
    assert.deepEqual(problemsOf('sales@1'), []);
    assert.deepEqual(codes(problemsOf('sales@2')), ['template-unpublished']);
  });

  it('D8 publishing again changes nothing', () => {
    const first = publish(1);
    const second = publish(1);
    assert.deepEqual([first.isNew, second.isNew, second.record], [true, false, first.record]);
  });

  it('D8 a published release that was edited is an error where it says its release, and for what extends it', () => {
    publish(1);
    const edited = SALES_1.replace('previous: day', 'previous: week');
    put('templates/sales.template.yaml', edited);
    const [only, ...others] = problemsOf('sales@1');
    assert.ok(only);
    assert.deepEqual(
      [only.code, only.place?.file, others.length],
      ['template-changed', 'templates/sales.template.yaml', 0],
    );
    assert.equal(textAt(edited, only), '1');
    assert.match(only.fix, /waybill template new-release sales`.*git restore templates\/sales\.template\.yaml/);
    assert.deepEqual(codes(problemsOf('sales@2')), ['template-unpublished']);
    assert.equal(failure(() => publish(1)).code, 'template-changed');
    put('templates/sales.template.yaml', SALES_1);
    assert.deepEqual(problemsOf('sales@1'), []);
  });

  const sameMeaning: readonly (readonly [string, (text: string) => string])[] = [
    ['comments', text => `# about\n${text.replace('release: 1', 'release: 1   # the first')}`],
    ['the long form of a field', text => text.replace('  - id\n', '  - {from: id}\n')],
    [
      'the order of keys',
      text => text.replace('on_empty: header_only\n', '').replace('model:', 'on_empty: header_only\nmodel:'),
    ],
    ['the ends of lines', text => text.replaceAll('\n', '\r\n')],
    ['the name of its file', text => text],
  ];
  for (const [what, change] of sameMeaning) {
    it(`D8 ${what} may change after publishing`, () => {
      publish(1);
      rmSync(folder.join('templates/sales.template.yaml'));
      put('templates/other-name.template.yaml', change(SALES_1));
      assert.deepEqual(problemsOf('sales@1'), []);
    });
  }

  it('D8 whatever a template says is in its checksum', () => {
    const sum = (text: string) => checksumOf(parseTemplate(text).value ?? assert.fail(text));
    const changed = [
      ['label: Sales', 'label: Sale'],
      ['transactions', 'customers'],
      ['to: Bill', 'to: Bills'],
      ['decimals: 2', 'decimals: 3'],
      ['value: 10', 'value: "10"'],
      ['excel-eu', 'excel'],
      ['header_only', 'skip'],
      ['  - id\n', ''],
    ].map(([from = '', to = '']) => sum(SALES_1.replace(from, to)));
    assert.equal(new Set([sum(SALES_1), ...changed]).size, changed.length + 1);
  });

  it('D8 a published release whose file is gone is an error for what extends it, and for nothing else', () => {
    publish(1);
    publish(2);
    rmSync(folder.join('templates/sales.template.yaml'));
    const [only, ...others] = problemsOf('sales@1');
    assert.deepEqual([only?.code, only?.place?.line, others.length], ['template-vanished', 3, 0]);
    assert.match(only?.fix ?? '', /templates\/published\.yaml/);
    assert.deepEqual(problemsOf('sales@2'), []);
    assert.deepEqual(load().problems(), []);
  });

  it('D8 what has mistakes is not published', () => {
    put('templates/sales.template.yaml', SALES_1.replace('bill_number', 'bil_number'));
    assert.equal(failure(() => publish(1)).code, 'unknown-field');
  });

  it('D8 a built-in template is published already', () => {
    const template = load().find({ template: 'points-facts', release: 1 });
    assert.ok(template);
    assert.equal(failure(() => publishTemplate(template, load(), [])).code, 'template-built-in');
  });

  it('D8 a new release begins as the newest one, comments and all, under the next number that nobody had', () => {
    put('templates/sales@2.template.yaml', SALES_2.replace('release: 2', 'release: 2 # with channels'));
    const template = find(2);
    const next = newRelease(template, workspace.templates);
    assert.deepEqual([next.release, next.fileName], [3, 'sales@3.template.yaml']);
    assert.equal(next.text, SALES_2.replace('release: 2', 'release: 3 # with channels'));
    put(
      'templates/published.yaml',
      writePublished(new Map(), { template: 'sales', release: 11 }, `sha256:${'0'.repeat(64)}`),
    );
    assert.equal(newRelease(find(2), workspace.templates).release, 12);
  });

  it('D8 two files of one release, and a name that is built in, are errors at their files', () => {
    put('templates/copy.template.yaml', SALES_1);
    put('templates/mine.template.yaml', SALES_1.replace('template: sales', 'template: points-facts'));
    const problems = load().problems();
    assert.deepEqual(
      problems.map(({ code, place }) => [code, place?.file]),
      [
        ['template-name-taken', 'templates/mine.template.yaml'],
        ['duplicate-template', 'templates/sales.template.yaml'],
      ],
    );
    assert.deepEqual(codes(problemsOf('points-facts@1')), ['template-unpublished', 'template-name-taken']);
  });

  it('D8 a record that cannot be understood is an error at its line, and is not written over', () => {
    put('templates/published.yaml', 'version: 1\npublished:\n  sales@1: sha256:abc\n<<<<<<< HEAD\n');
    assert.ok(codes(load().problems()).every(code => code === 'published-unclear'));
    assert.equal(failure(() => publish(1)).code, 'published-unclear');
    assert.ok(problemsOf('sales@1').some(({ code, severity }) => code === 'published-unclear' && severity === 'error'));
    assert.ok(problemsOf('sales@7').some(({ code }) => code === 'published-unclear'));
  });

  it('D8 the record: sorted, whatever the order of publishing, and read back as it was', () => {
    const sum = (digit: string) => `sha256:${digit.repeat(64)}`;
    let published: ReadonlyMap<string, string> = new Map();
    for (const [template, release] of [
      ['sales', 10],
      ['sales', 9],
      ['a', 2],
    ] as const) {
      const text = writePublished(published, { template, release }, sum(String(release % 10)));
      published = readPublished(text, 'p').published;
    }
    assert.deepEqual(
      [...published],
      [
        ['a@2', sum('2')],
        ['sales@9', sum('9')],
        ['sales@10', sum('0')],
      ],
    );
  });

  it('D8 a file that names no release is an error of its own, and is told where a template is missed', () => {
    put('templates/what.template.yaml', 'version: 1\nmodel: transactions\n');
    assert.deepEqual(codes(load().problems()), ['missing-key', 'missing-key']);
    assert.deepEqual(codes(problemsOf('what@1')).sort(), ['missing-key', 'missing-key', 'unknown-template']);
  });

  it('D8 without a folder of templates there are the built-in ones', async () => {
    rmSync(folder.join('templates'), { recursive: true });
    assert.ok(
      load()
        .all()
        .every(({ state }) => state === 'built-in'),
    );
    assert.deepEqual(load().problems(), []);
    assert.match(problemsOf('sales@1')[0]?.fix ?? '', /`waybill template list`/);
    assert.deepEqual(extend('bare@1', 'fields: all\nfilters: none', libraryOf()).problems, []);
  });
});
