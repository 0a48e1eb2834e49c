import { extendsSchema } from '@waybill/engine/definition';
import type { Asked } from './asked.ts';
import type { Offer } from './offer.ts';
import { fieldNamed } from './paths.ts';

const SECTIONS = { fields: 'from', kpis: 'kpi', dimensions: 'dimension' } as const;
type Section = keyof typeof SECTIONS;
const ALL: readonly Section[] = ['fields', 'kpis', 'dimensions'];

/** A column as a definition says it: what it shows, and its header where that is another. */
interface Column {
  readonly name: string;
  readonly header: string | undefined;
}

/** Columns of the export, or of the template that it extends: by what they show or by their headers. */
export function columnOffers(asked: Asked, of: Section | 'any', headersOnly: boolean): Offer[] {
  const sections = of === 'any' ? ALL : [of];
  const own = of === 'any' ? sections.flatMap(section => ownColumns(asked, section)) : [];
  const columns = [...own, ...sections.flatMap(section => templateColumns(asked, section))];
  const offers = columns.map(({ name, header }): Offer => {
    const text = of === 'any' || headersOnly ? (header ?? name) : name;
    return { kind: 'field', label: text, text, detail: text === name ? header : name };
  });
  return offers.filter(({ text }, i) => text !== '' && offers.findIndex(other => other.text === text) === i);
}

/** Columns that the document itself lists. */
function ownColumns({ around, models }: Asked, section: Section): readonly Column[] {
  if (section === 'fields' && around.textOf(['fields']) === 'all') {
    const model = models.get(around.textOf(['model']));
    return [...(model?.fields.keys() ?? [])].map(name => ({ name, header: undefined }));
  }
  return around.itemsOf([section]).map((name, i): Column => {
    const at = [section, i];
    const written = name ?? around.textOf([...at, SECTIONS[section]]) ?? '';
    return { name: written, header: around.textOf([...at, 'to']) };
  });
}

type Items = 'all' | readonly Readonly<Record<string, unknown>>[];

function templateColumns({ around, workspace }: Asked, section: Section): readonly Column[] {
  const id = extendsSchema.safeParse(around.textOf(['extends']));
  const template = id.success ? workspace.workspace?.templates.find(id.data)?.parsed.value : undefined;
  const items = template?.[section] as Items | undefined;
  if (items === undefined || items === 'all') return [];
  return items.map(
    (item): Column => ({
      name: String(item[SECTIONS[section]] ?? ''),
      header: typeof item.to === 'string' ? item.to : undefined,
    }),
  );
}

/** What is listed already, so that it comes last. */
export function listedIn({ around }: Asked, section: Section, prefix: readonly string[] = []): ReadonlySet<string> {
  const names = around.itemsNamedBy([...prefix, section], SECTIONS[section]);
  return new Set(names.filter(name => name !== undefined));
}

/** `to`: the label that the catalog has for what stands beside it. */
export function headerOffers({ models, place }: Asked, model: string | undefined): Offer[] {
  const { siblings } = place;
  const kpi = siblings.get('kpi');
  const label =
    kpi === undefined
      ? fieldNamed(models, model, siblings.get('from') ?? siblings.get('dimension'), false)?.label
      : models.get(model)?.kpis.get(kpi)?.label;
  return label === undefined ? [] : [{ kind: 'name', label, text: label, detail: 'its label in the catalog' }];
}
