import { problem, WaybillError } from '@waybill/engine/errors';
import { findWorkspace, type Workspace } from '@waybill/engine/workspace';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { problemJson } from '../render/problem-json.ts';
import { countText, renderProblem, textReader } from '../render/problems.ts';
import { visible } from '../render/visible.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import type { Check, CheckGroup } from './check.ts';
import { lookAtDestinations } from './look-at-destinations.ts';
import { lookAtDisk } from './look-at-disk.ts';
import { lookAtSecrets } from './look-at-secrets.ts';
import { lookAtService, lookAtSettings } from './look-at-service.ts';
import { lookAtSources } from './look-at-sources.ts';
import { lookAtVersions } from './look-at-versions.ts';
import { lookAtWorkspace } from './look-at-workspace.ts';

/** Looks at everything, shows it, and gives the exit code. */
export async function runDoctor(io: Io, options: ServiceOptions & GlobalOptions): Promise<number> {
  const none = options.workspace === undefined && findWorkspace(io.cwd) === undefined;
  const workspace = none ? undefined : locateWorkspace(io, options);
  const checks = [...lookAtVersions(), ...(await lookInto(io, workspace, options))];
  const problems = checks.flatMap(check => check.problems);
  if (options.json) {
    sayJson(io.out, {
      ok: exitCodeOf(problems) === EXIT.ok,
      workspace: workspace?.folder ?? null,
      checks: checks.map(({ problems: found, ...check }) => ({ ...check, problems: found.map(problemJson) })),
    });
    return exitCodeOf(problems);
  }
  const { colours } = io.out;
  let group: CheckGroup | undefined;
  const textOf = textReader(io.cwd);
  for (const check of checks) {
    if (check.group !== group) say(io.out, ...(group === undefined ? [] : ['']), colours.bold(check.group));
    group = check.group;
    say(io.out, line(check, io));
    for (const p of check.problems) say(io.out, indent(renderProblem(p, { colours, textOf })));
  }
  if (workspace === undefined) say(io.out, '', 'There is no workspace here; `waybill init` makes one.');
  say(io.out, '', `${problems.length === 0 ? colours.green('✓') : colours.red('✗')} ${countText(problems)}`);
  return exitCodeOf(problems);
}

async function lookInto(
  io: Io,
  workspace: Workspace | undefined,
  options: ServiceOptions & GlobalOptions,
): Promise<readonly Check[]> {
  const ofWorkspace = async (signal: AbortSignal): Promise<readonly Check[]> =>
    workspace === undefined
      ? []
      : [
          ...(await lookAtWorkspace(io, workspace)),
          ...(await Promise.all(lookAtSources(workspace, signal))),
          ...(await Promise.all(lookAtDestinations(workspace, signal))),
          ...lookAtSecrets(io, workspace),
          await lookAtDisk(io, workspace),
          ...(await lookAtSettings(io, workspace)),
        ];
  return interruptible(io.err, async signal => {
    try {
      return [...(await ofWorkspace(signal)), ...(await lookAtService(io, options, signal))];
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new WaybillError([problem('interrupted', { what: 'The doctor' })], { cause: error });
    }
  });
}

function line({ outcome, name, detail, milliseconds }: Check, { out: { colours } }: Io): string {
  const mark = { ok: colours.green('✓'), warning: colours.yellow('!'), failed: colours.red('✗') }[outcome];
  const time = milliseconds === undefined ? '' : colours.dim(`  ${milliseconds} ms`);
  return `  ${mark} ${visible(name).padEnd(18)} ${visible(detail)}${time}`;
}

const indent = (text: string): string => text.replaceAll(/^/gm, '      ');
