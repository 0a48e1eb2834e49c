import { strict as assert } from 'node:assert';
import ssh2 from 'ssh2';
import { newHostKey } from '../src/sftp/new-host-key.ts';

describe('K9 demo SFTP server: its key', () => {
  it('K9 every new host key can be read', () => {
    for (let i = 0; i < 1500; i++) {
      const parsed = ssh2.utils.parseKey(newHostKey().key);
      assert.ok(!(parsed instanceof Error), String(parsed));
    }
  });
});
