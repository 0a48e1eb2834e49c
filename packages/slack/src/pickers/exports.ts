import { ApiError, type Client, type ExportSummary } from '@waybill/api';
import type { Option } from '../blocks/block-kit.ts';
import { option } from '../blocks/build.ts';
import { LIMITS } from '../blocks/limits.ts';
import type { Options, Typed } from '../bot.ts';
import { PersonError } from '../error-sentence.ts';

/** Choosing one of thousands of exports (L1, L6): those whose name or description holds what is typed. */

/** Names may be longer than the value of an option: those are chosen by their id. */
const BY_ID = '#';

export const exportValue = ({ id, name }: Pick<ExportSummary, 'id' | 'name'>): string =>
  name.length <= LIMITS.optionValue && !name.startsWith(BY_ID) ? name : `${BY_ID}${id}`;

export const exportOption = (summary: Pick<ExportSummary, 'id' | 'name' | 'description'>): Option =>
  option(summary.name, exportValue(summary), summary.description);

/** The name of the export that was chosen. */
export async function chosenExport(service: Client, value: string): Promise<string> {
  return value.startsWith(BY_ID) ? chosenById(service, value.slice(BY_ID.length)) : value;
}

/** The name that an export has now. */
export async function chosenById(service: Client, id: string): Promise<string> {
  const { items } = await service.listExports({ query: { id } });
  const [found] = items;
  if (found === undefined) throw new PersonError('That export is not there any more.');
  return found.name;
}

export async function exportOptions({ service, text }: Pick<Typed, 'service' | 'text'>): Promise<Options> {
  const search = text.trim().slice(0, 200);
  const query = { limit: LIMITS.options, ...(search === '' ? {} : { search }) };
  const { items } = await service.listExports({ query });
  return {
    options: items.length === 0 && search !== '' ? await nearOptions(service, search) : items.map(exportOption),
  };
}

/** Nothing holds what was typed: those whose names are spelt like it. */
async function nearOptions(service: Client, typed: string): Promise<readonly Option[]> {
  try {
    return [exportOption(await service.getExport({ params: { name: typed } }))];
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unknown-export') throw error;
    const names = error.problems[0]?.suggestions ?? [];
    const found = await Promise.all(names.map(name => service.listExports({ query: { search: name, limit: 5 } })));
    return found.flatMap(({ items }, i) => items.filter(({ name }) => name === names[i]).map(exportOption));
  }
}
