import { resolveField } from '@waybill/engine/catalog';
import { FILE_NAME_TOKENS } from '@waybill/engine/file-name';
import { isDateExpression, STRFTIME_TOKENS } from '@waybill/engine/time';
import { placeholdersIn } from '@waybill/engine/workspace';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { type Occurrence, type OccurrenceSegment, occurrences } from '../meaning/occurrences.ts';
import type { Target, WordKind } from '../meaning/target.ts';
import type { Position, Range } from '../positions.ts';
import { TOKEN_MODIFIERS, TOKEN_TYPES, type TokenModifier, type TokenType } from './legend.ts';

/** A stretch of one line that means something. */
export interface SemanticToken {
  readonly start: Position;
  readonly length: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const OF_TARGET: Readonly<Partial<Record<Target['kind'], TokenType>>> = {
  model: 'class',
  field: 'property',
  relation: 'namespace',
  kpi: 'function',
  predicate: 'method',
  source: 'variable',
  destination: 'variable',
  template: 'type',
};

const OF_WORD: Readonly<Record<WordKind, TokenType>> = {
  all: 'keyword',
  group: 'keyword',
  'date-part': 'keyword',
  operator: 'operator',
  aggregation: 'keyword',
};

/**
 * What the names, words and expressions of a document are (V5), in order and without overlaps. A name that is not known
 * has no token: it is seen to be wrong also where problems are not shown. `range` leaves out whatever is outside it.
 */
export function tokensOf(
  document: LanguageDocument,
  workspace: LanguageWorkspace,
  range?: Range,
): readonly SemanticToken[] {
  const inside = (occurrence: Occurrence) =>
    !range || (occurrence.range.start.line >= range.start.line && occurrence.range.end.line <= range.end.line);
  return occurrences(document, workspace)
    .filter(inside)
    .flatMap(occurrence => tokensIn(occurrence, document, workspace))
    .filter(({ length }) => length > 0);
}

/** The tokens as the protocol sends them: five numbers each, counted from the token before. */
export function semanticTokens(
  document: LanguageDocument,
  workspace: LanguageWorkspace,
  range?: Range,
): readonly number[] {
  let line = 0;
  let character = 0;
  return tokensOf(document, workspace, range).flatMap(({ start, length, type, modifiers }) => {
    const lines = start.line - line;
    const data = [
      lines,
      lines === 0 ? start.character - character : start.character,
      length,
      TOKEN_TYPES.indexOf(type),
      modifiers.reduce((bits, modifier) => bits | (1 << TOKEN_MODIFIERS.indexOf(modifier)), 0),
    ];
    line = start.line;
    character = start.character;
    return data;
  });
}

function tokensIn(
  occurrence: Occurrence,
  document: LanguageDocument,
  workspace: LanguageWorkspace,
): readonly SemanticToken[] {
  const { meaning, text, segments, range } = occurrence;
  const written = document.text.slice(occurrence.start, occurrence.end);
  // What quotes and escapes hide cannot be told apart letter by letter.
  if (written !== text || range.start.line !== range.end.line) return [];
  if (segments.length > 0) return segments.flatMap(segment => ofSegment(segment, occurrence, workspace));
  const part = (offset: number, length: number, type: TokenType): SemanticToken => ({
    start: { line: range.start.line, character: range.start.character + offset },
    length,
    type,
    modifiers: [],
  });
  switch (meaning.kind) {
    case 'date':
    case 'filter-value':
    case 'field-value':
      if (isDateExpression(text)) return [part(0, text.length, 'macro')];
      return isEnumValue(occurrence, workspace) ? [part(0, text.length, 'enumMember')] : [];
    case 'strftime':
      return placesIn(text, meaning.use === 'name').map(([offset, length]) => part(offset, length, 'regexp'));
    case 'secret':
      return placeholdersIn(text)
        .filter(({ kind }) => kind !== 'unknown')
        .map(({ offset, text: placeholder }) => part(offset, placeholder.length, 'macro'));
    default:
      return [];
  }
}

function ofSegment(
  { target, word, range, text }: OccurrenceSegment,
  { meaning }: Occurrence,
  { workspace }: LanguageWorkspace,
): readonly SemanticToken[] {
  const type = target ? OF_TARGET[target.kind] : word && OF_WORD[word];
  if (type === undefined || (target && workspace && !isThere(target, workspace))) return [];
  const modifiers: TokenModifier[] = [];
  if (meaning.kind === 'definition') modifiers.push('declaration');
  const template =
    target?.kind === 'template' ? workspace?.templates.all().find(t => t.template === target.name) : undefined;
  if (template?.state === 'built-in') modifiers.push('defaultLibrary');
  return [{ start: range.start, length: text.length, type, modifiers }];
}

/** Whether the workspace has what a name names; fields, relations and the like were found in the catalog already. */
function isThere(target: Target, workspace: NonNullable<LanguageWorkspace['workspace']>): boolean {
  switch (target.kind) {
    case 'model':
      return workspace.catalog.models.get(target.name) !== undefined;
    case 'source':
      return Object.hasOwn(workspace.config.sources, target.name);
    case 'destination':
      return Object.hasOwn(workspace.config.destinations, target.name);
    case 'template':
      return workspace.templates.names().includes(target.name);
    default:
      return true;
  }
}

function isEnumValue({ meaning, text }: Occurrence, { workspace }: LanguageWorkspace): boolean {
  if (meaning.kind !== 'filter-value' && meaning.kind !== 'field-value') return false;
  const path = meaning.kind === 'filter-value' ? meaning.attribute : meaning.field;
  const model = meaning.model === undefined ? undefined : workspace?.catalog.models.get(meaning.model);
  if (!workspace || !model || path === undefined) return false;
  const field = resolveField(workspace.catalog, model, path, { many: true });
  return field.ok && (field.value.field.values?.has(text) ?? false);
}

const STRFTIME = new Set(STRFTIME_TOKENS.map(({ token }) => token));
const BRACES = new Set(FILE_NAME_TOKENS.map(({ token }) => token));

/** Where the tokens of a format or of a file's name stand. */
function placesIn(text: string, braces: boolean): readonly (readonly [offset: number, length: number])[] {
  return [...text.matchAll(/%(?:[-:]?\p{L}|%)|\{[^{}]*\}/gu)].flatMap(({ 0: token, index }) =>
    STRFTIME.has(token) || (braces && BRACES.has(token)) ? [[index, token.length] as const] : [],
  );
}
