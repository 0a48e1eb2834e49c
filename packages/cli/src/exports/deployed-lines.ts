import type { DeployResult } from '@waybill/api';
import type { Io } from '../io.ts';
import { diffLines } from '../render/diff.ts';
import { localTime } from '../render/moments.ts';
import { renderProblem, textReader } from '../render/problems.ts';
import { visible } from '../render/visible.ts';
import { localProblem } from '../service/service-problems.ts';

/** What a deployment would change, in words and as a diff; warnings with it. */
export function changeLines(result: DeployResult, title: string, { out: { colours }, cwd }: Io): readonly string[] {
  const { outcome, changes, diff, warnings } = result;
  const { bold, dim } = colours;
  const head = { created: 'a new export', revised: 'a new revision', unchanged: 'no change' }[outcome];
  return [
    `${bold(visible(title))}: ${head}`,
    ...changes.map(change => `  ${visible(change)}`),
    ...(outcome === 'revised' && diff !== '' ? diffLines(diff, colours).map(line => `  ${dim('│')} ${line}`) : []),
    ...warnings.map(p => renderProblem(localProblem(p), { colours, textOf: textReader(cwd) }).replaceAll(/^/gm, '  ')),
  ];
}

/** What a deployment did, and what happens next. */
export function deployedLines(result: DeployResult, { out: { colours } }: Io): readonly string[] {
  const { outcome, revision, run } = result;
  if (result.export === null) return [];
  const { name, schedule, nextAt, timezone, pausedUntil, status } = result.export;
  const { green, dim, bold } = colours;
  const idle = status === 'inactive' && nextAt === null && outcome !== 'unchanged';
  const why = result.export.plan.paused ? '`waybill resume` lets it run' : 'its schedule will not fire any more';
  return [
    outcome === 'unchanged'
      ? `${dim('=')} ${bold(visible(name))} is as it was, revision ${revision}`
      : `${green('✓')} ${bold(visible(name))} ${outcome}, revision ${revision}`,
    `  schedule   ${visible(schedule)}`,
    ...(pausedUntil === null ? [] : [`  paused     until ${localTime(pausedUntil, timezone)}`]),
    ...(nextAt === null || pausedUntil !== null ? [] : [`  next run   ${localTime(nextAt, timezone)} (${timezone})`]),
    ...(idle ? [`  status     inactive; ${why}`] : []),
    ...(run === null ? [] : [`  run        ${run} is queued; \`waybill watch ${run}\` follows it`]),
  ];
}
