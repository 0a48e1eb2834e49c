import type { DestinationConfig } from './config.ts';
import type { Destination, DestinationSession } from './destination.ts';
import { localDestination } from './local.ts';
import { temporaryPath } from './stage-by-rename.ts';

export interface DestinationOptions {
  /** What relative folders and paths of key files count from: the workspace. Default: the working folder. */
  readonly baseFolder?: string;
}

/**
 * A destination of the workspace, ready to be opened. Nothing is connected and no driver is loaded before `open`, so
 * that validating a workspace stays quick.
 */
export function createDestination(
  name: string,
  config: DestinationConfig,
  options: DestinationOptions = {},
): Destination {
  const baseFolder = options.baseFolder ?? process.cwd();
  switch (config.type) {
    case 'local':
      return localDestination(name, config, baseFolder);
    case 'sftp':
      return onServer(name, config, config.port, async (destination, signal) => {
        const { openSftp } = await import('./sftp.ts');
        return openSftp(destination, config, baseFolder, signal);
      });
    case 'ftp':
    case 'ftps':
      return onServer(name, config, ftpPort(config), async (destination, signal) => {
        const { openFtp } = await import('./ftp.ts');
        return openFtp(destination, { ...config, port: ftpPort(config) }, baseFolder, signal);
      });
    case 's3':
      return inBucket(name, config);
  }
}

type ServerConfig = Extract<DestinationConfig, { type: 'sftp' | 'ftp' | 'ftps' }>;

function onServer(
  name: string,
  config: ServerConfig,
  port: number,
  open: (destination: Destination, signal: AbortSignal) => Promise<DestinationSession>,
): Destination {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const folder = config.folder.replace(/^\/|\/+$/g, '');
  const root = `${config.type}://${encodeURIComponent(config.user)}@${host}:${port}`;
  const describe = (path: string) => [root, folder, path].filter(part => part !== '').join('/');
  const destination: Destination = {
    name,
    type: config.type,
    host: config.host,
    describe,
    describeStaged: (path, runId) => describe(temporaryPath(path, runId)),
    open: signal => open(destination, signal),
  };
  return destination;
}

function ftpPort(config: Extract<DestinationConfig, { type: 'ftp' | 'ftps' }>): number {
  return config.port ?? (config.type === 'ftps' && config.tls === 'implicit' ? 990 : 21);
}

function inBucket(name: string, config: Extract<DestinationConfig, { type: 's3' }>): Destination {
  const describe = (path: string) => `s3://${config.bucket}/${config.prefix}${path}`;
  // Uploads that are not completed, by path and run: only their id lets a fresh connection end them.
  const unfinished = new Map<string, Set<string>>();
  const destination: Destination = {
    name,
    type: 's3',
    host: config.endpoint === undefined ? `s3.${config.region}.amazonaws.com` : new URL(config.endpoint).hostname,
    describe,
    describeStaged: path => `${describe(path)} (an unfinished multipart upload)`,
    async open(signal) {
      const { openS3 } = await import('./s3.ts');
      return openS3(destination, config, unfinished, signal);
    },
  };
  return destination;
}
