export { builtInTemplates } from './built-in.ts';
export { checksumOf } from './checksum.ts';
export { type EffectiveExport, effectiveExport, extendedBy } from './effective-export.ts';
export { loadTemplates, type TemplateFile } from './load-templates.ts';
export { type NewRelease, newRelease } from './new-release.ts';
export { type Publication, publishTemplate } from './publish.ts';
export { PUBLISHED_FILE, type Published, readPublished, writePublished } from './published.ts';
export { type Resolved, resolveTemplate } from './resolve-template.ts';
export { type Template, type TemplateId, type TemplateLibrary, templateText } from './template.ts';
