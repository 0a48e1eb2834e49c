import { describeSchedule, firingInWords, type Schedule, scheduleListing } from '@waybill/engine/schedule';
import { maxWindowOf, saidAt, zoneOf } from '../hover/said.ts';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import type { Range } from '../positions.ts';

/** What stands above a line of an export. */
export interface Lens {
  readonly range: Range;
  readonly title: string;
  /** What a click does; undefined for what only says something. */
  readonly action: 'preview' | 'run' | 'deploy' | 'history' | undefined;
}

const ACTIONS = [
  ['preview', 'Preview'],
  ['run', 'Run'],
  ['deploy', 'Deploy'],
  ['history', 'History'],
] as const;

/** The lenses of an export (V5): what can be done with it above its name, its next run above its schedule. */
export function lensesOf(document: LanguageDocument, workspace: LanguageWorkspace): readonly Lens[] {
  if (document.kind !== 'export') return [];
  const name = lineOf(document, 'name') ?? lineOf(document, 'version') ?? firstLine(document);
  if (name === undefined) return [];
  const actions = ACTIONS.map(([action, title]): Lens => ({ range: name, title, action }));
  const schedule = lineOf(document, 'schedule');
  const next = schedule && nextRun(document, workspace);
  return next === undefined || !schedule ? actions : [...actions, { range: schedule, title: next, action: undefined }];
}

/** `Every day at 06:30, Europe/Vienna · next on Sunday 29 November 2026, 06:30 +01:00`. */
function nextRun(document: LanguageDocument, workspace: LanguageWorkspace): string | undefined {
  const schedule = saidAt(document, workspace, 'schedule') as Schedule | undefined;
  if (schedule === undefined) return undefined;
  const timezone = zoneOf(document, workspace);
  const words = describeSchedule(schedule, timezone);
  if (schedule === 'now') return words;
  const definition = {
    schedule,
    mode: saidAt(document, workspace, 'mode'),
    window: saidAt(document, workspace, 'window'),
  };
  const asked = { timezone, from: workspace.now, count: 1, maxWindow: maxWindowOf(workspace) };
  const listing = scheduleListing(definition, asked);
  if (!listing.ok) return words;
  const [firing] = listing.value.firings;
  return firing ? `${words} · next on ${firingInWords(firing, timezone).time}` : `${words} · no more runs`;
}

/** The line of a top-level key in block style. */
function lineOf({ lines }: LanguageDocument, key: string): Range | undefined {
  const line = lines.findIndex(text => text.startsWith(key) && /^\s*:(\s|$)/.test(text.slice(key.length)));
  return line < 0 ? undefined : { start: { line, character: 0 }, end: { line, character: key.length } };
}

/** The first line that says something; undefined in an empty file, which is no export yet. */
function firstLine({ lines }: LanguageDocument): Range | undefined {
  const line = lines.findIndex(text => text.trim() !== '' && !text.startsWith('#') && !text.startsWith('---'));
  return line < 0 ? undefined : { start: { line, character: 0 }, end: { line, character: lines[line]?.length ?? 0 } };
}
