import { join, relative } from 'node:path';
import { fail } from '@waybill/engine/errors';
import { newRelease, templateNamed, templateText } from '@waybill/engine/template';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { writeText } from './write-text.ts';

/** Writes the file of a template's next release. */
export function writeNewRelease(io: Io, name: string, options: GlobalOptions): number {
  const workspace = locateWorkspace(io, options);
  const { templates: library } = workspace;
  // Of a release that was named, the template is meant: the next number is the next of all.
  const newest = templateNamed(library, name.replace(/@\d+$/, ''));
  if (newest.state === 'built-in') return fail('template-built-in', { template: templateText(newest) });
  const { release, fileName, text } = newRelease(newest, library);
  const path = join(workspace.folder, 'templates', fileName);
  const file = relative(io.cwd, path);
  writeText(path, file, text, 'new');
  if (options.json) sayJson(io.out, { template: newest.template, release, file });
  else {
    const id = `${newest.template}@${release}`;
    say(io.out, file, `Edit it, then publish it: \`waybill template publish ${id}\`.`);
  }
  return EXIT.ok;
}
