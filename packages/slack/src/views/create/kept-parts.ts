import type { ExportDefinition, TemplateDefinition } from '@waybill/engine/definition';

/** Something of a definition that no step asks for: it stays as it is, and people are told so (L2). */
export interface KeptPart {
  readonly what: string;
  readonly words: string;
}

/** What stays of a definition, or comes with a template, beyond the choices of the steps; in the order of the language. */
export function keptParts(definition: ExportDefinition | TemplateDefinition): readonly KeptPart[] {
  const { owner, order, file, checks } = definition;
  const parts: readonly (KeptPart | undefined)[] = [
    owner === undefined ? undefined : { what: 'Owner', words: owner },
    order === 'none' ? { what: 'Order of rows', words: 'any, so that the database need not sort' } : undefined,
    order === 'key' ? { what: 'Order of rows', words: "by the model's key" } : undefined,
    file?.split === undefined ? undefined : { what: 'Split', words: splitInWords(file.split) },
    file?.encrypt === undefined ? undefined : { what: 'Encryption', words: `PGP, to the key ${file.encrypt.pgp}` },
    checks?.rows === undefined ? undefined : { what: 'Check', words: `rows within ${checks.rows} of the last runs` },
    ...Object.entries(checks?.nulls ?? {}).map(([field, share]) => ({
      what: 'Check',
      words: `at most ${share} of ${field} empty`,
    })),
    checks?.columns === undefined ? undefined : { what: 'Check', words: "the source's columns must not change" },
  ];
  return parts.filter(part => part !== undefined);
}

const splitInWords = (split: NonNullable<NonNullable<ExportDefinition['file']>['split']>): string =>
  'rows' in split ? `parts of at most ${split.rows} rows` : `parts of at most ${split.size}`;
