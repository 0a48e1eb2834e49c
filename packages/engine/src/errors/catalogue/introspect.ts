import { entry } from '../define.ts';

/** Errors of reading a database's tables into model files. */
export const introspectErrors = {
  'import-no-tables': entry<{ source: string; tables: readonly string[] }>({
    kind: 'source',
    rules: ['K8'],
    message: p =>
      p.tables.length === 0
        ? `The source ${p.source} shows no tables to this user.`
        : `The source ${p.source} has no table that is called ${p.tables.join(' or ')}.`,
    fix: () => 'Check that it is the right database, and that its user may read the tables.',
  }),
  'catalog-behind': entry<{ source: string; files: number; findings: number }>({
    kind: 'input',
    rules: ['K8'],
    message: p => {
      const files = p.files === 0 ? '' : `${p.files} model file${p.files === 1 ? '' : 's'} would be written`;
      const left =
        p.findings === 0 ? '' : `${p.findings} thing${p.findings === 1 ? '' : 's'} in the catalog no longer fit`;
      return `The catalog is behind the database of ${p.source}: ${[files, left].filter(Boolean).join(', ')}.`;
    },
    fix: () => 'Run `waybill catalog import` without --check, look at the difference, and correct what it reports.',
  }),
  'import-which-source': entry<{ sources: readonly string[] }>({
    kind: 'input',
    rules: ['K8'],
    message: p =>
      p.sources.length === 0
        ? 'The workspace has no source to import from.'
        : `The workspace has ${p.sources.length} sources; it was not said which to import from.`,
    fix: p =>
      p.sources.length === 0
        ? 'Name your database under `sources:` in waybill.yaml.'
        : `Say \`--source\` and one of: ${p.sources.join(', ')}.`,
  }),
  'import-over-broken': entry<{ count: number }>({
    kind: 'input',
    rules: ['K8'],
    message: p =>
      `Nothing was imported: ${p.count === 1 ? 'a model file has an error' : `${p.count} model files have errors`}, so it cannot be told what is new.`,
    fix: () => 'Correct the model files first; `waybill validate` shows what is wrong in them.',
  }),
  'import-record-broken': entry<{ file: string; detail: string }>({
    kind: 'input',
    rules: ['K8'],
    message: p => `${p.file}, where Waybill keeps what it imported before, cannot be read (${p.detail}).`,
    fix: () =>
      'Restore it from version control. Without it, fields that you removed come back: remove the file if that is all right.',
  }),
  'init-from-unknown': entry<{ address: string }>({
    kind: 'input',
    rules: ['K8', 'C1'],
    message: p =>
      `"${p.address}" is neither a postgres:// address nor a DuckDB database, a data file or a folder of them.`,
    fix: () =>
      'Write postgres://user@host:5432/database, or the path of a .duckdb, .parquet, .csv, .json or .ndjson file, or of a folder that holds such files.',
  }),
};
