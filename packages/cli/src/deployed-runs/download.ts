import { createHash } from 'node:crypto';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { ApiError, type Client, type RunView, ServiceUnreachable } from '@waybill/api';
import { fail, problem, WaybillError } from '@waybill/engine/errors';
import type { GlobalOptions } from '../command-context.ts';
import type { DownloadOptions } from '../commands/download.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { progressBar } from '../render/progress-bar.ts';
import { formatBytes, plural } from '../render/quantities.ts';
import { visible } from '../render/visible.ts';
import { withService } from '../service/with-service.ts';
import { findRun, runThatAllows } from './find-run.ts';

type KeptFile = RunView['files'][number];

/** Where bytes go; `write` resolves when more may come. */
type Sink = (chunk: Uint8Array) => Promise<void>;

/** Fetches the kept files of a run (R5), each verified by its SHA-256 before it gets its name; gives the exit code. */
export async function downloadRun(io: Io, word: string, options: DownloadOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const id = await findRun(io, client, word, runThatAllows('download', 'with a file to download', true));
    const run = await client.getRun({ params: { id } });
    const files = wantedFiles(run, options.file);
    return interruptible(io.err, async signal => {
      try {
        return options.output === '-'
          ? await toOutput(io, client, run, files, signal)
          : await toFolder(io, client, run, files, options, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new WaybillError([problem('interrupted', { what: 'The download' })], { cause: error });
      }
    });
  });
}

function wantedFiles(run: RunView, name: string | undefined): readonly KeptFile[] {
  const there = run.files.filter(file => file.available);
  if (there.length === 0) return fail('no-kept-file', { run: run.id, export: run.export });
  if (name === undefined) return there;
  const found = there.filter(file => file.name === name);
  const names = there.map(file => file.name);
  return found.length > 0
    ? found
    : fail('unknown-kept-file', { file: name, run: run.id, files: names }, { found: name });
}

async function toOutput(
  io: Io,
  client: Client,
  run: RunView,
  files: readonly KeptFile[],
  signal: AbortSignal,
): Promise<number> {
  const [file, ...more] = files;
  if (file === undefined || more.length > 0) {
    const names = files.map(({ name }) => name);
    return fail('several-files', { run: run.id, files: names });
  }
  await fetchInto(io, client, run, file, signal, chunk => io.out.writeAll(chunk));
  return EXIT.ok;
}

async function toFolder(
  io: Io,
  client: Client,
  run: RunView,
  files: readonly KeptFile[],
  { output = '.', force = false, json }: DownloadOptions & GlobalOptions,
  signal: AbortSignal,
): Promise<number> {
  const folder = resolve(io.cwd, output);
  const targets = files.map(file => ({ file, path: join(folder, plainName(file.name)) }));
  if (!force) for (const { path } of targets) if (await isThere(path)) fail('file-exists', { file: shown(io, path) });
  await mkdir(folder, { recursive: true }).catch(error => unwritable(shown(io, folder), error));
  const done: { name: string; path: string; bytes: number; sha256: string }[] = [];
  for (const { file, path } of targets) {
    const sha256 = await downloadTo(io, client, run, file, path, force, signal);
    done.push({ name: file.name, path, bytes: file.bytes, sha256 });
    const { green, dim } = io.out.colours;
    const facts = `${plural(file.rows, 'row')}, ${formatBytes(file.bytes)}, SHA-256 ${file.sha256 === null ? sha256 : 'compared'}`;
    if (!json) say(io.out, `${green('✓')} ${visible(shown(io, path))}  ${dim(facts)}`);
  }
  if (json) sayJson(io.out, { run: run.id, export: run.export, files: done });
  return EXIT.ok;
}

/** A name from a service never leads out of the folder (Q2). */
const plainName = (name: string): string => basename(name.replaceAll('\\', '/')).replace(/^\.+$/, '_') || '_';

async function downloadTo(
  io: Io,
  client: Client,
  run: RunView,
  file: KeptFile,
  path: string,
  force: boolean,
  signal: AbortSignal,
): Promise<string> {
  const part = join(path, '..', `.${basename(path)}.${process.pid}.part`);
  try {
    let sha256: string;
    const handle = await open(part, 'wx').catch(error => unwritable(shown(io, part), error));
    try {
      sha256 = await fetchInto(io, client, run, file, signal, async chunk => {
        await handle.writeFile(chunk).catch(error => unwritable(shown(io, path), error));
      });
      await handle.sync();
    } finally {
      await handle.close();
    }
    await (force ? rename(part, path) : putInPlace(part, path)).catch(error => {
      if (error.code === 'EEXIST') fail('file-exists', { file: shown(io, path) });
      unwritable(shown(io, path), error);
    });
    return sha256;
  } finally {
    await rm(part, { force: true });
  }
}

/** Gives a file its name unless there is one of that name, also when that came meanwhile. */
async function putInPlace(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    // Some file systems know no links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
    if (await isThere(path)) throw Object.assign(new Error('there is a file'), { code: 'EEXIST' });
    await rename(part, path);
  }
}

/** Fetches a file, and fails unless every byte came as the service made it; gives its SHA-256. */
async function fetchInto(
  io: Io,
  client: Client,
  run: RunView,
  file: KeptFile,
  signal: AbortSignal,
  sink: Sink,
): Promise<string> {
  const bar = progressBar(io.err);
  const hash = createHash('sha256');
  try {
    const download = await client.downloadFile({ params: { id: run.id, file: file.name } }, { signal });
    let bytes = 0;
    try {
      for await (const chunk of download.body) {
        hash.update(chunk);
        await sink(chunk);
        bytes += chunk.byteLength;
        bar.update({ label: 'download', bytes, percent: (bytes / Math.max(1, download.size)) * 100 });
      }
    } catch (error) {
      if (error instanceof WaybillError || signal.aborted) throw error;
      const reason =
        error instanceof ApiError || error instanceof ServiceUnreachable ? error.message : 'the connection broke';
      const detail = `${formatBytes(bytes)} of ${formatBytes(download.size)} came (${reason.replace(/\.$/, '')})`;
      fail('download-broken', { file: file.name, detail }, {}, error);
    }
    const found = hash.digest('hex');
    for (const expected of [file.sha256, download.sha256]) {
      if (expected && expected !== found) fail('download-damaged', { file: file.name, expected, found });
    }
    return found;
  } finally {
    bar.clear();
  }
}

const isThere = (path: string): Promise<boolean> => stat(path).then(Boolean, () => false);

const shown = (io: Io, path: string): string => relative(io.cwd, path) || '.';

function unwritable(file: string, error: NodeJS.ErrnoException): never {
  return fail('file-unwritable', { file, detail: error.code ?? error.message }, {}, error);
}
