import { statSync } from 'node:fs';

/** Commands that load databases or servers; they run from the modules, see scripts/bundle-quick.mjs. */
const SLOW = [
  'audience',
  'init',
  'preview',
  'run',
  'test',
  'catalog',
  'demo',
  'doctor',
  'serve',
  'slack',
  'lsp',
  'schema',
];

const BUNDLE = new URL('./quick.js', import.meta.url);
/** Written by the compiler; not part of the published package, whose bundle is never out of date. */
const BUILDS = ['./.tsbuildinfo', '../../engine/dist/.tsbuildinfo', '../../api/dist/.tsbuildinfo'].map(
  path => new URL(path, import.meta.url),
);

/** The bundled program for commands that only look at files or ask a service, if it is as new as what it was made from. */
export function quickProgram(argv: readonly string[]): string | undefined {
  if (!argv.includes('--service') && argv.some(word => SLOW.includes(word))) return undefined;
  const bundled = changedAt(BUNDLE);
  if (bundled === undefined || BUILDS.some(build => (changedAt(build) ?? 0) > bundled)) return undefined;
  return BUNDLE.href;
}

const changedAt = (file: URL): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;
