import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployResult, ExportView, RunView } from '@waybill/api';
import * as vscode from 'vscode';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { startTcpProxy } from '../../../../test/support/tcp-proxy.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import type { Extension } from '../../src/extension/extension.ts';
import type { Connection, ServicePart, TreeNode } from '../../src/extension/service-part.ts';
import { fileAt, openNew, replaceAll } from './support/editor.ts';
import { activated } from './support/extension.ts';

const YES = { yes: true };
const DAILY = 'deliver: {to: share}\nschedule: {daily: {hours: [6], minutes: [30]}}\n';
const command = <T>(name: string, ...args: readonly unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(`waybill.${name}`, ...args);

/** What the tree shows: label and description of each item. */
async function shown(tree: ServicePart['tree'], node?: TreeNode): Promise<readonly string[]> {
  const nodes = (await tree.getChildren(node)) ?? [];
  const items = await Promise.all(nodes.map(child => tree.getTreeItem(child)));
  return items.map(({ label, description }) => `${label}: ${description}`);
}

describe('the service', () => {
  let extension: Extension;
  let service: ServicePart;
  let own: Connection;
  before(async () => {
    extension = await activated();
    service = await extension.service();
    const found = await service.ownConnection();
    assert.ok(found);
    own = found;
  });

  const deployed = async (name: string): Promise<Extract<TreeNode, { kind: 'export' }>> => {
    await service.refresh();
    const nodes = (await service.tree.getChildren()) ?? [];
    const found = nodes.find(({ item }) => 'name' in item && item.name === name);
    assert.ok(found?.kind === 'export', `${name} is not in the tree`);
    return found;
  };
  const runsOf = async (name: string) => (await service.tree.getChildren(await deployed(name))) as TreeNode[];

  it('V7 connects by itself to the service that runs in the workspace', async () => {
    const state = await waitFor('the connection', () => {
      const now = service.state();
      return now.kind === 'connected' ? now : undefined;
    });
    assert.equal(state.url, own.url);
    assert.equal(state.who.role, 'admin');
    assert.equal(state.who.brand, 'Test');
  });

  describe('an export', () => {
    const file = () => fileAt('exports/weekly.export.yaml');
    let editor: vscode.TextEditor;
    before(async () => {
      editor = await openNew('exports/weekly.export.yaml', peopleExport(DAILY, '[id, name]', 'weekly'));
    });

    it('V7 deploys a file, and says that it changes nothing when nothing changes', async () => {
      const created = await command<DeployResult>('deploy', file(), YES);
      assert.deepEqual([created.outcome, created.revision], ['created', 1]);
      const again = await command<DeployResult>('deploy', file(), YES);
      assert.deepEqual([again.outcome, again.revision], ['unchanged', 1]);
      assert.match((await shown(service.tree)).join('\n'), /^weekly: active · next \d{4}-\d\d-\d\d 06:30$/m);
    });

    it('V7 shows what changes as a diff against what the service has, and deploys what is not saved', async () => {
      await replaceAll(editor, peopleExport(DAILY, '[id, name, joined]', 'weekly'));
      const deploying = command<DeployResult>('deploy', file());
      const diff = await waitFor('the diff', () => {
        const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
        return input instanceof vscode.TabInputTextDiff ? input : undefined;
      });
      const left = await vscode.workspace.openTextDocument(diff.original);
      assert.match(left.getText(), /fields: \[id, name\]/);
      assert.equal(diff.modified.toString(), file().toString());
      // Whoever leaves the question leaves everything as it was.
      let answered = false;
      void deploying.then(() => {
        answered = true;
      });
      await waitFor('the end of the question', async () => {
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        return answered;
      });
      assert.equal(await deploying, undefined);
      const revised = await command<DeployResult>('deploy', file(), YES);
      assert.deepEqual([revised.outcome, revised.revision], ['revised', 2]);
      await editor.document.save();
    });

    it('V7 a file with a mistake is not deployed', async () => {
      const bad = await openNew('exports/bad.export.yaml', peopleExport(DAILY, '[id, nme]', 'bad'));
      assert.equal(await command('deploy', bad.document.uri, YES), undefined);
      await service.refresh();
      assert.doesNotMatch((await shown(service.tree)).join('\n'), /^bad/m);
      await vscode.workspace.fs.delete(bad.document.uri);
    });

    it('V7 L9 shows the definition as it is deployed, read-only', async () => {
      await command('showDefinition', await deployed('weekly'));
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.languageId, 'waybill-export');
      assert.match(document?.getText() ?? '', /fields: \[id, name, joined\]/);
      assert.equal(document?.uri.scheme, 'waybill-deployed');
    });

    it('V7 pauses until a day, and resumes', async () => {
      const paused = await command<ExportView>('pause', await deployed('weekly'), '2099-12-24');
      assert.equal(paused.status, 'inactive');
      assert.match((await shown(service.tree)).join('\n'), /^weekly: inactive · paused until 2099-12-24 00:00$/m);
      const resumed = await command<ExportView>('resume', await deployed('weekly'));
      assert.equal(resumed.status, 'active');
    });

    it('V7 runs it, follows it, and shows how it ended', async () => {
      const ended = await command<RunView>('run', file());
      assert.equal(ended.status, 'success', JSON.stringify(ended.problems));
      const [first] = await shown(service.tree, await deployed('weekly'));
      assert.match(first ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d: success · 3 rows · \d+ bytes · \d/);
    });

    it('V7 downloads the file of a run', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'waybill-download-'));
      try {
        const [run] = await runsOf('weekly');
        const [path] = await command<string[]>('download', run, folder);
        const text = await readFile(path ?? '', 'utf8');
        assert.match(text, /^id,name,joined\n1,Anna,/);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('V7 shows the log of a run as a document', async () => {
      const [run] = await runsOf('weekly');
      await command('showLog', run);
      const { document } = vscode.window.activeTextEditor ?? {};
      assert.equal(document?.uri.scheme, 'waybill-log');
      assert.match(document?.getText() ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[info \] /);
    });

    it('V7 links to the page of a run', async () => {
      const [run] = await runsOf('weekly');
      const page = await command<string>('openRunPage', run, { open: false });
      const answer = await fetch(page, {});
      assert.equal(answer.status, 200);
      assert.match(await answer.text(), /weekly/);
    });

    it('V7 runs again what succeeded, with a confirmation', async () => {
      const [run] = await runsOf('weekly');
      const ended = await command<RunView>('runAgain', run, YES);
      assert.deepEqual([ended.status, ended.trigger], ['success', 'again']);
    });

    it('V7 shows why a run failed, and reruns it', async () => {
      const data = fileAt('data/people.csv').fsPath;
      await rename(data, `${data}.away`);
      const failed = await command<RunView>('run', await deployed('weekly'));
      assert.equal(failed.status, 'failed');
      const [node] = await runsOf('weekly');
      const item = await service.tree.getTreeItem(node as TreeNode);
      assert.match(String(item.contextValue), /^run .*\brerun\b/);
      assert.equal((item.iconPath as vscode.ThemeIcon).id, 'error');
      await rename(`${data}.away`, data);
      const rerun = await command<RunView>('rerun', node);
      assert.deepEqual([rerun.status, rerun.trigger, rerun.rerunOf], ['success', 'rerun', failed.id]);
    });

    it('V7 history shows the runs of the export in a file', async () => {
      await command('history', file());
      assert.ok((await runsOf('weekly')).length >= 4);
    });
  });

  it('V7 shows how far a run is, live, and cancels it', async () => {
    const endless = fileAt('exports/endless.export.yaml');
    await command('deploy', endless, YES);
    const running = command<RunView>('run', endless);
    const [node] = await waitFor('progress', async () => {
      const nodes = (await service.tree.getChildren(await deployed('endless'))) as TreeNode[];
      const texts = await shown(service.tree, await deployed('endless'));
      if (/processing · reading · [1-9]/.test(texts[0] ?? '')) return nodes;
      throw new Error(texts.join('\n'));
    });
    await command('cancelRun', node, YES);
    const ended = await running;
    assert.equal(ended.status, 'cancelled');
  });

  describe('another connection', () => {
    after(() => command('connect', own));

    it('V7 a token that is not taken connects to nothing, and what there was stays', async () => {
      assert.equal(await command('connect', { url: own.url, token: 'wrong' }), undefined);
      assert.equal(service.state().kind, 'connected');
    });

    it('V7 keeps a token in the secret storage and nowhere else', async () => {
      const admin = service.client();
      const { token } = await admin.createToken({ body: { name: 'Erika', role: 'editor' } });
      const who = await command<{ name: string; role: string }>('connect', { url: own.url, token });
      assert.deepEqual(who, { name: 'Erika', role: 'editor' });
      const { secrets, workspaceState, globalState } = extension.context;
      assert.equal(await secrets.get(`waybill.token ${own.url}`), token);
      for (const state of [workspaceState, globalState])
        for (const key of state.keys()) assert.doesNotMatch(JSON.stringify(state.get(key)), new RegExp(token));
      const settings = JSON.stringify(vscode.workspace.getConfiguration('waybill'));
      assert.doesNotMatch(settings, new RegExp(token));
    });

    it('V7 says that a service is unreachable, and goes on when it is back', async () => {
      const proxy = await startTcpProxy({ port: Number(new URL(own.url).port) });
      const settings = vscode.workspace.getConfiguration('waybill.service');
      try {
        await settings.update('refresh', 2, vscode.ConfigurationTarget.Workspace);
        await command('connect', { url: `http://${proxy.host}:${proxy.port}`, token: own.token });
        proxy.refuse();
        proxy.cut();
        await waitFor('unreachable', () => service.state().kind === 'unreachable', { timeout: 60_000 });
        proxy.restore();
        await waitFor('connected', () => service.state().kind === 'connected', { timeout: 60_000 });
      } finally {
        await settings.update('refresh', undefined, vscode.ConfigurationTarget.Workspace);
        await proxy.stop();
      }
    }).timeout(130_000);

    it('V7 forgets the token when it is disconnected', async () => {
      const { url } = service.state() as { url: string };
      await command('disconnect');
      assert.equal(service.state().kind, 'none');
      assert.equal(await extension.context.secrets.get(`waybill.token ${url}`), undefined);
      assert.deepEqual(await service.tree.getChildren(), []);
      // Nothing works without a connection, and nothing breaks.
      assert.equal(await command('run', fileAt('exports/weekly.export.yaml')), undefined);
    });
  });
});
