import assert from 'node:assert/strict';
import { cp, readdir, readFile } from 'node:fs/promises';
import { anna, closeServices, testService } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';
import { demoWorkspaceFolder } from '../../../demo/src/workspace-folder.ts';
import { checkDefinitionText } from '../../src/exports/check-definition.ts';
import { cloneExport } from '../../src/exports/clone-export.ts';
import { deploy } from '../../src/exports/deploy.ts';
import { listExports } from '../../src/exports/list-exports.ts';
import { rescheduleExport } from '../../src/exports/reschedule-export.ts';

eachStore('the demo workspace in the service', (open, provider) => {
  afterEach(closeServices);

  it('S4 R4 R6 deploy: exports of the demo, which is then listed, rescheduled and cloned', async () => {
    await using folder = await tempFolder();
    await cp(demoWorkspaceFolder(), folder.path, { recursive: true });
    const service = await testService({ store: await open(), folder });
    // Each database has some of them: what is checked here does not depend on it.
    const all = (await readdir(folder.join('exports'))).filter(name => name.endsWith('.export.yaml'));
    const files = all.filter((_, i) => i % 4 === (provider === 'sqlite' ? 0 : 2));
    assert.ok(files.length > 0);
    for (const name of files) {
      const file = `exports/${name}`;
      const text = await readFile(folder.join(file), 'utf8');
      const checked = await checkDefinitionText(service, { body: { text, file } });
      assert.deepEqual(
        [checked.valid, checked.problems.filter(({ severity }) => severity === 'error')],
        [true, []],
        file,
      );
      assert.ok(checked.fileNames.length > 0, file);
      const made = await deploy(service, anna, { text, file });
      assert.equal(made.outcome, 'created', file);
      assert.equal(made.export?.name, checked.name, file);
      assert.equal(made.export?.schedule, checked.schedule, file);
      assert.ok(
        made.changes.length > 4 && made.changes.every(change => !change.includes('undefined')),
        made.changes.join('\n'),
      );

      const again = await deploy(service, anna, { text, file });
      assert.equal(again.outcome, 'unchanged', file);
      const copy = await cloneExport(service, anna, {
        params: { name: made.export?.name ?? '' },
        body: { name: `copy of ${name}`, paused: true },
      });
      assert.deepEqual([copy.outcome, copy.changes.length], ['created', 1], file);
      if (made.export?.plan.kind !== 'repeated') continue;
      const moved = await rescheduleExport(service, anna, {
        params: { name: made.export.name },
        body: { schedule: { daily: { hours: [4], minutes: [45] } } },
      });
      assert.deepEqual(
        [moved.outcome, moved.export?.plan.firings[0]?.at.slice(0, 19)],
        ['revised', '2026-12-02T04:45:00'],
        file,
      );
      const comments = (yaml: string) => yaml.match(/#.*/g)?.length ?? 0;
      assert.equal(comments(moved.export?.text ?? ''), comments(text), file);
    }
    const { items } = await listExports(service, { limit: 200 });
    assert.equal(items.length, 2 * files.length);
  });
});
