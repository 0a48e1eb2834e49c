import assert from 'node:assert/strict';
import { formatOf } from '../../src/file/index.ts';
import { fileNameShape } from '../../src/file/naming.ts';
import { FORMATS } from '../../src/file/options-schema.ts';

describe('file names without writers', () => {
  it('O5: a format has the extension that its writer says', () => {
    for (const format of FORMATS) {
      assert.equal(`.${fileNameShape({ format }).extension}`, formatOf(format).extension);
    }
  });

  it('O4 O5: archive, encryption and parts show in the shape of a name', () => {
    const shape = fileNameShape({ archive: 'gzip', encrypt: { pgp: 'partner' }, split: { rows: 10 } });
    assert.deepEqual(shape, { extension: 'csv', archive: 'gzip', encrypted: true, split: true });
  });
});
