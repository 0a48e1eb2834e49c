import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inExtensionHost } from '../../../test/support/vscode/extension-host.ts';
import { editedWorkspace } from './edited-workspace.ts';

const SUITES = fileURLToPath(new URL('./suite', import.meta.url));

inExtensionHost('the extension in a real extension host', {
  files: readdirSync(SUITES)
    .filter(name => name.endsWith('.suite.ts'))
    .map(name => join(SUITES, name)),
  setUp: editedWorkspace,
});
