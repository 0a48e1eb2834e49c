import { isDeepStrictEqual } from 'node:util';
import { formatText, parseYaml, writeCanonical } from '@waybill/engine/definition';
import { type DraftState, KEPT_FILE_KEYS, KEPT_KEYS, STATE_KEYS } from './draft-state.ts';
import { graftComments } from './graft-comments.ts';

/**
 * The choices as a definition in canonical form (L9). With `base`, the text of what is cloned, everything that the
 * steps do not ask for stays as it is there, comments included (R4).
 * @param base a text that can be read.
 */
export function toYaml(state: DraftState, base?: string): string {
  const before = base === undefined ? undefined : mapOf(parseYaml(base).value);
  const text = writeCanonical(written(state, before), 'export');
  if (base === undefined) return text;
  const formatted = formatText(base, 'export');
  const grafted = formatted.ok ? graftComments(formatted.text, parseYaml(text).value) : undefined;
  if (grafted === undefined) return text;
  const result = formatText(grafted, 'export');
  // Comments are worth much, but not a change of meaning.
  const same = result.ok && isDeepStrictEqual(parseYaml(result.text).value, parseYaml(text).value);
  return same ? result.text : text;
}

type Mapping = Readonly<Record<string, unknown>>;

/** As people write it; `before` gives what the steps do not ask for. */
function written(state: DraftState, before: Mapping | undefined): Mapping {
  const chosen = Object.fromEntries(
    STATE_KEYS.filter(key => state[key] !== undefined).map(key => [key, state[key] as unknown]),
  );
  const file = { ...state.file, ...picked(mapOf(before?.file), KEPT_FILE_KEYS) };
  return {
    version: 1,
    ...chosen,
    ...picked(before, KEPT_KEYS),
    ...(state.filters?.any.length === 0 ? { filters: 'none' } : {}),
    ...(state.deliver?.length === 0 ? { deliver: 'none' } : {}),
    ...(state.fields === undefined ? {} : { fields: listed(state.fields) }),
    ...(state.add === undefined ? {} : { add: changes(state.add) }),
    ...(state.remove === undefined ? {} : { remove: changes(state.remove) }),
    ...(Object.keys(file).length === 0 ? {} : { file }),
  };
}

const listed = (fields: DraftState['fields']): unknown =>
  Array.isArray(fields) ? fields.map(field => (isAll(field) ? 'all' : field)) : fields;

const isAll = (field: Mapping): boolean => field.from === 'all' && Object.keys(field).length === 1;

const changes = ({ fields, ...others }: { readonly fields?: DraftState['fields'] }): Mapping => ({
  ...others,
  ...(fields === undefined ? {} : { fields: listed(fields) }),
});

const mapOf = (value: unknown): Mapping | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Mapping) : undefined;

const picked = (from: Mapping | undefined, keys: readonly string[]): Mapping =>
  Object.fromEntries(keys.filter(key => from?.[key] !== undefined).map(key => [key, from?.[key]]));
