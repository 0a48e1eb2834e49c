import { join, relative } from 'node:path';
import { checkTemplate } from '@waybill/engine/definition';
import { failOnErrors } from '@waybill/engine/errors';
import { PUBLISHED_FILE, publishTemplate, templateText } from '@waybill/engine/template';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { namedTemplate } from './named-template.ts';
import { writeText } from './write-text.ts';

/** Publishes a release: checks it and writes the record. */
export function publishNamed(io: Io, named: string, options: GlobalOptions): number {
  const workspace = locateWorkspace(io, options);
  failOnErrors(workspace.problems);
  const { templates: library } = workspace;
  const template = namedTemplate(library, named, io.cwd);
  const { isNew, checksum, record } = publishTemplate(template, library, checkTemplate(template, workspace));
  const path = join(workspace.folder, 'templates', PUBLISHED_FILE);
  const file = relative(io.cwd, path);
  if (isNew) writeText(path, file, record, 'replace');
  if (options.json) {
    sayJson(io.out, { template: template.template, release: template.release, isNew, checksum, record: file });
  } else {
    const tick = io.out.colours.green('✓');
    const id = templateText(template);
    if (isNew) say(io.out, `${tick} ${id} is published and never changes now. Commit ${template.file} and ${file}.`);
    else say(io.out, `${tick} ${id} was published before, and says the same still.`);
  }
  return EXIT.ok;
}
