import { parseTemplate } from '../definition/parse-definition.ts';
import { BUILT_IN_TEXTS } from './built-in/index.ts';
import { checksumOf } from './checksum.ts';
import { byNameAndRelease, type Template } from './template.ts';

let parsed: readonly Template[] | undefined;

/**
 * The templates that come with Waybill (D8), for the models of the demo catalog and for catalogs with the same names.
 * A release of them never changes: tests hold their checksums. They are part of the code, so that they are there
 * wherever it runs, bundled into an editor's extension too.
 */
export function builtInTemplates(): readonly Template[] {
  parsed ??= BUILT_IN_TEXTS.map(builtIn).sort(byNameAndRelease);
  return parsed;
}

function builtIn(text: string): Template {
  const template = parseTemplate(text);
  if (!template.value) throw new Error(template.problems.map(({ message }) => message).join('\n'));
  const { template: name, release } = template.value;
  const checksum = checksumOf(template.value);
  return { template: name, release, state: 'built-in', file: undefined, parsed: template, checksum, problems: [] };
}
