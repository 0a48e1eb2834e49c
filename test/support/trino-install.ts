import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CACHE, installOnce, runToEnd } from './install-once.ts';
import { leaveOut } from './left-out.ts';

/** The newest server that Maven Central has as a package of its own. */
const VERSION = '476';
const JDK_NEEDED = 24;
const PLUGINS = ['memory', 'tpch'];
const JVM_FOLDERS = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines', '/opt/java'];

export interface TrinoInstallation {
  readonly javaHome: string;
  /** The folder with `bin` and `plugin`. */
  readonly folder: string;
}

let looked: { readonly found: TrinoInstallation | undefined } | undefined;

/**
 * Where Trino is on this machine, got from Maven Central the first time. Only in CI or with WAYBILL_TEST_TRINO=1, since it
 * takes a download of 220 MB, 2 GB of memory and half a minute; undefined otherwise, and one line says why.
 */
export function trinoInstallation(): TrinoInstallation | undefined {
  looked ??= { found: look() };
  return looked.found;
}

function look(): TrinoInstallation | undefined {
  const without = (why: string): undefined => {
    leaveOut(`${why}: tests with a real Trino`);
  };
  if (process.env.CI !== 'true' && process.env.WAYBILL_TEST_TRINO !== '1')
    return without('Trino runs only in CI (WAYBILL_TEST_TRINO=1)');
  const javaHome = jdks().find(home => versionOf(home) >= JDK_NEEDED);
  if (javaHome === undefined) return without(`there is no JDK ${JDK_NEEDED} or newer (JAVA_HOME)`);
  const folder = join(CACHE, `trino-${VERSION}`);
  try {
    if (!existsSync(folder)) installOnce(folder, `Trino ${VERSION}`, making => install(making, javaHome));
    return { javaHome, folder };
  } catch (error) {
    return without(`Trino ${VERSION} could not be installed (${(error as Error).message})`);
  }
}

function jdks(): string[] {
  const homes = JVM_FOLDERS.filter(existsSync).flatMap(folder =>
    readdirSync(folder).flatMap(name => [join(folder, name), join(folder, name, 'Contents', 'Home')]),
  );
  return [...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []), ...homes];
}

/** Of a whole JDK, as its own file says it; 0 for anything else. */
function versionOf(home: string): number {
  const release = join(home, 'release');
  if (!existsSync(release) || !existsSync(join(home, 'bin', 'jar'))) return 0;
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1] ?? 0);
}

/** Unpacks the server and its plugins. */
function install(making: string, javaHome: string): string {
  runToEnd('tar', ['-xzf', artifact('trino-server-core', 'tar.gz'), '-C', making], making);
  const server = join(making, `trino-server-core-${VERSION}`);
  for (const plugin of PLUGINS) {
    runToEnd(join(javaHome, 'bin', 'jar'), ['-xf', artifact(`trino-${plugin}`, 'zip')], making);
    renameSync(join(making, `trino-${plugin}-${VERSION}`), join(server, 'plugin', plugin));
  }
  return server;
}

/** The program that is Trino's command line, a jar. */
export const trinoCommandLine = (): string => artifact('trino-cli', 'jar', 'executable');

/** The path of an artifact in the local Maven repository, where it is put if it is not there. */
function artifact(name: string, kind: string, classifier?: string): string {
  const file = [name, VERSION, ...(classifier === undefined ? [] : [classifier])].join('-');
  const path = join(homedir(), '.m2', 'repository', 'io', 'trino', name, VERSION, `${file}.${kind}`);
  if (existsSync(path)) return path;
  const coordinates = [`io.trino:${name}:${VERSION}:${kind}`, ...(classifier === undefined ? [] : [classifier])].join(
    ':',
  );
  mkdirSync(CACHE, { recursive: true });
  runToEnd('mvn', ['-q', '-B', 'dependency:get', `-Dartifact=${coordinates}`, '-Dtransitive=false'], CACHE);
  if (!existsSync(path)) throw new Error(`Maven did not put ${coordinates} into its local repository`);
  return path;
}
