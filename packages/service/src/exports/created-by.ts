import { type Actor, displayName } from '../context.ts';

/**
 * Exports that somebody created (L5): known by how that person is told, which no two share and no new name changes;
 * without that, by the name.
 */
export const createdBy = (actor: Actor): { createdBy: string } | { creatorContact: string } =>
  actor.contact === undefined ? { createdBy: displayName(actor) } : { creatorContact: JSON.stringify(actor.contact) };
