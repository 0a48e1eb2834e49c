import { type PreparedExport, type Preview, previewExport } from '@waybill/engine';
import { describeWindow } from '@waybill/engine/time';
import type { GlobalOptions } from '../command-context.ts';
import type { PreviewOptions } from '../commands/preview.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interrupts.ts';
import { type Io, say, sayJson } from '../io.ts';
import { plural } from '../render/quantities.ts';
import { renderTable } from '../render/table.ts';
import { visible, visibleLines } from '../render/visible.ts';
import { openNamedExport, prepareNamedExport } from './prepare-file.ts';

/** Shows the first rows of an export; gives the exit code. */
export async function showPreview(io: Io, file: string, options: PreviewOptions & GlobalOptions): Promise<number> {
  const prepared = await prepareNamedExport(openNamedExport(io, file, options), options);
  const preview = await interruptible(io.err, signal =>
    previewExport(prepared, { rows: options.rows, showPersonalData: options.showPersonalData ?? false, signal }),
  );
  if (options.json || options.format === 'json') sayJson(io.out, previewJson(preview, prepared));
  else if (options.format === 'bytes') io.out.write(preview.bytes);
  else say(io.out, ...previewLines(io, preview, prepared, options));
  return EXIT.ok;
}

function previewJson(preview: Preview, { definition }: PreparedExport): unknown {
  const { window } = preview;
  return {
    export: definition.name,
    fileNames: preview.fileNames,
    window:
      window === undefined
        ? null
        : {
            by: window.by,
            from: window.from?.toString() ?? null,
            to: window.until.toString(),
            words: describeWindow(window),
          },
    columns: preview.columns.map(({ header, type }) => ({ header, type })),
    rows: preview.table,
    masked: preview.masked,
    estimatedRows: preview.estimatedRows ?? null,
    sql: preview.sql,
    bytes: preview.bytes.toString('base64'),
  };
}

function previewLines(
  io: Io,
  preview: Preview,
  { definition }: PreparedExport,
  { sql: withSql = false, rows }: PreviewOptions,
): readonly string[] {
  const { bold, dim, yellow } = io.out.colours;
  const { table, columns, estimatedRows, masked, window } = preview;
  const shown = renderTable(
    columns.map(({ header, type }) => ({ header, align: type === 'number' ? 'right' : 'left' })),
    table,
    { head: bold, absent: dim },
  );
  const estimate =
    estimatedRows === undefined ? '' : `; a run is estimated to have about ${plural(estimatedRows, 'row')}`;
  const about = table.length < rows ? ', all that a run has now' : estimate;
  return [
    ...shown,
    '',
    `${plural(table.length, 'row')} shown${about}`,
    ...(masked.length > 0
      ? [yellow(`masked here: ${masked.map(visible).join(', ')} (--show-personal-data shows them)`)]
      : []),
    `export  ${bold(visible(definition.name))}`,
    ...preview.fileNames.map(name => `file    ${visible(name)}`),
    `window  ${window === undefined ? 'none: everything' : describeWindow(window)}`,
    ...(withSql ? ['', bold('sql'), visibleLines(preview.sql)] : []),
  ];
}
