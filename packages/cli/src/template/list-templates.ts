import type { Template } from '@waybill/engine/template';
import type { GlobalOptions } from '../command-context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { problemJson } from '../render/problem-json.ts';
import { renderProblems, textReader } from '../render/problems.ts';
import { renderTable } from '../render/table.ts';
import { locateWorkspace } from '../workspace/locate.ts';

/** Shows every release of every template, and gives the exit code. */
export function listTemplates(io: Io, options: GlobalOptions): number {
  const { templates: library } = locateWorkspace(io, options);
  const templates = library.all();
  const problems = library.problems();
  const there = new Set(templates.map(({ template, release }) => `${template}@${release}`));
  const gone = [...library.published().keys()].filter(id => !there.has(id));
  if (options.json) {
    sayJson(io.out, { templates: templates.map(templateJson), gone, problems: problems.map(problemJson) });
    return exitCodeOf(problems);
  }
  const { colours } = io.out;
  const rows = [
    ...templates.map(({ template, release, state, parsed: { value } }) => [
      `${template}@${release}`,
      state,
      value?.model ?? null,
      value?.label ?? null,
    ]),
    ...gone.map(id => [id, 'gone', null, null]),
  ];
  const columns = [{ header: 'template' }, { header: 'state' }, { header: 'model' }, { header: 'label' }];
  say(io.out, ...renderTable(columns, rows, { head: colours.bold, absent: colours.dim }));
  if (problems.length > 0) {
    io.err.write(`\n${renderProblems(problems, { colours: io.err.colours, textOf: textReader(io.cwd) })}`);
  }
  return exitCodeOf(problems);
}

/** A release as other programs get it. */
export const templateJson = ({ template, release, state, file, checksum, parsed: { value } }: Template) => ({
  template,
  release,
  state,
  model: value?.model ?? null,
  label: value?.label ?? null,
  description: value?.description ?? null,
  file: file ?? null,
  checksum: checksum ?? null,
});
