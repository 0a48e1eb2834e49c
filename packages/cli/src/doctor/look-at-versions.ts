import { createRequire } from 'node:module';
import { arch, platform, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { zoneDataVersion } from '@waybill/engine/time';
import { version } from '../version.ts';
import { type Check, fact } from './check.ts';

/** Versions of all that decides what a file looks like (S2: the zone data too). */
export const lookAtVersions = (): readonly Check[] => [
  fact('versions', 'waybill', version()),
  fact('versions', 'node', process.versions.node),
  fact('versions', 'platform', `${platform()} ${release()} ${arch()}`),
  fact('versions', 'duckdb', duckdbVersion()),
  fact('versions', 'time zones', zoneDataVersion()),
];

/** As the engine has it; read from the package, since loading the database takes longer than all else here. */
function duckdbVersion(): string {
  const engine = createRequire(fileURLToPath(import.meta.resolve('@waybill/engine')));
  const { version } = engine('@duckdb/node-api/package.json') as { version: string };
  return version.replace(/-r\..*$/, '');
}
