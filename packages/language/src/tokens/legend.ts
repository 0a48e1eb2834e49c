/**
 * Kinds of semantic tokens, under the names of the protocol, so that every theme colours them; in the order that the
 * numbers of an answer count in.
 */
export const TOKEN_TYPES = [
  'class',
  'property',
  'namespace',
  'function',
  'method',
  'operator',
  'keyword',
  'enumMember',
  'variable',
  'type',
  'macro',
  'regexp',
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export const TOKEN_MODIFIERS = ['declaration', 'defaultLibrary'] as const;
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

export const TOKEN_LEGEND: { readonly types: readonly TokenType[]; readonly modifiers: readonly TokenModifier[] } = {
  types: TOKEN_TYPES,
  modifiers: TOKEN_MODIFIERS,
};
