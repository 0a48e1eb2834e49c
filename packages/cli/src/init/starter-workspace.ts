import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileKindOf, formatText } from '@waybill/engine/definition';

/** A file to write, by its path in the workspace. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** Default 0644, less what the process masks. */
  readonly mode?: number;
}

/** Exports of the demo that a newcomer gets: a plain one, dates, an archive, an aggregation, only what changed. */
const STARTER_EXPORTS = [
  'birthday-wishes',
  'business-bills',
  'customer-changes',
  'daily-sales',
  'new-members',
  'product-list',
  'reward-claims',
] as const;

export const STARTER_EXPORT = 'exports/daily-sales.export.yaml';

const WAYBILL_YAML = `# Your workspace: whose data it is, where it is, and where files go. \`waybill validate\` says whether all of it fits.
version: 1
brand: {name: Northwind Rewards, timezone: Europe/Vienna}

# Databases that models are read from. The demo data is in a DuckDB file; a database of your own is one line more:
#   crm: {type: postgres, url: "\${env:CRM_URL}"}
sources:
  demo: {type: duckdb, file: data/demo.duckdb}

# Where files go. Secrets never stand here: \${env:NAME} is a variable, \${secret:name} the file .waybill/secrets/name.
#   partner: {type: sftp, host: sftp.partner.example, user: waybill, key: "\${secret:partner_key}", host_key: "SHA256:…"}
# \`waybill destination test share\` proves that one takes files.
destinations:
  share: {type: local, folder: out}

# The key of \`protect: hash\`; another key gives other hashes.
protect: {hash_key: "\${secret:hash_key}"}

limits: {max_window: 1 year, max_dimensions: 5, keep_files: 30 days}
`;

const GITIGNORE = `# Secrets, kept files and receipts of this machine
.waybill/
# Demo data and delivered files; \`waybill init\` makes the data anew
data/
out/
`;

/** Everything that `waybill init` writes but the data and the secret, in the canonical form. */
export function starterFiles(demoWorkspace: string): readonly NewFile[] {
  const catalog = readdirSync(join(demoWorkspace, 'catalog')).map(name => `catalog/${name}`);
  const exports = STARTER_EXPORTS.map(name => `exports/${name}.export.yaml`);
  return [
    ...[...catalog, ...exports].sort().map(path => ({ path, text: forStarter(demoWorkspace, path) })),
    { path: 'waybill.yaml', text: canonical('waybill.yaml', WAYBILL_YAML) },
  ];
}

/** The partner's server runs in `waybill demo` alone; a new workspace delivers into its own folder. */
const forStarter = (demoWorkspace: string, path: string): string =>
  canonical(path, readFileSync(join(demoWorkspace, path), 'utf8').replaceAll('to: partner-sftp', 'to: share'));

/** As `waybill format` would write it. */
function canonical(path: string, text: string): string {
  const kind = fileKindOf(path);
  const formatted = kind === undefined ? undefined : formatText(text, kind);
  return formatted?.ok ? formatted.text : text;
}

/** Written where it is missing only: a project may have one of its own. */
export const gitignore: NewFile = { path: '.gitignore', text: GITIGNORE };
/** Keeps secrets out of git whatever the project's own .gitignore says. */
export const ownGitignore: NewFile = { path: '.waybill/.gitignore', text: '*\n' };
