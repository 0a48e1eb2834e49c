import { strict as assert } from 'node:assert';
import { deployedText } from '../src/service/deployed-text.ts';

const DEPLOYED = {
  name: 'daily-sales',
  schedule: 'Every day at 06:30, Europe/Vienna',
  nextAt: '2026-11-29T05:30:00.000Z',
  timezone: 'Europe/Vienna',
};

describe('what is said of a deployment', () => {
  it('V7 deploy: the next run is told by the clock of the export’s zone', () => {
    assert.equal(
      deployedText(DEPLOYED, 2),
      'daily-sales is deployed, revision 2. Every day at 06:30, Europe/Vienna. Next run: 2026-11-29 06:30 (Europe/Vienna).',
    );
  });

  it('V7 deploy: an export that will not run again has no next run', () => {
    assert.equal(
      deployedText({ ...DEPLOYED, schedule: 'Once, when it is created.', nextAt: null }, 1),
      'daily-sales is deployed, revision 1. Once, when it is created.',
    );
  });
});
