import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { Client, RunView } from '@waybill/api';

/** What came is not what the service has. */
class DamagedDownload extends Error {
  readonly fix = 'Download it again; when it stays so, ask who runs the service.';

  constructor(name: string) {
    super(`${name} did not arrive as it was made: its SHA-256 differs.`);
    this.name = 'DamagedDownload';
  }
}

/** Fetches a kept file of a run. It gets its name when all of it is there and its SHA-256 is right (R5). */
export async function downloadTo(
  client: Client,
  run: string,
  file: RunView['files'][number],
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const { body, sha256 } = await client.downloadFile({ params: { id: run, file: file.name } }, { signal });
  const part = `${path}.part`;
  const hash = createHash('sha256');
  try {
    const handle = await open(part, 'w', 0o600);
    try {
      for await (const chunk of body) {
        hash.update(chunk);
        await handle.write(chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    const expected = file.sha256 ?? sha256;
    if (expected !== undefined && expected !== hash.digest('hex')) throw new DamagedDownload(file.name);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw signal.aborted ? signal.reason : error;
  }
}
