import type { ApiProblem, Client } from '@waybill/api';
import type { CreateDraft } from './create-draft.ts';
import { pathOfProblem } from './problem-path.ts';
import type { Check, Step } from './step.ts';
import { toYaml } from './to-yaml.ts';

/** What a draft is called while it has no name: only that the rest can be looked at. */
const UNNAMED = 'draft';

/** The definition as it is so far. */
export const textOfDraft = ({ state, clone }: CreateDraft): string =>
  toYaml(state.name === '' ? { ...state, name: UNNAMED } : state, clone?.text);

/** What the service says about a draft so far. @param shape also asks the source for the columns. */
export const checkDraft = (
  service: Pick<Client, 'checkDefinition'>,
  draft: CreateDraft,
  shape = false,
): Promise<Check> => service.checkDefinition({ body: { text: textOfDraft(draft), shape } });

/** Errors of one step; what later steps still have to say is not wrong yet. */
export const errorsOf = ({ problems }: Check, step: Step): readonly ApiProblem[] =>
  problems.filter(problem => problem.severity === 'error' && step.owns(pathOfProblem(problem)));
