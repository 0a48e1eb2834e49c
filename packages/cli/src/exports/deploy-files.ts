import { relative, resolve } from 'node:path';
import { ApiError, type Client, type DeployResult } from '@waybill/api';
import { fileKindOf } from '@waybill/engine/definition';
import { fail, type Problem, WaybillError } from '@waybill/engine/errors';
import { agrees, declined } from '../ask.ts';
import type { GlobalOptions } from '../command-context.ts';
import type { DeployOptions } from '../commands/deploy.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { plural } from '../render/quantities.ts';
import { asWaybillError } from '../service/service-problems.ts';
import { withService } from '../service/with-service.ts';
import { expandFolders } from '../workspace/files-of.ts';
import { kindOfNamedFile, readNamedFile } from '../workspace/read-file.ts';
import { changeLines, deployedLines } from './deployed-lines.ts';

interface NamedText {
  readonly file: string;
  readonly text: string;
}

interface Planned extends NamedText {
  readonly result: DeployResult;
}

/**
 * Deploys files: shows first what would change, asks before an export gets a new revision, and does all of them or, when
 * one is wrong, none. Gives the exit code.
 */
export async function deployFiles(
  io: Io,
  named: readonly string[],
  options: DeployOptions & GlobalOptions,
): Promise<number> {
  const texts = readExports(io.cwd, named);
  return withService(io, options, async client => {
    const planned = await plan(client, texts, options);
    const shown = options.json ? [] : planned.flatMap(item => changeLines(item.result, item.file, io));
    say(io.out, ...shown);
    if (options.dryRun) {
      if (options.json) sayJson(io.out, { items: planned.map(resultJson) });
      else say(io.out, '', 'Nothing was deployed: this was a dry run.');
      return EXIT.ok;
    }
    const revised = planned.filter(({ result }) => result.outcome === 'revised');
    const question = `${plural(revised.length, 'export')} would get a new revision.`;
    if (revised.length > 0 && !(await agrees(io, options, question, 'agree'))) return declined(io);

    const deployed: Planned[] = [];
    try {
      for (const item of planned) deployed.push(await deploy(client, item, options));
    } finally {
      // Also those that were deployed before another one was refused.
      const lines = deployed.flatMap(({ result }) => deployedLines(result, io));
      if (!options.json && lines.length > 0) say(io.out, '', ...lines);
    }
    if (options.json) sayJson(io.out, { items: deployed.map(resultJson) });
    return EXIT.ok;
  });
}

const resultJson = ({ file, result }: Planned) => ({ file, ...result });

/** The exports that were named; of a folder, those in it and below. */
function readExports(cwd: string, named: readonly string[]): readonly NamedText[] {
  const files = expandFolders(cwd, named).filter(file => named.includes(file) || fileKindOf(file) === 'export');
  const [first = '.'] = named;
  if (files.length === 0) fail('no-such-file', { file: `${first}/NAME.export.yaml` }, { found: first });
  return files.map(file => {
    kindOfNamedFile(file, 'export');
    return { file: relative(cwd, resolve(cwd, file)) || file, text: readNamedFile(cwd, file) };
  });
}

/** What deploying each would change; throws what is wrong with any of them. */
async function plan(client: Client, texts: readonly NamedText[], { note }: DeployOptions): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  const problems: Problem[] = [];
  for (const item of texts) {
    try {
      const result = await client.deployExport({ body: { ...item, ...noteOf(note), dryRun: true } });
      planned.push({ ...item, result });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 401 || error.status >= 500) throw error;
      problems.push(...asWaybillError(error).problems);
    }
  }
  const [first, ...rest] = problems;
  if (first) throw new WaybillError([first, ...rest]);
  return planned;
}

/** Refused when somebody else has deployed the export since it was shown. */
async function deploy(client: Client, { file, text, result }: Planned, { note }: DeployOptions): Promise<Planned> {
  const expectedRevision = result.outcome === 'unchanged' ? result.revision : result.revision - 1;
  const body = { file, text, ...noteOf(note), expectedRevision };
  return { file, text, result: await client.deployExport({ body }) };
}

const noteOf = (note: string | undefined) => (note === undefined ? {} : { note });
