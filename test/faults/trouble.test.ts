import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPostgres } from '../support/postgres.ts';
import { sshdUnavailable } from '../support/sftp-server.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';
import { waitFor } from '../support/wait-for.ts';
import { progress } from './breaking.ts';
import { startCluster } from './cluster.ts';

const MINUTE = 60_000;

if (hasPostgres(18) && !sshdUnavailable()) {
  describe('a service whose surroundings fail', function () {
    this.timeout(6 * MINUTE);

    it('R2 C3: a database that is restarted under it, with the source in it, costs nothing but time', async () => {
      await using cluster = await startCluster({ processes: 2, exports: 3, database: 'postgresql' });
      await cluster.owe(5);
      for (let i = 0; i < 3; i++) {
        await progress(cluster, 3);
        await cluster.postgres.restart();
      }
      await cluster.pauseAll();
      await cluster.settle(2 * MINUTE);
      assert.deepEqual(await cluster.faults(), []);
      for (const { child } of cluster.processes) assert.equal(child.exitCode, null);
    });

    if (canMount()) {
      it('R2 X4: while the disk is full runs wait, and end well when there is room', async () => {
        await using cluster = await startCluster({ processes: 1, exports: 2, database: 'postgresql' });
        using _disk = smallDisk(join(cluster.folder, 'shop/.waybill/files'));
        const filler = join(cluster.folder, 'shop/.waybill/files/filler');
        try {
          writeFileSync(filler, Buffer.alloc(8 * 1024 * 1024));
        } catch (error) {
          assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
        }
        await cluster.owe(3);
        await waitFor('a run that waits for another attempt', async () => (await cluster.waiting()) > 0, {
          timeout: 60_000,
        });
        assert.equal((await cluster.counts()).success ?? 0, 0);
        writeFileSync(filler, '');
        await cluster.pauseAll();
        await cluster.settle(2 * MINUTE);
        assert.deepEqual(await cluster.faults(), []);
      });
    }
  });
}
