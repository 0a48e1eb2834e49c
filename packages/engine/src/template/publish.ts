import { fail, failOnErrors, type Problem } from '../errors/index.ts';
import { writePublished } from './published.ts';
import { type Template, type TemplateLibrary, templateText } from './template.ts';

export interface Publication {
  /** False when it was published before, and says the same still. */
  readonly isNew: boolean;
  readonly checksum: string;
  /** The record as it is now to be written. */
  readonly record: string;
}

/**
 * Publishes a release of a template (D8): from now on it must not change. The caller writes the record.
 * @throws WaybillError with what is wrong with it; what is broken or was changed after publishing is not published.
 */
export function publishTemplate(
  template: Template,
  library: TemplateLibrary,
  /** What is wrong with it, the catalog's answer included. */
  problems: readonly Problem[],
): Publication {
  if (template.state === 'built-in') return fail('template-built-in', { template: templateText(template) });
  // A line of the record that cannot be understood must not be lost by writing it anew.
  failOnErrors([...library.problems().filter(p => p.code === 'published-unclear'), ...problems]);
  const { checksum } = template;
  if (checksum === undefined) throw new Error('a template without errors has a checksum');
  const published = library.published();
  const isNew = !published.has(templateText(template));
  return { isNew, checksum, record: writePublished(published, template, checksum) };
}
