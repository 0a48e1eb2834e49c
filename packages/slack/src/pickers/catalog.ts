import { option } from '../blocks/build.ts';
import { LIMITS } from '../blocks/limits.ts';
import { cut } from '../blocks/text.ts';
import type { Options, Typed } from '../bot.ts';

/** Choosing what the service knows: each list is searched by the service, and never longer than Slack shows. */

type Asking = Pick<Typed, 'service' | 'text'>;

const query = (text: string) => ({
  limit: LIMITS.options,
  ...(text.trim() === '' ? {} : { search: text.trim().slice(0, 200) }),
});

/** Names of models and the like are words; one that is too long for a choice is left out rather than cut. */
const fits = (value: string): boolean => value !== '' && value.length <= LIMITS.optionValue;

export async function modelOptions({ service, text }: Asking): Promise<Options> {
  const { items } = await service.listModels({ query: query(text) });
  const found = items.filter(model => fits(model.name));
  return { options: found.map(model => option(model.label, model.name, model.description)) };
}

export async function templateOptions({ service, text }: Asking): Promise<Options> {
  const { items } = await service.listTemplates({ query: query(text) });
  const found = items.filter(template => template.available && fits(template.id));
  return { options: found.map(({ id, label, description }) => option(`${label} (${id})`, id, description)) };
}

export async function destinationOptions({ service, text }: Asking): Promise<Options> {
  const { items } = await service.listDestinations();
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter(
    ({ name, address }) => fits(name) && words.every(word => `${name} ${address ?? ''}`.toLowerCase().includes(word)),
  );
  return {
    options: found
      .slice(0, LIMITS.options)
      .map(({ name, type, address }) => option(name, name, cut(address ?? type, 75))),
  };
}

export async function zoneOptions({ service, text }: Asking): Promise<Options> {
  const { items } = await service.listZones({ query: query(text) });
  return { options: items.filter(({ name }) => fits(name)).map(({ name, offset }) => option(name, name, offset)) };
}

/** Fields of a model, and of those that it leads to; each by its key, which is short enough for a choice. */
export async function fieldOptions({ service, text }: Asking, model: string): Promise<Options> {
  const { items } = await service.listFields({ params: { name: model }, query: query(text) });
  return {
    options: items.map(({ key, label, where, path, type }) =>
      option(where === '' ? label : `${where} › ${label}`, key, `${path} · ${type}`),
    ),
  };
}
