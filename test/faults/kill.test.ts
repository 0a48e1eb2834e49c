import assert from 'node:assert/strict';
import { hasPostgres } from '../support/postgres.ts';
import { sshdUnavailable } from '../support/sftp-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { chanceOf, cutSoon, killAgainAndAgain, progress } from './breaking.ts';
import { startCluster } from './cluster.ts';

const MINUTE = 60_000;

if (hasPostgres(18) && !sshdUnavailable()) {
  describe('a service that is broken while it works', function () {
    this.timeout(6 * MINUTE);

    it('R2 S3: three processes on PostgreSQL, killed and cut off again and again, deliver everything once', async () => {
      await using cluster = await startCluster({ processes: 3, exports: 4, database: 'postgresql' });
      await cluster.owe(8);
      await killAgainAndAgain(cluster, 5, chanceOf(20261128));
      await cluster.pauseAll();
      await cluster.settle(2 * MINUTE);
      assert.deepEqual(await cluster.faults(), []);
    });

    it('R2 S3: one process on SQLite, killed and cut off again and again, delivers everything once', async () => {
      await using cluster = await startCluster({ processes: 1, exports: 3, database: 'sqlite' });
      await cluster.owe(5);
      await killAgainAndAgain(cluster, 4, chanceOf(41));
      await cluster.pauseAll();
      await cluster.settle(2 * MINUTE);
      assert.deepEqual(await cluster.faults(), []);
    });

    it('R2: a process that is paused past its lease finishes nothing when it goes on', async () => {
      await using cluster = await startCluster({ processes: 2, exports: 3, database: 'postgresql' });
      const chance = chanceOf(7);
      await cluster.owe(6);
      for (let i = 0; i < 3; i++) {
        cutSoon(cluster, chance);
        await progress(cluster, 1);
        const paused = cluster.processes[i % 2];
        paused?.child.kill('SIGSTOP');
        // The other one works on, and takes over what the paused one had.
        await waitFor('its runs to be taken over', async () => {
          const { processing = 0 } = await cluster.counts();
          return processing <= 2;
        });
        await progress(cluster, 4);
        paused?.child.kill('SIGCONT');
      }
      await cluster.pauseAll();
      await cluster.settle(2 * MINUTE);
      assert.deepEqual(await cluster.faults(), []);
    });
  });
}
