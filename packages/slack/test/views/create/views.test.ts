import assert from 'node:assert/strict';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@waybill/api';
import fc from 'fast-check';
import { closeServices } from '../../../../../test/support/service.ts';
import { wrongInView } from '../../../../../test/support/slack/check-blocks.ts';
import { textOf } from '../../../../../test/support/slack/slack-person.ts';
import { newDatabase } from '../../../../../test/support/store.ts';
import { type TempFolder, tempFolder } from '../../../../../test/support/temp-folder.ts';
import { demoWorkspaceFolder } from '../../../../demo/src/workspace-folder.ts';
import { openStore } from '../../../../service/src/store/open-store.ts';
import type { Store } from '../../../../service/src/store/store.ts';
import { closeServed, serve } from '../../../../service/test/http/served.ts';
import type { ModalView } from '../../../src/blocks/block-kit.ts';
import { type Catalog, openCriterion, readCatalog } from '../../../src/views/create/catalog.ts';
import {
  type CreateDraft,
  emptyDraft,
  type Inner,
  STEPS,
  stepsOf,
  withTyped,
} from '../../../src/views/create/create-draft.ts';
import type { DraftState } from '../../../src/views/create/draft-state.ts';
import { fromYaml } from '../../../src/views/create/from-yaml.ts';
import type { Check } from '../../../src/views/create/step.ts';
import { innerOf, innerView, stepOf, stepView } from '../../../src/views/create/step-view.ts';
import { listOf } from '../../../src/views/create/steps/field-list.ts';
import { draftStates } from './draft-states.ts';
import { assertGolden } from './golden-text.ts';
import { shownForm } from './shown-form.ts';

const DEMO = join(demoWorkspaceFolder(), 'exports');

/** What may be open on top of the steps of a draft. */
function innersOf({ state }: CreateDraft): readonly Inner[] {
  const sets = (list: 'filters' | 'add', all: readonly { readonly all: readonly unknown[] }[] = []) =>
    all.flatMap((set, i) => set.all.map((_, index): Inner => ({ kind: 'criterion', list, set: i, index })));
  const fields = (list: 'fields' | 'add', all: ReturnType<typeof listOf>) =>
    all.flatMap((field, index): Inner[] => (field.from === 'all' ? [] : [{ kind: 'field', list, index }]));
  return [
    ...fields('fields', listOf(state.fields)),
    ...fields('add', listOf(state.add?.fields)),
    ...sets('filters', state.filters?.any),
    ...sets('add', state.add?.filters),
    ...(state.add?.criteria ?? []).map((_, index): Inner => ({ kind: 'criterion', list: 'criteria', set: 0, index })),
    ...(state.notify ?? []).map((_, index): Inner => ({ kind: 'notice', index })),
    ...(['csv', 'psv', undefined].includes(state.file?.format) ? [{ kind: 'csv' } as const] : []),
  ];
}

const takes = (view: ModalView) => assert.deepEqual(wrongInView(view as never), [], JSON.stringify(view));

