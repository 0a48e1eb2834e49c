import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { checkExport, checkTemplate, formatText, parseExport } from '../../src/definition/index.ts';
import { builtInTemplates, templateText } from '../../src/template/index.ts';
import { loadWorkspace } from '../../src/workspace/index.ts';

/** Lines are only added here: a released built-in template never changes. */
const RELEASED: Readonly<Record<string, string>> = {
  'campaigns-facts@1': '27f50258bef14223fde9ba510ef7e37edea25fd9ca4b0b5bfc8a5160e06c4f11',
  'campaigns-kpis@1': '080e12ed02c2b0c9ca5af9147a29bbec3506fea57408ce5ef3e8e86a1ce27cd3',
  'challenges-facts@1': '8978802c8502530ce77c3d1deb4e9c0a70af201bd5929260f1c78a947eb76b7a',
  'changes-facts@1': '24d55023ff4681d7d48ec7de7a3cea1bcf0462ccc256872f9af39541754068d3',
  'content-approval-facts@1': '9c655f5238522bfb2c1e841c91407acb48ffae14c372aa6ecd9f86585a62bdcd',
  'coupon-pools-facts@1': '72ff83f68e03792d8704c9a6db605cc94829073211b065c40006e4f9b99ac6f5',
  'coupons-facts@1': '50df1f4aa132c0cc0082f5d5e8815c77db4ab6f9f5281dd6441a9d5e289a85d5',
  'coupons-kpis@1': '529caa98a59c8ad93b012b8c1aa30cc9faf2f85b30411621afbc7614ae9f3fe5',
  'customer-fields-facts@1': '8765265cfb9ecbd23b721e4e441a5aff72fc414940afec9d665b5e0c942ff124',
  'customers-facts@1': 'e69089167744690f8c495baff176546671cb1c2fe601cb6cf99119b0b5fc1938',
  'customers-kpis@1': '4175909b575986da240518e2cf877a04dc6725cd5aad81d0349023665b82c09b',
  'events-facts@1': 'd18aaa82668b61a59445cfff1b6ad37da6f3d4d92dc296a49089cee4da7ac41c',
  'footfall-facts@1': 'a9a4d5460755f62e9a2a61a419949fbfc44a0da0c014339f7c01ca8454f63430',
  'footfall-kpis@1': 'cb1c65835be0c4483f0bc2885d06a2e21647844496c2830d115a34d0924302b0',
  'points-facts@1': '2fd8211c0f19532a8263d7b77147784dfbc17b0a06ff0d42537851bf20f3accd',
  'points-kpis@1': '1942f388df35eb862a481781d5d0ccce39bcd9a1d80877d98bf12a8bee6d5aca',
  'products-facts@1': '18fb8e3e53b753530ae2064de7c6e6208ef05201c2513e800453bb7ec20d90d5',
  'rewards-facts@1': '66561bb5e90c128b67ba0f885928797181fed2d83a97da26cf6241881b692c4c',
  'stores-facts@1': '8264d7c8ab37d6a0d639afac5f3a48639563dc2b1e952b86e4d0e5d4ea78c4b7',
  'transactions-facts@1': 'b737745f14ffdf7dbccaace55d1e5e0c83f2a96184f7b01e509492d76a857f9c',
  'transactions-kpis@1': '52b7c0d55ffddd1e9a3bd9d83bbe87b3e999bec91505bbee8df24d6b2d90a25d',
  'webhook-logs-facts@1': '176d9ec296047ec15d0b454d46a97a395213beb40aecde5dcfc675430c93ccaf',
};

/** The models of the vendors' documents. */
const MODELS = [
  'campaigns',
  'challenges',
  'changes',
  'content_approval',
  'coupon_pools',
  'coupons',
  'customer_fields',
  'customers',
  'events',
  'footfall',
  'points',
  'products',
  'rewards',
  'stores',
  'transactions',
  'webhook_logs',
];
/** What Capillary speaks of as KPIs and dimensions. */
const WITH_KPIS = ['campaigns', 'coupons', 'customers', 'footfall', 'points', 'transactions'];

describe('template/built-in', () => {
  const workspace = loadWorkspace(fileURLToPath(new URL('../../../demo/workspace', import.meta.url)));
  const templates = builtInTemplates();

  it('D8 built-in templates never change once they are released', () => {
    const now = templates.map(t => [templateText(t), t.checksum?.replace('sha256:', '')]);
    assert.deepEqual(Object.fromEntries(now), RELEASED);
  });

  it('D8 K9 built-in templates: facts for every model, KPIs where the documents speak of them', () => {
    const of = (kind: string) =>
      templates.filter(({ template }) => template.endsWith(kind)).map(({ parsed }) => parsed.value?.model);
    assert.deepEqual(of('-facts').sort(), MODELS);
    assert.deepEqual(of('-kpis').sort(), WITH_KPIS);
    for (const { template, parsed } of templates) {
      assert.ok(template.startsWith(`${parsed.value?.model.replaceAll('_', '-')}-`), template);
    }
  });

  it('D8 O1 the one for challenges is JSON, the only format that they are offered in', () => {
    const challenges = templates.find(({ template }) => template === 'challenges-facts');
    assert.deepEqual(challenges?.parsed.value?.file, { format: 'json' });
  });

  it('D8 D9 a warning about its window with the schedule of the export is told at `extends`', () => {
    const text = 'version: 1\nname: x\nextends: points-facts@1\nschedule: {weekly: {days: [monday], at: ["06:00"]}}\n';
    const { problems } = checkExport(parseExport(text, 'x.export.yaml'), workspace);
    const [only, ...others] = problems.map(({ severity, place }) => [severity, place?.file, place?.path]);
    assert.deepEqual([only, others], [['warning', 'x.export.yaml', 'extends'], []]);
    assert.deepEqual([problems[0]?.found, problems[0]?.suggestions], [undefined, undefined]);
  });

  for (const template of templates) {
    const id = templateText(template);
    it(`D8 ${id}: in the canonical form, fits the demo catalog, and is an export by its name alone`, () => {
      const { text } = template.parsed.yaml;
      assert.deepEqual(formatText(text, 'template'), { ok: true, text });
      assert.deepEqual(checkTemplate(template, workspace), []);
      const parsed = parseExport(`version: 1\nname: x\nextends: ${id}\n`, 'x.export.yaml');
      const { problems, effective } = checkExport(parsed, workspace);
      assert.deepEqual(problems, []);
      assert.equal(effective.value?.model, template.parsed.value?.model);
      assert.ok(template.parsed.value?.label && template.parsed.value.description);
    });
  }
});
