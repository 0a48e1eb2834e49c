import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, sayJson } from '../io.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { templateJson } from './list-templates.ts';
import { namedTemplate } from './named-template.ts';

/** Prints a template's file; with `--json` what it says, and which releases there are. */
export function showTemplate(io: Io, named: string, options: GlobalOptions): number {
  const { templates: library } = locateWorkspace(io, options);
  const template = namedTemplate(library, named, io.cwd);
  const { text, value } = template.parsed.yaml;
  if (options.json) {
    const releases = library.releases(template.template);
    sayJson(io.out, { ...templateJson(template), releases, definition: value ?? null });
  } else io.out.write(text.endsWith('\n') ? text : `${text}\n`);
  return EXIT.ok;
}
