export { SECRET_KEYS } from '../delivery/config.ts';
export { type CheckedFile, checkFile, type FileToCheck } from './check-file.ts';
export { checkSecrets } from './check-workspace.ts';
export { diskName } from './disk-name.ts';
export { type Expanded, expandSecrets, expandSettings, type Surroundings } from './expand-secrets.ts';
export {
  findWorkspace,
  loadWorkspace,
  requireWorkspace,
  WORKSPACE_FILE,
  type Workspace,
  type WorkspaceOptions,
} from './load-workspace.ts';
export { holdsPlaceholder, type Placeholder, placeholdersIn } from './placeholders.ts';
export { WORKSPACE_DEFAULTS, type WorkspaceConfig, workspaceSchema } from './schema.ts';
export { localSecrets, type SecretAnswer, type SecretStore } from './secret-store.ts';
