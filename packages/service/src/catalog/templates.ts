import type { listTemplatesQuery, templateSummarySchema, templateViewSchema } from '@waybill/api';
import { failOnErrors } from '@waybill/engine/errors';
import { templateNamed, templateText } from '@waybill/engine/template';
import type { Workspace } from '@waybill/engine/workspace';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { labelOf } from './fields.ts';
import { pageOfList, searchedIn } from './words.ts';

type Template = ReturnType<Workspace['templates']['all']>[number];

/** Templates without mistakes (D8), the newest release of each unless all are asked for; the workspace's first. */
export async function listTemplates(service: ServiceContext, query: z.output<typeof listTemplatesQuery>) {
  const { model, releases = 'latest', search, limit, cursor } = query;
  const { templates, catalog } = await service.workspace();
  const fits = searchedIn(search);
  const latest = (one: Template) => templates.releases(one.template).at(-1) === one.release;
  const found = templates
    .all()
    .filter(one => releases === 'all' || latest(one))
    .flatMap(one => summary(one, catalog) ?? [])
    .filter(one => model === undefined || one.model === model)
    .filter(one => fits(one.id, one.label, one.description, one.model));
  const list = { name: 'templates', filters: { model, releases, search } };
  return pageOfList(service, list, { limit, cursor }, found);
}

function summary(template: Template, catalog: Workspace['catalog']): z.input<typeof templateSummarySchema> | undefined {
  const { parsed, state, template: name, release } = template;
  const { value } = parsed;
  if (value === undefined || template.checksum === undefined) return undefined;
  return {
    id: templateText(template),
    name,
    release,
    label: value.label ?? labelOf(name),
    description: value.description ?? '',
    model: value.model,
    state,
    available: catalog.models.has(value.model),
  };
}

/** @throws `unknown-template`, `unknown-template-release`, or what is wrong with its file. */
export async function getTemplate(service: ServiceContext, id: string): Promise<z.input<typeof templateViewSchema>> {
  const { templates, catalog } = await service.workspace();
  const template = templateNamed(templates, id);
  failOnErrors(template.problems);
  const { value } = template.parsed;
  const found = summary(template, catalog);
  if (value === undefined || found === undefined) throw new Error(`the template ${id} says nothing`);
  return { ...found, definition: JSON.parse(JSON.stringify(value)) as Record<string, unknown> };
}
