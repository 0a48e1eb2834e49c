import type { Problem } from '@waybill/engine/errors';
import type { Related } from '@waybill/language';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type Range } from 'vscode-languageserver/node';
import type { LinkOf } from './error-page.ts';

/** What is left out or means nothing, which editors show faded. */
const UNNECESSARY: ReadonlySet<string> = new Set([
  'aggregate-not-on',
  'key-not-for-operator',
  'left-alone',
  'option-not-for-aggregate',
  'predicate-without',
  'replace-unknown-value',
  'value-not-allowed',
  'window-include-today',
]);

/** A problem as editors show it (V4). `data` is the problem itself, from which fixes are made. */
export function problemDiagnostic(
  problem: Problem,
  linkOf: LinkOf,
  uriOf: (file: string) => string,
  related: readonly Related[] = [],
): Diagnostic {
  const { code, severity, message, fix } = problem;
  const href = linkOf(code);
  return {
    range: rangeOf(problem),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'waybill',
    message: `${message}\n${fix}`,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(UNNECESSARY.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map(({ location: { file, range }, message }) => ({
            location: { uri: uriOf(file), range },
            message,
          })),
        }),
    data: problem,
  };
}

/** Lines and columns of a problem count from 1, those of editors from 0. */
export function rangeOf({ place }: Problem): Range {
  const line = Math.max(0, (place?.line ?? 1) - 1);
  const character = Math.max(0, (place?.column ?? 1) - 1);
  const endLine = Math.max(line, (place?.endLine ?? place?.line ?? 1) - 1);
  const endCharacter = Math.max(0, (place?.endColumn ?? place?.column ?? 1) - 1);
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}
