import { type ExportDefinition, parseExport } from '@waybill/engine/definition';
import { failOnErrors } from '@waybill/engine/errors';
import { type DraftState, KEPT_FILE_KEYS } from './draft-state.ts';
import { type KeptPart, keptParts } from './kept-parts.ts';

export interface ReadDraft {
  readonly state: DraftState;
  /** What the steps do not ask for and the text says all the same. */
  readonly kept: readonly KeptPart[];
}

/**
 * A definition as the choices of the steps, and what is kept beside them (L2, R4).
 * @throws the problems of a text that is no definition.
 */
export function fromYaml(text: string): ReadDraft {
  const { value, problems } = parseExport(text);
  failOnErrors(problems);
  if (!value) throw new Error('a definition without errors has a value');
  return { state: stateOf(value), kept: keptParts(value) };
}

export function stateOf(definition: ExportDefinition): DraftState {
  const { version: _, owner: __, order: ___, checks: ____, extends: template, file, ...choices } = definition;
  const fileChoice = file && without(file, KEPT_FILE_KEYS);
  return {
    ...choices,
    ...(template === undefined ? {} : { extends: `${template.template}@${template.release}` }),
    // A file of kept parts alone says nothing here, as one that is left out.
    ...(fileChoice === undefined || Object.keys(fileChoice).length === 0 ? {} : { file: fileChoice }),
  };
}

const without = <T extends object, K extends keyof T>(value: T, keys: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !(keys as readonly string[]).includes(key))) as Omit<T, K>;
