import { entry } from '../define.ts';

/** What the database itself said about it. */
type Said = {
  readonly source: string;
  /** The database's own words, without secrets. */
  readonly detail: string;
};

/** Errors of sources: databases that are asked for rows; see define.ts for how an entry is written. */
export const rowsErrors = {
  'source-settings': entry<Said>({
    kind: 'input',
    rules: ['K2'],
    message: p => `The settings of source "${p.source}" cannot be used: ${p.detail}`,
    fix: () => 'Correct the source in waybill.yaml.',
  }),
  'source-unreachable': entry<Said & { where: string }>({
    kind: 'source',
    rules: ['K2', 'R2'],
    message: p => `Source "${p.source}" cannot be reached at ${p.where}: ${p.detail}.`,
    fix: () => 'Check host and port in waybill.yaml, that the database runs, and that this machine may connect to it.',
  }),
  'source-tls': entry<Said & { where: string }>({
    kind: 'source',
    rules: ['Q2'],
    message: p => `No safe connection to source "${p.source}" at ${p.where}: ${p.detail}.`,
    fix: () => 'Name the certificate authority with `ca:`, or choose the `ssl:` mode that fits the server.',
  }),
  'source-busy': entry<Said>({
    kind: 'source',
    rules: ['Q3', 'R2'],
    message: p => `Source "${p.source}" takes no more connections now: ${p.detail}`,
    fix: () => 'Run it again. If this stays so, lower `concurrency` of the source or raise the limit of the database.',
  }),
  'source-login-refused': entry<Said & { user: string }>({
    kind: 'source',
    rules: ['R2'],
    message: p => `Source "${p.source}" refuses the login of user "${p.user}": ${p.detail}`,
    fix: () => 'Correct the user or the password of the source.',
  }),
  'source-database-unknown': entry<Said & { database: string }>({
    kind: 'source',
    rules: ['K2'],
    message: p => `Source "${p.source}" has no database "${p.database}".`,
    fix: () => 'Correct the name of the database in waybill.yaml.',
  }),
  'source-file-missing': entry<{ source: string; path: string }>({
    kind: 'source',
    rules: ['K2'],
    message: p => `Source "${p.source}" names ${p.path}, and there is no such file.`,
    fix: () => 'Correct the path, which counts from the workspace folder, or put the file there.',
  }),
  'source-file-unreadable': entry<Said & { path: string }>({
    kind: 'source',
    rules: ['K2'],
    message: p => `Source "${p.source}" cannot read ${p.path}: ${p.detail}`,
    fix: () => 'Check that the file is whole, of the kind that its name says, and that this user may read it.',
  }),
  'source-locked': entry<{ source: string; path: string }>({
    kind: 'source',
    rules: ['K2', 'R2'],
    message: p => `Source "${p.source}": another program has ${p.path} open for writing.`,
    fix: () => 'Close that program or wait until it is done; a DuckDB file has one writer or many readers.',
  }),
  'source-table-missing': entry<Said>({
    kind: 'source',
    rules: ['K3'],
    message: p => `Source "${p.source}" has no such table: ${p.detail}`,
    fix: () => 'Correct `table:` in the model, or give the user of the source the right to see it.',
  }),
  'source-column-missing': entry<Said>({
    kind: 'source',
    rules: ['K3'],
    message: p => `Source "${p.source}" has no such column: ${p.detail}`,
    fix: () => 'Correct `column:` of the field in the model file.',
  }),
  'source-permission': entry<Said>({
    kind: 'source',
    rules: ['R2'],
    message: p => `The user of source "${p.source}" lacks a right: ${p.detail}`,
    fix: () => 'Grant that right in the database, SELECT on a table for instance.',
  }),
  'source-sql': entry<Said>({
    kind: 'source',
    rules: ['K3'],
    message: p => `Source "${p.source}" does not understand the query: ${p.detail}`,
    fix: () => 'Look at the `computed` expressions that the export uses: they are SQL of the source’s own kind.',
  }),
  'source-query-too-long': entry<Said>({
    kind: 'source',
    rules: ['D7', 'K2'],
    message: p => `The query is longer than source "${p.source}" takes: ${p.detail}`,
    fix: () =>
      'Raise `query.max-length` of the Trino coordinator (an audience file needs the length of all its ids), or keep the audience in a table, as a segment or group.',
  }),
  'source-value': entry<Said>({
    kind: 'source',
    rules: ['K3', 'O6'],
    message: p => `Source "${p.source}" holds a value that the query cannot work with: ${p.detail}`,
    fix: () => 'Correct the value, or the type of the field or the `computed` expression in the model that meets it.',
  }),
  'source-timeout': entry<{ source: string; after: string }>({
    kind: 'source',
    rules: ['Q3'],
    message: p => `Source "${p.source}" did not finish the query within ${p.after}.`,
    fix: () => 'Narrow the export by a window or a filter, or raise `timeout` of the source.',
  }),
  'source-connection-lost': entry<Said>({
    kind: 'source',
    rules: ['R2'],
    message: p => `The connection to source "${p.source}" broke while it answered: ${p.detail}.`,
    fix: () => 'Nothing incomplete was delivered; run it again.',
  }),
  'source-conflict': entry<Said>({
    kind: 'source',
    rules: ['R2'],
    message: p => `Source "${p.source}" gave way to other work on the same rows: ${p.detail}`,
    fix: () => 'Run it again.',
  }),
  'source-disk-full': entry<Said>({
    kind: 'source',
    rules: ['R2'],
    message: p => `Source "${p.source}" ran out of disk space: ${p.detail}`,
    fix: () => 'Make room where the database keeps its temporary files; `order: none` saves it the sort.',
  }),
  'source-out-of-memory': entry<Said>({
    kind: 'source',
    rules: ['X4', 'Q3'],
    message: p => `Source "${p.source}" ran out of memory: ${p.detail}`,
    fix: () => 'Raise `memory` of the source, or narrow the export; `order: none` saves it the sort.',
  }),
  'source-died': entry<Said>({
    kind: 'source',
    rules: ['R2'],
    message: p => `The database process of source "${p.source}" ended in the middle of its work: ${p.detail}.`,
    fix: () => 'Run it again. If the system stopped it for want of memory, lower `memory` of the source.',
  }),
  'drivers-missing': entry({
    kind: 'machine',
    rules: ['C5', 'V6'],
    message: () => 'This package of the extension reads no databases by itself.',
    fix: () =>
      'Install a `waybill` command (`npm install -g waybill`), which the setting `waybill.command` names where it is not on the PATH, or the package of the extension for this platform.',
  }),
  'duckdb-missing': entry<{ platform: string; detail: string }>({
    kind: 'machine',
    rules: ['K2', 'V6'],
    message: p => `This installation has no DuckDB for ${p.platform}: ${p.detail.replace(/[.\s]+$/, '')}.`,
    fix: p =>
      `Install Waybill for ${p.platform}: in VS Code the package of that name, or a \`waybill\` command that the setting \`waybill.command\` names; elsewhere npm with optional packages (\`@duckdb/node-bindings-${p.platform}\`).`,
  }),
  'source-behind': entry<Said>({
    kind: 'source',
    rules: ['K2', 'R2'],
    message: p => `What source "${p.source}" itself reads from failed: ${p.detail}`,
    fix: () => 'Run it again. If this stays so, look at the storage or database behind that catalog of Trino.',
  }),
  'source-failed': entry<Said>({
    kind: 'source',
    rules: ['K2'],
    message: p => `Source "${p.source}" failed: ${p.detail}`,
    fix: () => 'The words are the database’s own; its log says more.',
  }),
};