describe('L2 create: the modals', () => {
  let folder: TempFolder;
  let store: Store;
  let service: Client;
  before(async () => {
    folder = await tempFolder();
    await cp(demoWorkspaceFolder(), folder.path, { recursive: true });
    store = await openStore({ database: await newDatabase('sqlite') });
    service = await (await serve({ store, folder, env: { WAYBILL_RATE: '100000' } })).client('admin');
  });
  after(async () => {
    await closeServed();
    await closeServices();
    await store[Symbol.asyncDispose]();
    await folder.remove();
  });

  /** Every modal of a draft shown and submitted as it is: Slack takes it, and nothing changes. */
  async function throughAllModals(draft: CreateDraft, inners = innersOf(draft)): Promise<void> {
    const catalog = await readCatalog(service, draft);
    for (const step of stepsOf(draft)) {
      const here = { ...draft, step };
      const view = stepView({ draft: here, catalog, problems: [] }, 'drf1');
      takes(view);
      const read = stepOf(step).read(withTyped(here, shownForm(view)), catalog);
      assert.deepEqual(read.state, draft.state, step);
    }
    for (const inner of inners) {
      const open = { ...draft, inner };
      const known = inner.kind === 'criterion' ? await readCatalog(service, open) : catalog;
      const view = innerView({ draft: open, catalog: known, problems: [] }, 'drf1');
      takes(view);
      const read = innerOf(inner.kind).read(withTyped(open, shownForm(view)), known);
      assert.deepEqual(read.state, draft.state, JSON.stringify(inner));
      assert.equal(read.inner, undefined);
    }
  }

  it('R4 L2 every export of the demo goes through all modals unchanged, and Slack takes each of them', async () => {
    for (const file of await readdir(DEMO)) {
      if (!file.endsWith('.export.yaml')) continue;
      const text = await readFile(join(DEMO, file), 'utf8');
      const { state } = fromYaml(text);
      await throughAllModals(emptyDraft({ state, step: 'name', clone: { name: state.name, text } })).catch(error => {
        error.message = `${file}: ${error.message}`;
        throw error;
      });
    }
  });

  it('R4 L2 so does anything that may be chosen', async () => {
    await fc.assert(
      fc.asyncProperty(draftStates, async state => {
        const draft = emptyDraft({ state, step: 'name' });
        // Criteria at random mean nothing; the sensible ones are below.
        await throughAllModals(
          draft,
          innersOf(draft).filter(({ kind }) => kind !== 'criterion'),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('L2 D3 K7 every operator of every field, and every question, goes through its modal unchanged', async () => {
    const dates = [['2026-12-01'], ['date:-7 days'], ['2026-12-01', 'date:today'], ['2026-12-01', '2026-12-31']];
    const valuesFor: Readonly<Record<string, readonly unknown[]>> = {
      string: ['Wien', ' ', 'true', ['a', 'b = c', '"x"', ''], ['007']],
      enum: ['gold', 'gone', ['gold', 'silver'], ['gone']],
      integer: [5, 0, -3, '9007199254740993', 'five', [1, 2], ['1', 3]],
      decimal: [5.5, '1.50', [1, 2.25], 'many'],
      boolean: [true, false],
      date: dates.map(value => (value.length === 1 ? value[0] : value)),
      datetime: ['2026-12-01', '2026-12-01 13:45', 'date:now', ['2026-12-01', '2026-12-31'], ['date:yesterday', 'x']],
    };
    const catalog = await readCatalog(service, emptyDraft({ state: { name: 'x', model: 'customers' } }));
    const { items } = await service.listFields({ params: { name: 'customers' }, query: { relations: 1, limit: 200 } });
    const all = items.flatMap(({ path, type, operators }) =>
      operators.flatMap(operator => {
        const list = ['in', 'not_in', 'in_date', 'between', 'age_range'].includes(operator);
        const two = ['between', 'age_range'].includes(operator);
        const none = operator.startsWith('is_');
        const values = (valuesFor[type] ?? []).filter(
          value => Array.isArray(value) === list && (!two || (value as readonly unknown[]).length === 2),
        );
        const whole = operator === 'age_range' ? [[18, 30]] : values;
        return (none ? [undefined] : whole).map(value => ({
          attribute: path,
          operator,
          ...(value === undefined ? {} : { value }),
          ...(operator === 'anniversary' ? { before: '3 days' } : {}),
        }));
      }),
    );
    const questions = (catalog.model?.predicates ?? []).flatMap(({ name: operator }) => [
      { operator, value: 'P-1' },
      { operator, value: 'P-1', period: '30 days', at_least: 2 },
      { attribute: 'referrer', operator, value: 5 },
    ]);
    assert.ok(all.length > 300 && questions.length === 36, String(all.length));
    const draft = emptyDraft({
      state: { name: 'x', model: 'customers', filters: { any: [{ all: [...all, ...questions] as never }] } },
    });
    const catalogs = new Map<string, Catalog>();
    for (const inner of innersOf(draft)) {
      const open = { ...draft, inner };
      const attribute = openCriterion(open)?.attribute ?? '';
      const known = catalogs.get(attribute) ?? (await readCatalog(service, open));
      catalogs.set(attribute, known);
      const view = innerView({ draft: open, catalog: known, problems: [] }, 'drf1');
      takes(view);
      const read = innerOf('criterion').read(withTyped(open, shownForm(view)), known);
      assert.deepEqual(read.state, draft.state, JSON.stringify(inner));
    }
  });

  it('L2 L6 the largest things fit: 300 fields, many sets, long texts', async () => {
    const long = 'x'.repeat(5000);
    const criteria = Array.from({ length: 60 }, (_, i) => ({ attribute: 'amount', operator: 'in', value: [i, long] }));
    const draft = emptyDraft({
      state: {
        name: 'n'.repeat(100),
        description: long,
        model: 'transactions',
        fields: Array.from({ length: 300 }, (_, i) => ({ from: 'note', to: `Column ${i} ${'y'.repeat(200)}` })),
        filters: { any: Array.from({ length: 40 }, () => ({ all: criteria })) },
        deliver: Array.from({ length: 40 }, (_, i) => ({ to: `place-${i}`, path: long })),
        notify: Array.from({ length: 200 }, (_, i) => ({ email: `a${i}@example.com` })),
        schedule: { daily: { hours: '*', minutes: Array.from({ length: 60 }, (_, i) => i) } },
      },
    });
    await throughAllModals({ ...draft, state: { ...draft.state, filters: { any: [{ all: criteria.slice(0, 3) }] } } });
    const catalog = await readCatalog(service, draft);
    for (const step of STEPS) {
      for (const offset of [0, 140, 299]) {
        takes(stepView({ draft: { ...draft, step, offset, reviewed: true }, catalog, problems: [] }, 'drf1'));
      }
    }
  });

  describe('as people read them', () => {
    const text = (view: ModalView): string => {
      takes(view);
      return `${view.title.text} [${view.submit?.text ?? ''}] [${view.close?.text ?? ''}]\n\n${textOf(view.blocks as never)}\n`;
    };
    const NEWS = { at: '2026-12-07T06:30:00+01:00', day: '2026-12-07' };
    const CHECK: Check = {
      valid: true,
      name: 'daily-sales',
      schedule: 'Every day at 06:30, Europe/Vienna',
      firings: [
        { ...NEWS, window: { from: '2026-12-06T00:00:00+01:00', to: '2026-12-07T00:00:00+01:00' } },
        { at: '2026-12-08T06:30:00+01:00', day: '2026-12-08', window: null, problems: ['The window is too long.'] },
      ],
      fileNames: ['sales/daily-sales_20261207.csv'],
      columns: [
        { header: 'id', type: 'number-text' },
        { header: 'Customer_*', type: 'text' },
      ],
      problems: [
        { code: 'x', severity: 'error', message: 'This is wrong.', fix: 'Correct it.', place: { path: 'window.last' } },
        { code: 'y', severity: 'warning', message: 'This is odd.', fix: '' },
      ],
    };

    it('L2 each step of a clone, and of what is rare', async () => {
      const file = await readFile(join(DEMO, 'daily-sales.export.yaml'), 'utf8');
      const rare = `${file}checks: {rows: 30 %}\norder: none\nnotify: [{slack: "#crm", when: [late]}, {email: a@example.com}]\n`;
      const { state } = fromYaml(rare);
      const draft = emptyDraft({ state, clone: { name: 'daily-sales', text: rare }, reviewed: true });
      const catalog = await readCatalog(service, draft);
      for (const step of stepsOf(draft)) {
        const shown = {
          draft: { ...draft, step },
          catalog,
          check: CHECK,
          problems: step === 'review' ? CHECK.problems : [],
        };
        assertGolden(`clone-${step}`, text(stepView(shown, 'drf1')));
      }
    });

    it('L2 each step of a new export that is not there yet', async () => {
      const draft = emptyDraft({ state: { name: '', model: 'transactions' } });
      const catalog = await readCatalog(service, draft);
      for (const step of STEPS) {
        if (step === 'review') continue;
        assertGolden(`new-${step}`, text(stepView({ draft: { ...draft, step }, catalog, problems: [] }, 'drf1')));
      }
    });

    it('L2 each kind of rows and of filters of a template', async () => {
      const file = await readFile(join(DEMO, 'web-shop-sales.export.yaml'), 'utf8');
      const kpis = await readFile(join(DEMO, 'store-traffic.export.yaml'), 'utf8');
      for (const [name, one] of [
        ['template', file],
        ['kpi-template', kpis],
      ] as const) {
        const draft = emptyDraft({ state: fromYaml(one).state });
        const catalog = await readCatalog(service, draft);
        for (const step of ['rows', 'filters', 'window', 'file'] as const) {
          assertGolden(`${name}-${step}`, text(stepView({ draft: { ...draft, step }, catalog, problems: [] }, 'drf1')));
        }
      }
    });

    it('L2 each modal on top', async () => {
      const state: DraftState = {
        name: 'x',
        model: 'transactions',
        aggregate: true,
        fields: [
          { from: 'event_date', to: 'Date', aggregate: 'group', format: '%d.%m.%Y' },
          { from: 'amount', aggregate: 'sum', format: { decimals: 2, decimal: ',', group: ' ' } },
          { from: 'customer.email', aggregate: 'group', protect: 'hash', replace: { 'a = b': 'c' }, default: 'none' },
        ],
        filters: {
          any: [
            {
              all: [
                { attribute: 'channel', operator: 'in', value: ['online', 'app'] },
                { attribute: 'amount', operator: 'between', value: [10, 500] },
                { attribute: 'event_date', operator: 'after', value: 'date:first day of last month' },
                { attribute: 'customer', operator: 'item_purchased', value: 'P-1', period: '30 days', at_least: 2 },
                { attribute: 'custom.gift_wrap', operator: 'is', value: true },
              ],
            },
          ],
        },
        file: { format: 'csv', delimiter: ':', null: 'NULL' },
        notify: [{ slack: 'C0123456789', when: ['failure'] }],
      };
      const draft = emptyDraft({ state });
      for (const inner of innersOf(draft)) {
        const open = { ...draft, inner };
        const shown = { draft: open, catalog: await readCatalog(service, open), problems: [] };
        assertGolden(`inner-${Object.values(inner).join('-')}`, text(innerView(shown, 'drf1')));
      }
    });
  });
});
