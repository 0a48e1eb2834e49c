import type { GlobalOptions } from '../command-context.ts';
import type { RoleName, RoleOptions } from '../commands/role.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { localTime } from '../render/moments.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { withService } from '../service/with-service.ts';

/** Gives a person or a group of Slack a role (L7); gives the exit code. */
export async function setRole(
  io: Io,
  subject: string,
  role: RoleName,
  options: RoleOptions & GlobalOptions,
): Promise<number> {
  const { name } = options;
  return withService(io, options, async client => {
    const set = await client.putRole({ params: { subject }, body: { role, ...(name === undefined ? {} : { name }) } });
    const who = set.name === '' ? subject : `${set.name} (${subject})`;
    if (options.json) sayJson(io.out, set);
    else say(io.out, `${io.out.colours.green('✓')} ${visible(who)} is ${role} from now on.`);
    return EXIT.ok;
  });
}

export async function listRoles(io: Io, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const roles = await client.listRoles();
    if (options.json) sayJson(io.out, roles);
    else {
      const { colours } = io.out;
      const { timezone } = await client.whoami();
      const rows = roles.items.map(({ subject, name, role, updatedAt, updatedBy }) => [
        subject,
        name,
        role,
        localTime(updatedAt, timezone),
        updatedBy,
      ]);
      const columns = ['who', 'name', 'role', `set (${timezone})`, 'by'].map(header => ({ header }));
      if (rows.length > 0) say(io.out, ...renderTable(columns, rows, { head: colours.bold, absent: colours.dim }), '');
      say(
        io.out,
        `${rows.length === 0 ? 'Everybody' : 'Everybody else'} in Slack is ${roles.fallback} (WAYBILL_SLACK_ROLE).`,
      );
    }
    return EXIT.ok;
  });
}

export async function removeRole(io: Io, subject: string, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    await client.deleteRole({ params: { subject } });
    if (options.json) sayJson(io.out, { removed: subject });
    else say(io.out, `${io.out.colours.green('✓')} ${visible(subject)} has no role of its own any more.`);
    return EXIT.ok;
  });
}
