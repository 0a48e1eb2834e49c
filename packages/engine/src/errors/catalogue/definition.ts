import { entry } from '../define.ts';

/** Errors of the files people write: definitions, models, templates, the workspace. */
export const definitionErrors = {
  'yaml-syntax': entry<{ detail: string }>({
    kind: 'input',
    rules: ['K1', 'D1'],
    message: p => `This is not valid YAML: ${p.detail}`,
    fix: () => 'Correct the YAML at this place; a value with special characters goes in quotes.',
  }),
};
