/**
 * Makes `packages/service/src/store/generated` out of `prisma/`: the client of each provider, and both histories of
 * migrations as data, so that a published package migrates by itself. Does nothing when that is there already and
 * made of the same; `--force` makes it anew.
 *
 * Downloads nothing: the CLI of Prisma insists on an engine that `generate` never calls, and any program satisfies it.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROVIDERS = ['sqlite', 'postgresql'];
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'packages/service/src/store/generated');
const madeOf = join(folder, 'made-of.sha256');
const prisma = dirname(createRequire(import.meta.url).resolve('prisma/package.json'));

const sha256 = text => createHash('sha256').update(text).digest('hex');
const read = path => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');

const inputs = sha256(
  [
    readFileSync(fileURLToPath(import.meta.url), 'utf8'),
    readFileSync(join(prisma, 'package.json'), 'utf8'),
    read('prisma/models/service.prisma'),
    ...PROVIDERS.flatMap(provider => [
      read(`prisma/${provider}/schema.prisma`),
      ...migrationsOf(provider).flatMap(({ name, sql }) => [name, sql]),
    ]),
  ].join('\0'),
);

if (process.argv.includes('--force') || !existsSync(madeOf) || readFileSync(madeOf, 'utf8') !== inputs) generate();

function generate() {
  // Beside it first, so that a generation that fails leaves nothing half made.
  const next = `${folder}.${process.pid}`;
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next, { recursive: true });
  try {
    for (const provider of PROVIDERS) generateClient(provider, next);
    writeFileSync(join(next, 'migrations.ts'), migrationsModule());
    writeFileSync(join(next, 'made-of.sha256'), inputs);
    rmSync(folder, { recursive: true, force: true });
    renameSync(next, folder);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** A schema is one file or one folder; here it is two files in two folders, which are put together. */
function generateClient(provider, into) {
  const schema = join(into, `${provider}.prisma`);
  const output = /(?<=^ *output *= *").*(?="$)/m;
  const own = read(`prisma/${provider}/schema.prisma`).replace(output, `./${provider}`);
  writeFileSync(schema, `${own}\n${read('prisma/models/service.prisma')}`);
  execFileSync(process.execPath, [join(prisma, 'build/index.js'), 'generate', '--schema', schema], {
    cwd: into,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  rmSync(schema);
}

function migrationsOf(provider) {
  const history = `prisma/${provider}/migrations`;
  return readdirSync(join(root, history), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => ({ name, sql: read(`${history}/${name}/migration.sql`) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function migrationsModule() {
  const histories = PROVIDERS.map(provider => {
    const migrations = migrationsOf(provider).map(({ name, sql }) => ({ name, checksum: sha256(sql), sql }));
    return `  ${provider}: ${JSON.stringify(migrations, null, 2).replaceAll('\n', '\n  ')},\n`;
  });
  return `// Made by scripts/generate-store.mjs. Do not edit.

export interface Migration {
  readonly name: string;
  /** SHA-256 of \`sql\`, as Prisma writes it down. */
  readonly checksum: string;
  readonly sql: string;
}

/** What each provider's database goes through, in order. */
export const MIGRATIONS: Readonly<Record<'sqlite' | 'postgresql', readonly Migration[]>> = {
${histories.join('')}};
`;
}
