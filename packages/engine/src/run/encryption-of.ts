import { type Encryption, openPublicKey } from '../file/index.ts';
import type { PreparedExport } from './prepare-export.ts';

/** What encrypts the file; undefined where the definition asks for none. Fails before any database is asked. */
export async function encryptionOf(prepared: PreparedExport): Promise<Encryption | undefined> {
  const { workspace, fileOptions, locate } = prepared;
  if (!fileOptions.encrypt) return undefined;
  const place = locate(['file', 'encrypt', 'pgp']);
  return openPublicKey(workspace.folder, fileOptions.encrypt.pgp, new Date(), { place });
}
