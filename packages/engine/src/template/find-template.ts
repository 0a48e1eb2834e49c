import { extendsSchema } from '../definition/schema.ts';
import { fail, nearest, type Problem, type ProblemDetails, problem, WaybillError } from '../errors/index.ts';
import { type Template, type TemplateId, type TemplateLibrary, templateText } from './template.ts';

/** Why a release cannot be found: it is gone, the template has others, or there is no such template (D8). */
export function templateMissing(id: TemplateId, templates: TemplateLibrary, details: ProblemDetails = {}): Problem {
  const text = templateText(id);
  const found = { ...details, found: text };
  if (templates.published().has(text)) {
    return problem('template-vanished', { template: text, record: templates.record.file }, found);
  }
  const newest = (name: string) => templateText({ template: name, release: templates.releases(name).at(-1) ?? 1 });
  const releases = templates.releases(id.template);
  if (releases.length > 0) {
    const others = { expected: releases.join(', '), suggestions: [newest(id.template)] };
    return problem('unknown-template-release', { ...id, releases }, { ...found, ...others });
  }
  const suggestions = nearest(id.template, templates.names()).map(newest);
  const ofWorkspace = templates.all().filter(({ file }) => file !== undefined);
  const names = [...new Set(ofWorkspace.map(({ template }) => newest(template)))];
  const near = suggestions.length > 0 ? { suggestions } : {};
  return problem('unknown-template', { template: id.template, names }, { ...found, ...near });
}

/** A release by what a person typed: `NAME@RELEASE`, or `NAME` for the newest. */
export function templateNamed(templates: TemplateLibrary, typed: string): Template {
  const text = typed.includes('@') ? typed : `${typed}@${templates.releases(typed).at(-1) ?? 1}`;
  const id = extendsSchema.safeParse(text).data ?? fail('template-not-named', { found: typed }, { found: typed });
  const template = templates.find(id);
  if (template) return template;
  throw new WaybillError([templateMissing(id, templates), ...templates.folderProblems()]);
}
