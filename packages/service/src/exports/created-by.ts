import { type Actor, displayName } from '../context.ts';
import type { Prisma } from '../store/generated/sqlite/client.ts';

/**
 * Exports that somebody created (L5): known by how that person is told, which no two share and no new name changes;
 * without that, by the name.
 */
export const createdBy = (actor: Actor): Prisma.ExportWhereInput =>
  actor.contact === undefined ? { createdBy: displayName(actor) } : { creatorContact: JSON.stringify(actor.contact) };
