import { agrees, declined } from '../ask.ts';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { readHidden } from '../read-hidden.ts';
import { localTime } from '../render/moments.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { withService } from '../service/with-service.ts';

/** Sets a secret of the service: typed without being shown, or from the standard input (Q1). */
export async function setSecret(io: Io, name: string, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const value = await readHidden(io, `The secret ${visible(name)}`);
    const secret = await client.putSecret({ params: { name }, body: { value } });
    if (options.json) sayJson(io.out, secret);
    else
      say(io.out, `${io.out.colours.green('✓')} ${visible(name)} is kept, encrypted: \`\${secret:${visible(name)}}\`.`);
    return EXIT.ok;
  });
}

/** Lists the names of secrets; gives the exit code. */
export async function listSecrets(io: Io, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const secrets = await client.listSecrets();
    if (options.json) sayJson(io.out, secrets);
    else if (secrets.items.length === 0) say(io.out, 'No secret is kept in the service.');
    else {
      const { timezone } = await client.whoami();
      const { colours } = io.out;
      const rows = secrets.items.map(({ name, updatedAt, updatedBy }) => [
        name,
        localTime(updatedAt, timezone),
        updatedBy,
      ]);
      const columns = [{ header: 'secret' }, { header: `set (${timezone})` }, { header: 'by' }];
      say(io.out, ...renderTable(columns, rows, { head: colours.bold, absent: colours.dim }));
    }
    return EXIT.ok;
  });
}

export interface DeleteOptions extends ServiceOptions {
  readonly yes?: boolean;
}

/** Forgets a secret; gives the exit code. */
export async function deleteSecret(io: Io, name: string, options: DeleteOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const question = `The secret ${visible(name)} would be gone for good.`;
    if (!(await agrees(io, options, question, 'agree'))) return declined(io);
    await client.deleteSecret({ params: { name } });
    if (options.json) sayJson(io.out, { deleted: name });
    else say(io.out, `${io.out.colours.green('✓')} ${visible(name)} is gone.`);
    return EXIT.ok;
  });
}
