import { relative, resolve } from 'node:path';
import { findAudience } from '@waybill/engine';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { plural } from '../render/quantities.ts';
import { visible } from '../render/visible.ts';
import { locateWorkspace } from '../workspace/locate.ts';

/** Shows how an audience file fits the people of the source; gives the exit code. */
export async function checkAudience(io: Io, file: string, options: GlobalOptions): Promise<number> {
  const workspace = locateWorkspace(io, options, file);
  // Definitions name it from the workspace folder, people from where they are.
  const named = relative(workspace.folder, resolve(io.cwd, file));
  const audience = await interruptible(io.err, signal => findAudience(workspace, named, signal));
  if (options.json) {
    sayJson(io.out, { file: named, ...audience });
    return EXIT.ok;
  }
  const { entries, different, field, model, found } = audience;
  const { green, yellow } = io.out.colours;
  const twice = entries === different ? '' : `, ${plural(entries - different, 'entry', 'entries')} more than once`;
  say(
    io.out,
    `${found > 0 ? green('✓') : yellow('!')} ${visible(named)}: ${plural(entries, 'entry', 'entries')} of the field ${field}${twice}`,
    `  found      ${found === 0 ? 'none' : String(found)} of the ${different} in ${model}`,
  );
  return EXIT.ok;
}
