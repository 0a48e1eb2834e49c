import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { allDocuments, declarationsOf } from '../meaning/mentions.ts';
import { type NamedAt, namedAt } from '../meaning/named-at.ts';
import { fileOf, type Target } from '../meaning/target.ts';
import { topLevel } from '../meaning/top-level.ts';
import type { Location, Position, Range } from '../positions.ts';

export interface Definition {
  /** What is named: the very segment of a path. */
  readonly origin: Range;
  /** Where it is declared. A file that holds no names, such as a key, is named by its beginning. */
  readonly targets: readonly Location[];
}

const BEGINNING: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where the name at a position is declared (V5); undefined where there is no name, or one that nothing declares. */
export function definition(
  document: LanguageDocument,
  position: Position,
  workspace: LanguageWorkspace,
): Definition | undefined {
  const found = namedAt(document, position, workspace);
  const target = found && targetOf(found, workspace);
  if (!target) return undefined;
  const targets = locate(target, document, workspace);
  return targets.length === 0 ? undefined : { origin: found.range, targets };
}

function targetOf({ meaning, segment, place }: NamedAt, { workspace }: LanguageWorkspace): Target | undefined {
  if (segment?.target?.kind === 'template' && meaning?.kind === 'template') {
    // Both halves of `sales@2` lead to that release.
    const release = Number(place.word.text.split('@')[1]);
    return Number.isInteger(release) ? { kind: 'release', template: segment.target.name, release } : segment.target;
  }
  if (segment?.target) return segment.target;
  // The name of a segment is in the database; what asks for it is a predicate of the catalog (D7).
  if (workspace && (meaning?.kind === 'segment' || meaning?.kind === 'group')) {
    return { kind: 'predicate', model: workspace.audience.model, name: workspace.audience[meaning.kind] };
  }
  return undefined;
}

function locate(target: Target, document: LanguageDocument, workspace: LanguageWorkspace): readonly Location[] {
  switch (target.kind) {
    case 'key-file':
    case 'audience-file': {
      const file = fileOf(target);
      return file === undefined ? [] : [{ file, range: BEGINNING }];
    }
    case 'release': {
      const releases = allDocuments(document, workspace, 'template').filter(
        other =>
          topLevel(other).get('template') === target.template &&
          Number(topLevel(other).get('release')) === target.release,
      );
      const name: Target = { kind: 'template', name: target.template };
      return declarationsOf(name, document, workspace)
        .filter(mention => releases.includes(mention.document))
        .map(mention => ({ file: mention.document.file, range: mention.segment.range }));
    }
    default:
      return declarationsOf(target, document, workspace).map(mention => ({
        file: mention.document.file,
        range: mention.segment.range,
      }));
  }
}
