import { ENDLESS_FILES, endlessTable } from '../../../test/cli/endless-export.ts';
import { serve } from '../../../test/cli/served-workspace.ts';
import { smallWorkspace } from '../../../test/cli/small-workspace.ts';
import { tempFolder } from '../../../test/support/temp-folder.ts';

const TEMPLATE = `version: 1
template: base
release: 1
model: people
fields: [id, name]
`;

/** A workspace to edit, with a service of its own that runs in it. */
export async function editedWorkspace(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await tempFolder();
  await smallWorkspace(folder, { ...ENDLESS_FILES, 'templates/base.template.yaml': TEMPLATE });
  await endlessTable(folder);
  const service = await serve(folder.path);
  return {
    folder: folder.path,
    async [Symbol.asyncDispose]() {
      await service.end();
      await folder.remove();
    },
  };
}
