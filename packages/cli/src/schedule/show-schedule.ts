import { checkExport, parseExport } from '@waybill/engine/definition';
import { failOnErrors, WaybillError } from '@waybill/engine/errors';
import { firingInWords, listingJson, type Occasion, scheduleListing } from '@waybill/engine/schedule';
import { type Checked, dayInWords, parseDuration, parseZone, startOfDay, Temporal } from '@waybill/engine/time';
import type { GlobalOptions } from '../command-context.ts';
import type { ScheduleOptions } from '../commands/schedule.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { visible } from '../render/visible.ts';
import { dayArgument } from '../runs/run-moment.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { kindOfNamedFile, readNamedFile } from '../workspace/read-file.ts';

/** Shows when an export will run, and over which windows; gives the exit code. */
export function showSchedule(io: Io, file: string, options: ScheduleOptions & GlobalOptions): number {
  const after = options.after === undefined ? undefined : dayArgument('--after', options.after);
  kindOfNamedFile(file, 'export');
  const text = readNamedFile(io.cwd, file);
  const workspace = locateWorkspace(io, options, file);
  const { effective, problems } = checkExport(parseExport(text, file), workspace);
  failOnErrors([...workspace.problems, ...problems]);
  const definition = effective.value;
  if (!definition) throw new Error('a definition without errors has a value');

  const timezone = must(parseZone(definition.timezone ?? workspace.brandZone));
  const listing = must(
    scheduleListing(definition, {
      timezone,
      from: after === undefined ? Temporal.Now.instant() : startOfDay(after, timezone),
      count: options.count,
      maxWindow: must(parseDuration(workspace.limits.maxWindow)),
    }),
  );
  if (options.json) sayJson(io.out, { export: definition.name, ...listingJson(listing, timezone) });
  else {
    const { bold, yellow } = io.out.colours;
    const none = after === undefined ? 'no run is to come' : `no run from ${dayInWords(after)} on`;
    const lines = listing.firings.length > 0 ? firingLines(listing.firings, timezone) : [none];
    // What is not scheduled has said all there is to say.
    const runs = (definition.schedule ?? 'now') === 'now' ? [] : ['', ...lines];
    const notes = problems.filter(({ place }) => /^(schedule|window)\b/.test(place?.path ?? ''));
    say(
      io.out,
      `${bold(visible(definition.name))}: ${listing.words}`,
      ...runs,
      ...notes.map(({ message }) => yellow(message)),
    );
  }
  return EXIT.ok;
}

/** `Sunday 29 March 2026, 03:00 +02:00   Saturday 28 March 2026 (Europe/Vienna)`, the windows below each other. */
function firingLines(firings: readonly Occasion[], timezone: string): readonly string[] {
  const words = firings.map(firing => firingInWords(firing, timezone));
  const width = Math.max(...words.map(({ time }) => time.length));
  return words.map(({ time, covers }) => `${time.padEnd(width)}   ${covers}`);
}

/** What was checked already has a value; if it has none after all, what is wrong is thrown. */
function must<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value;
  const [first, ...rest] = checked.problems;
  throw new WaybillError([first.problem, ...rest.map(({ problem }) => problem)]);
}
