import { join } from 'node:path';
import { previewExport, type RunResult } from '@waybill/engine';
import { failOnErrors, problem, WaybillError } from '@waybill/engine/errors';
import { describeWindow } from '@waybill/engine/time';
import type { GlobalOptions } from '../command-context.ts';
import type { DemoOptions } from '../commands/demo.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { progressBar } from '../render/progress-bar.ts';
import { formatCount, formatSeconds, plural } from '../render/quantities.ts';
import { receiptLines } from '../render/receipt.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';
import { executeRun } from '../runs/execute-run.ts';
import { openNamedExport, prepareNamedExport } from '../runs/prepare-file.ts';
import { checkFiles } from '../workspace/check-files.ts';
import { ACTS, PREVIEWED } from './acts.ts';
import { firstLines } from './first-lines.ts';
import { type DemoStage, setUpDemo } from './set-up.ts';

/** Rows of the preview, and lines of each file, that are shown. */
const PREVIEW_ROWS = 4;
const LINES = 3;

/** The demo, from nothing to delivered files; gives the exit code. */
export async function runDemo(io: Io, options: DemoOptions & GlobalOptions): Promise<number> {
  const started = performance.now();
  return interruptible(io.err, async signal => {
    try {
      // JSON is for programs: the story is then told to nobody.
      const out = options.json ? { ...io.out, write: () => undefined } : io.out;
      const teller: Io = { ...io, out };
      chapter(teller, 'A workspace, its data and a server to deliver to');
      await using stage = await setUpDemo(teller, options, signal);
      const inside: Io = { ...teller, cwd: stage.folder, env: stage.env };
      tellStage(inside, stage);
      await tellCheck(inside);
      await tellPreview(inside, signal);
      const results: RunResult[] = [];
      for (const act of ACTS) {
        chapter(inside, `waybill run exports/${act.export}.export.yaml`, act.title);
        const result = await runOne(inside, act.export, signal);
        results.push(result);
        tellRun(inside, stage, result);
      }
      if (options.json) sayJson(io.out, { receipts: results.map(({ receipt }) => receipt) });
      tellEnd(teller, options, results, (performance.now() - started) / 1000);
      return EXIT.ok;
    } catch (error) {
      if (!signal.aborted || error instanceof WaybillError) throw error;
      throw new WaybillError([problem('interrupted', { what: 'The demo' })], { cause: error });
    }
  });
}

function chapter(io: Io, title: string, subtitle?: string): void {
  const { bold, dim } = io.out.colours;
  say(io.out, '', bold(`── ${title}`), ...(subtitle === undefined ? [] : [dim(`   ${subtitle}`)]));
}

function tellStage({ out }: Io, { folder, server, tables }: DemoStage): void {
  const rows = [...tables.values()].reduce((sum, count) => sum + count, 0);
  say(
    out,
    `  workspace  ${folder}`,
    `  data       ${formatCount(tables.get('customers') ?? 0)} customers, ${formatCount(rows)} rows in ${tables.size} tables (DuckDB)`,
    `  server     sftp://${server.user}@${server.host}:${server.port}, its host key pinned: ${server.hostKey}`,
  );
}

async function tellCheck(io: Io): Promise<void> {
  chapter(io, 'waybill validate');
  const { problems, files } = await checkFiles(io, {}, []);
  failOnErrors(problems);
  const warnings = problems.length === 0 ? '' : `, ${plural(problems.length, 'warning')}`;
  say(io.out, `  ${io.out.colours.green('✓')} ${files.length} files, no errors${warnings}`);
}

async function tellPreview(io: Io, signal: AbortSignal): Promise<void> {
  const file = `exports/${PREVIEWED}.export.yaml`;
  chapter(io, `waybill preview ${file} --rows ${PREVIEW_ROWS}`);
  const prepared = await prepareNamedExport(openNamedExport(io, file, {}), {});
  const preview = await previewExport(prepared, { rows: PREVIEW_ROWS, showPersonalData: false, signal });
  const { bold, dim } = io.out.colours;
  const columns = preview.columns.map(({ header }) => ({ header }));
  for (const line of renderTable(columns, preview.table, { head: bold, absent: dim })) say(io.out, `  ${line}`);
  say(
    io.out,
    `  file    ${preview.fileNames.map(visible).join(', ')}`,
    `  window  ${preview.window === undefined ? 'none' : describeWindow(preview.window)}`,
  );
}

async function runOne(io: Io, name: string, signal: AbortSignal): Promise<RunResult> {
  const bar = progressBar(io.err);
  try {
    return await executeRun(
      openNamedExport(io, `exports/${name}.export.yaml`, {}),
      { deliver: true, checks: true },
      {
        signal,
        onProgress: ({ step, rows, bytes, percent }) => bar.update({ label: step, rows, bytes, percent }),
      },
    );
  } finally {
    bar.clear();
  }
}

/** The receipt, and the file as it lies where it was delivered to. */
function tellRun(io: Io, { folder, serverFolder }: DemoStage, { receipt }: RunResult): void {
  const { colours, columns } = io.out;
  for (const line of receiptLines(receipt, { colours, cwd: folder, delivered: true })) say(io.out, `  ${line}`);
  const [delivery] = receipt.deliveries;
  const [file] = delivery?.files ?? [];
  if (delivery === undefined || file === undefined) return;
  const path = delivery.type === 'sftp' ? join(serverFolder, 'upload', file.path) : join(folder, 'out', file.path);
  const where = delivery.type === 'sftp' ? 'at the server' : 'in its folder';
  say(io.out, colours.dim(`    as it lies ${where}:`));
  const width = Math.min(columns, 120) - 6;
  for (const line of firstLines(path, LINES, width)) say(io.out, `    ${colours.cyan('│')} ${line}`);
}

function tellEnd(io: Io, { dir }: DemoOptions, results: readonly RunResult[], seconds: number): void {
  const { green, bold } = io.out.colours;
  const files = results.reduce((sum, { receipt }) => sum + receipt.deliveries.length, 0);
  const rows = results.reduce((sum, { receipt }) => sum + receipt.rows, 0);
  chapter(io, 'Done');
  say(
    io.out,
    `  ${green('✓')} ${plural(results.length, 'run')}, ${plural(rows, 'row')}, ${plural(files, 'delivery', 'deliveries')}, in ${formatSeconds(seconds)}`,
    ...(dir === undefined ? [] : [`  kept in ${bold(dir)}: workspace/ and partner-server/`]),
    '',
    `  Your own: ${bold('waybill init loyalty')}`,
  );
}
