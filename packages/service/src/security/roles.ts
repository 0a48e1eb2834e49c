import type { listRolesResult, putRoleBody, Role, roleMappingSchema } from '@waybill/api';
import { ROLES } from '@waybill/api';
import type { z } from 'zod';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import type { RoleMapping } from '../store/generated/sqlite/client.ts';

/** What people of Slack may do (L7): a person's own role, else the highest of their groups, else WAYBILL_SLACK_ROLE. */

type View = z.input<typeof roleMappingSchema>;

const view = ({ subject, role, name, updatedBy, updatedAt }: RoleMapping): View => ({
  subject,
  role: role as Role,
  name,
  updatedBy,
  updatedAt: updatedAt.toISOString(),
});

/** Who asks, as a token that may speak for others says. */
export interface AskingPerson {
  /** `slack:U…` */
  readonly id: string;
  /** `slack-group:S…` */
  readonly groups: readonly string[];
}

/** The role of somebody in Slack; undefined for people of other systems, who may do what the token may. Pure. */
export function roleAmong(
  { id }: Pick<AskingPerson, 'id'>,
  mappings: readonly Pick<RoleMapping, 'subject' | 'role'>[],
  fallback: Role,
): Role | undefined {
  if (!id.startsWith('slack:')) return undefined;
  const own = mappings.find(mapping => mapping.subject === id);
  if (own) return own.role as Role;
  return ROLES.findLast(role => mappings.some(mapping => mapping.role === role)) ?? fallback;
}

/** As {@link roleAmong}; asked anew each time, so that a role that is taken away is gone at once, in every process. */
export async function roleOfPerson(
  { store, config }: Pick<ServiceContext, 'store' | 'config'>,
  person: AskingPerson,
): Promise<Role | undefined> {
  if (!person.id.startsWith('slack:')) return undefined;
  const mappings = await store.db.roleMapping.findMany({
    where: { subject: { in: [person.id, ...person.groups] } },
    select: { subject: true, role: true },
  });
  return roleAmong(person, mappings, config.WAYBILL_SLACK_ROLE);
}

export async function listRoles({
  store,
  config,
}: Pick<ServiceContext, 'store' | 'config'>): Promise<z.input<typeof listRolesResult>> {
  const rows = await store.db.roleMapping.findMany({ orderBy: { subject: 'asc' } });
  return { items: rows.map(view), fallback: config.WAYBILL_SLACK_ROLE };
}

export async function putRole(
  { store, clock }: Pick<ServiceContext, 'store' | 'clock'>,
  actor: Actor,
  subject: string,
  { role, name }: z.output<typeof putRoleBody>,
): Promise<View> {
  const said = { role, updatedBy: displayName(actor), updatedAt: clock.now() };
  const row = await store.db.roleMapping.upsert({
    where: { subject },
    create: { subject, name: name ?? '', ...said },
    update: { ...said, ...(name === undefined ? {} : { name }) },
  });
  return view(row);
}

export async function deleteRole({ store }: Pick<ServiceContext, 'store'>, subject: string): Promise<void> {
  const { count } = await store.db.roleMapping.deleteMany({ where: { subject } });
  if (count > 0) return;
  const rows = await store.db.roleMapping.findMany({ select: { subject: true }, orderBy: { subject: 'asc' } });
  refuse(404, 'unknown-role-mapping', { subject, subjects: rows.map(row => row.subject) }, { found: subject });
}
