import type { Interaction } from './bot.ts';
import { PersonError, roleSentence } from './error-sentence.ts';

/** Whether somebody may only look, as the service says at this moment (L7). */
export const mayOnlyLook = async ({ service }: Pick<Interaction, 'service'>): Promise<boolean> =>
  (await service.whoami()).role === 'viewer';

/**
 * Refuses a dialog that only editors can submit, before anything is typed into it. Whether they may is decided once more
 * when it is submitted.
 * @throws the sentence that a refusal has
 */
export async function onlyEditors(on: Pick<Interaction, 'service' | 'person'>): Promise<void> {
  if (await mayOnlyLook(on)) throw new PersonError(roleSentence('editor', on.person.id));
}
