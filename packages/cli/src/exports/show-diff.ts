import type { GlobalOptions } from '../command-context.ts';
import type { DiffOptions } from '../commands/diff.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { diffLines } from '../render/diff.ts';
import { visible } from '../render/visible.ts';
import { exportName } from '../service/export-name.ts';
import { withService } from '../service/with-service.ts';

/** Shows what changed between two revisions, in words and as a diff (S4); gives the exit code. */
export async function showDiff(io: Io, word: string, options: DiffOptions & GlobalOptions): Promise<number> {
  const { from, to } = options;
  const query = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return withService(io, options, async client => {
    const name = await exportName(io, word);
    const result = await client.diffRevisions({ params: { name }, query });
    if (options.json) sayJson(io.out, result);
    else {
      const { colours } = io.out;
      const same = result.diff === '' ? ['  no difference'] : [];
      say(
        io.out,
        `${colours.bold(visible(name))}: revision ${result.from} → ${result.to}`,
        ...same,
        ...result.changes.map(change => `  ${visible(change)}`),
        ...(result.diff === '' ? [] : ['', ...diffLines(result.diff, colours)]),
      );
    }
    return EXIT.ok;
  });
}
