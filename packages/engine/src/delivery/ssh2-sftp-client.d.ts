/** The part of ssh2-sftp-client that is used here; the package brings no types. */
declare module 'ssh2-sftp-client' {
  import type { Client, ConnectConfig, SFTPWrapper } from 'ssh2';

  // biome-ignore lint/style/noDefaultExport: so the package exports it.
  export default class SftpClient {
    constructor(name?: string, callbacks?: { error?: (error: Error) => void; end?: () => void; close?: () => void });
    /** The connection underneath. */
    readonly client: Client;
    connect(config: ConnectConfig): Promise<SFTPWrapper>;
    on(event: string, listener: (...args: never[]) => void): void;
    rename(from: string, to: string): Promise<string>;
    posixRename(from: string, to: string): Promise<string>;
    delete(path: string, notFoundOk?: boolean): Promise<string>;
    end(): Promise<boolean>;
  }
}

/** The name that the source imports it by, see `imports` of package.json. */
declare module '#ssh2-sftp-client' {
  export { default } from 'ssh2-sftp-client';
}
