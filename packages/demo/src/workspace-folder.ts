import { fileURLToPath } from 'node:url';

/** The folder of the demo workspace that ships with this package: to be copied, not to be written to. */
export const demoWorkspaceFolder = (): string => fileURLToPath(new URL('../workspace', import.meta.url));
