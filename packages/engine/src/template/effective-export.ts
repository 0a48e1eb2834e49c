import type { Parsed } from '../definition/parse-definition.ts';
import { type ExportDefinition, extendsSchema } from '../definition/schema.ts';
import { type Problem, problem } from '../errors/index.ts';
import { templateMissing } from './find-template.ts';
import { resolveTemplate } from './resolve-template.ts';
import { type Template, type TemplateId, type TemplateLibrary, templateText } from './template.ts';

export interface EffectiveExport {
  /** With all that its template says; the export as it is where it extends none, or none that is there. */
  readonly parsed: Parsed<ExportDefinition>;
  /** Mistakes in what it extends and changes. */
  readonly problems: readonly Problem[];
  readonly template: Template | undefined;
}

/** What an export is once the template that it extends is looked up (D8). */
export function effectiveExport(
  own: Parsed<ExportDefinition>,
  templates: TemplateLibrary,
  standardFields: (model: string) => readonly string[] | undefined,
): EffectiveExport {
  const id = extendedBy(own);
  if (!id) return { parsed: own, problems: [], template: undefined };
  const template = templates.find(id);
  if (!template) {
    // It may be in one of the files that cannot be read.
    const missing = templateMissing(id, templates, { place: own.yaml.locate(['extends']) });
    const problems = [missing, ...templates.folderProblems()];
    return { parsed: own, problems, template: undefined };
  }
  const resolved = resolveTemplate(own, template, standardFields);
  const problems = [...resolved.problems];
  if (template.file !== undefined) {
    // Without a clear record nobody knows whether the template is what was published.
    problems.push(...templates.folderProblems().filter(({ place }) => place?.file === templates.record.file));
  }
  if (template.state === 'unpublished') {
    const place = own.yaml.locate(['extends']);
    problems.push(problem('template-unpublished', { template: templateText(id) }, { place }));
  }
  return { parsed: resolved.parsed, problems, template };
}

/** What `extends` names, also when there are mistakes elsewhere in the file. */
export function extendedBy({ value, yaml }: Parsed<ExportDefinition>): TemplateId | undefined {
  if (value) return value.extends;
  const written = (yaml.value ?? undefined) as { readonly extends?: unknown } | undefined;
  return extendsSchema.safeParse(written?.extends).data;
}
