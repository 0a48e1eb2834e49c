import { audienceErrors } from './catalogue/audience.ts';
import { catalogErrors } from './catalogue/catalog.ts';
import { checkErrors } from './catalogue/checks.ts';
import { commandLineErrors } from './catalogue/command-line.ts';
import { compileErrors } from './catalogue/compile.ts';
import { definitionErrors } from './catalogue/definition.ts';
import { deliveryErrors } from './catalogue/delivery.ts';
import { editorErrors } from './catalogue/editor.ts';
import { fileErrors } from './catalogue/file.ts';
import { introspectErrors } from './catalogue/introspect.ts';
import { planErrors } from './catalogue/plan.ts';
import { rowsErrors } from './catalogue/rows.ts';
import { runErrors } from './catalogue/run.ts';
import { scheduleErrors } from './catalogue/schedule.ts';
import { serviceErrors } from './catalogue/service.ts';
import { serviceRunErrors } from './catalogue/service-runs.ts';
import { templateErrors } from './catalogue/template.ts';
import { workspaceErrors } from './catalogue/workspace.ts';
import { entry } from './define.ts';

/** The one catalogue of errors: code → what it says, what to do, whose it is. Codes never change once released. */
export const CATALOGUE = {
  'internal-fault': entry<{ detail: string }>({
    kind: 'internal',
    rules: [],
    message: p => `Waybill itself failed: ${p.detail}`,
    fix: () => 'This is a fault of Waybill, not of your files. Please report it with the output of `waybill doctor`.',
  }),
  interrupted: entry<{ what: string }>({
    kind: 'interrupted',
    rules: ['X2'],
    message: p => `${p.what} was stopped before it finished; nothing was delivered.`,
    fix: () => 'Run it again when you are ready.',
  }),
  ...workspaceErrors,
  ...definitionErrors,
  ...templateErrors,
  ...catalogErrors,
  ...introspectErrors,
  ...scheduleErrors,
  ...planErrors,
  ...audienceErrors,
  ...compileErrors,
  ...checkErrors,
  ...rowsErrors,
  ...fileErrors,
  ...deliveryErrors,
  ...serviceRunErrors,
  ...commandLineErrors,
  ...runErrors,
  ...serviceErrors,
  ...editorErrors,
};

export type Code = keyof typeof CATALOGUE;
export type ParamsOf<C extends Code> = Parameters<(typeof CATALOGUE)[C]['message']>[0];
