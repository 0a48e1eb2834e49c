import { resolve } from 'node:path';
import { fileKindOf } from '@waybill/engine/definition';
import { fail } from '@waybill/engine/errors';
import { type Template, type TemplateLibrary, templateNamed } from '@waybill/engine/template';

/** A template by `NAME@RELEASE`, by `NAME` (its newest release), or by its file. Fails where there is none. */
export function namedTemplate(library: TemplateLibrary, named: string, cwd: string): Template {
  if (fileKindOf(named) !== 'template') return templateNamed(library, named);
  const path = resolve(cwd, named);
  const found = library.all().find(({ file }) => file !== undefined && resolve(cwd, file) === path);
  return found ?? fail('template-not-named', { found: named }, { found: named });
}
