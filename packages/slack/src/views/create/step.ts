import type { ApiProblem, CallOutput } from '@waybill/api';
import type { Block } from '../../blocks/block-kit.ts';
import { context } from '../../blocks/build.ts';
import { entities } from '../../blocks/text.ts';
import { sentenceOf } from '../../error-sentence.ts';
import type { Catalog } from './catalog.ts';
import type { CreateDraft, StepId } from './create-draft.ts';
import type { Form } from './form.ts';
import { type Path, pathOfProblem } from './problem-path.ts';

export type Check = CallOutput<'checkDefinition'>;

/** What a step is shown with. */
export interface Shown {
  readonly draft: CreateDraft;
  readonly catalog: Catalog;
  /** What the service says about the draft so far; undefined where it was not asked. */
  readonly check?: Check | undefined;
  /** What is wrong and has no input of its own in this step. */
  readonly problems: readonly ApiProblem[];
}

/** One step of the modal: pure; what it shows, and what becomes of the draft with what is typed there. */
export interface Step {
  readonly id: StepId;
  /** In "Step 3 of 10: Fields". */
  readonly title: string;
  blocks(shown: Shown): readonly Block[];
  /** Total: what is wrong is taken as it is typed. */
  read(draft: CreateDraft, catalog: Catalog): CreateDraft;
  /** Whether a problem belongs to this step. */
  owns(path: Path): boolean;
  /** Block id of the input that a problem is about; undefined for what has none. */
  inputOf(path: Path, draft: CreateDraft): string | undefined;
  /** What has to be said here before the next step, beside what the service finds: sentences by block id. */
  missing?(draft: CreateDraft, catalog: Catalog): Readonly<Record<string, string>>;
  /** Its firings and file names are shown. */
  readonly checks?: boolean;
}

/** What is typed into an input now; `otherwise` what the draft says. */
export const typedText = (
  { typed }: { readonly typed: Form },
  block: string,
  otherwise: string | undefined,
): string => {
  const value = typed[block];
  return typeof value === 'string' ? value : (otherwise ?? '');
};

export const typedList = (
  { typed }: { readonly typed: Form },
  block: string,
  otherwise: readonly string[],
): readonly string[] => {
  const value = typed[block];
  return value === undefined || typeof value === 'string' ? otherwise : value;
};

/** A problem as a line of its own, below what it is about. The word says it, the sign only helps. */
export const problemBlock = (problem: ApiProblem): Block =>
  context(`:warning: ${problem.severity === 'error' ? 'Error' : 'Warning'}: ${entities(sentenceOf(problem))}`);

export const problemsAt = (problems: readonly ApiProblem[], test: (path: Path) => boolean): readonly Block[] =>
  problems
    .filter(problem => test(pathOfProblem(problem)))
    .slice(0, 3)
    .map(problemBlock);

/** An id of this area. */
export const wb = (what: string): string => `wb:create:${what}`;
