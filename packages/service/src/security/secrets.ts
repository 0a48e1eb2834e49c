import { WaybillError } from '@waybill/engine/errors';
import { localSecrets, type SecretStore } from '@waybill/engine/workspace';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import type { Secret } from '../store/generated/sqlite/client.ts';

/** The service's own secrets (Q1): encrypted at rest, put into settings on use, never shown. */

/** What a secret is sealed for: one cannot be put in another's place. */
const contextOf = (name: string): string => `secret ${name}`;

const secretView = ({ name, updatedAt, updatedBy }: Pick<Secret, 'name' | 'updatedAt' | 'updatedBy'>) => ({
  name,
  updatedAt: updatedAt.toISOString(),
  updatedBy,
});

export async function listSecrets({ store }: Pick<ServiceContext, 'store'>) {
  const rows = await store.db.secret.findMany({
    select: { name: true, updatedAt: true, updatedBy: true },
    orderBy: { name: 'asc' },
  });
  return { items: rows.map(secretView) };
}

export async function putSecret(
  { store, keys, clock }: Pick<ServiceContext, 'store' | 'keys' | 'clock'>,
  actor: Actor,
  name: string,
  value: string,
) {
  const now = clock.now();
  const data = {
    sealed: new Uint8Array(keys.seal(value, contextOf(name))),
    updatedBy: displayName(actor),
    updatedAt: now,
  };
  const row = await store.db.secret.upsert({
    where: { name },
    create: { name, createdAt: now, ...data },
    update: data,
  });
  return secretView(row);
}

export async function deleteSecret({ store }: Pick<ServiceContext, 'store'>, name: string): Promise<void> {
  const { count } = await store.db.secret.deleteMany({ where: { name } });
  if (count > 0) return;
  const { items } = await listSecrets({ store });
  refuse(404, 'unknown-secret', { name, names: items.map(secret => secret.name) }, { found: name });
}

/**
 * The service's secrets as they are now, for `loadWorkspace`. Each is decrypted when it is asked for; one that cannot be
 * is said to be unreadable rather than missing, so that nothing else is taken in its place.
 */
export async function secretStoreOf({
  store,
  keys,
  config,
}: Pick<ServiceContext, 'store' | 'keys' | 'config'>): Promise<SecretStore> {
  const rows = await store.db.secret.findMany({ select: { name: true, sealed: true } });
  const sealed = new Map(rows.map(row => [row.name, row.sealed]));
  const { variableOf, fileOf } = localSecrets(config.folder, process.env);
  return {
    variableOf,
    fileOf,
    get(name) {
      const found = sealed.get(name);
      if (found === undefined) return { found: false, reason: 'missing' };
      try {
        return { found: true, value: keys.unseal(found, contextOf(name)) };
      } catch (error) {
        if (!(error instanceof WaybillError)) throw error;
        const detail = 'it was changed, or sealed with another key';
        return { found: false, reason: 'unreadable', file: "the service's database", detail };
      }
    },
  };
}
