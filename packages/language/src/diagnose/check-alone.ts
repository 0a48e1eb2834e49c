import { loadCatalog } from '@waybill/engine/catalog';
import {
  checkExport,
  checkTemplate,
  type ExportDefinition,
  type Parsed,
  type TemplateDefinition,
} from '@waybill/engine/definition';
import type { Code, Problem } from '@waybill/engine/errors';
import type { Temporal } from '@waybill/engine/time';
import { checkSecrets, WORKSPACE_DEFAULTS } from '@waybill/engine/workspace';
import type { LanguageDocument } from '../language-document.ts';

/** What only a workspace can tell: nobody knows what is declared there. */
const NEED_WORKSPACE: ReadonlySet<Code> = new Set<Code>([
  'unknown-model',
  'unknown-source',
  'source-missing',
  'unknown-destination',
  'unknown-template',
  'unknown-template-release',
  'template-does-not-fit',
  'window-too-long',
  'window-sometimes-too-long',
  'too-many-dimensions',
]);

/** Checks a file that belongs to no workspace, against its schema and against itself. */
export function checkAlone({ kind, file, text, parsed }: LanguageDocument, now: Temporal.Instant): readonly Problem[] {
  return found().filter(({ code }) => !NEED_WORKSPACE.has(code));

  function found(): readonly Problem[] {
    switch (kind) {
      case 'workspace':
        return [...parsed.problems, ...(parsed.yaml.value === undefined ? [] : checkSecrets(parsed.yaml))];
      case 'model': {
        const catalog = loadCatalog([{ file, read: () => text }], []);
        return catalog.problemsOf(catalog.nameOf(file) ?? '');
      }
      case 'template':
        return checkTemplate(
          { parsed: parsed as Parsed<TemplateDefinition>, problems: parsed.problems },
          { ...alone(), now },
        );
      case 'export':
        return checkExport(parsed as Parsed<ExportDefinition>, { ...alone(), now }).problems;
    }
  }
}

/** What a file is checked against where there is nothing around it. */
const alone = () => ({
  config: { version: 1 as const, brand: { name: '' }, sources: {}, destinations: {} },
  catalog: loadCatalog([], []),
  limits: { maxWindow: WORKSPACE_DEFAULTS.maxWindow, maxDimensions: WORKSPACE_DEFAULTS.maxDimensions },
  audience: {
    model: WORKSPACE_DEFAULTS.audienceModel,
    segment: WORKSPACE_DEFAULTS.segmentPredicate,
    group: WORKSPACE_DEFAULTS.groupPredicate,
  },
});
