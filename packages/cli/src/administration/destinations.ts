import type { CallOutput, Client } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import { agrees, declined } from '../ask.ts';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { withService } from '../service/with-service.ts';
import { askedSettings } from './asked-settings.ts';

type DestinationView = CallOutput<'putDestination'>;

/** Lists the destinations that the service knows: its own, and those of its workspace (X1). */
export async function listDestinations(io: Io, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const destinations = await client.listDestinations();
    if (options.json) sayJson(io.out, destinations);
    else if (destinations.items.length === 0) {
      say(io.out, 'There is no destination yet; `waybill destination add NAME` makes one.');
    } else {
      const { colours } = io.out;
      const rows = destinations.items.map(({ name, type, from, address, usedBy }) => [
        name,
        type,
        from === 'workspace' ? 'waybill.yaml' : 'service',
        address ?? 'its settings are wrong',
        usedBy.join(', ') || null,
      ]);
      const columns = ['destination', 'type', 'named in', 'leads to', 'used by'].map(header => ({ header }));
      say(io.out, ...renderTable(columns, rows, { head: colours.bold, absent: colours.dim }));
    }
    return EXIT.ok;
  });
}

/** Names a new destination in the service; gives the exit code. */
export async function addDestination(
  io: Io,
  name: string,
  words: readonly string[],
  options: ServiceOptions & GlobalOptions,
): Promise<number> {
  const settings = askedSettings(words, {});
  return withService(io, options, async client => {
    if ((await known(client)).some(item => item.name === name)) fail('destination-exists', { name: visible(name) });
    return told(io, await client.putDestination({ params: { name }, body: { settings } }), 'was added', options);
  });
}

/** Changes some settings of a destination of the service; the others stay. Gives the exit code. */
export async function changeDestination(
  io: Io,
  name: string,
  words: readonly string[],
  options: ServiceOptions & GlobalOptions,
): Promise<number> {
  return withService(io, options, async client => {
    const before = (await known(client)).find(item => item.name === name);
    // One that is not there is refused as the service refuses it, with the nearest names.
    if (before === undefined) await client.renameDestination({ params: { name }, body: { name } });
    const settings = askedSettings(words, before?.settings ?? {});
    return told(io, await client.putDestination({ params: { name }, body: { settings } }), 'was changed', options);
  });
}

export async function renameDestination(
  io: Io,
  name: string,
  newName: string,
  options: ServiceOptions & GlobalOptions,
): Promise<number> {
  return withService(io, options, async client =>
    told(
      io,
      await client.renameDestination({ params: { name }, body: { name: newName } }),
      `was ${visible(name)}`,
      options,
    ),
  );
}

export interface RemoveOptions extends ServiceOptions {
  readonly yes?: boolean;
}

export async function removeDestination(io: Io, name: string, options: RemoveOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const question = `The destination ${visible(name)} would be removed, with its settings.`;
    if (!(await agrees(io, options, question, 'agree'))) return declined(io);
    await client.deleteDestination({ params: { name } });
    if (options.json) sayJson(io.out, { deleted: name });
    else say(io.out, `${io.out.colours.green('✓')} ${visible(name)} was removed.`);
    return EXIT.ok;
  });
}

const known = async (client: Client) => (await client.listDestinations()).items;

function told(io: Io, view: DestinationView, what: string, { json }: GlobalOptions): number {
  if (json) sayJson(io.out, view);
  else {
    const { green, dim } = io.out.colours;
    say(
      io.out,
      `${green('✓')} ${visible(view.name)} ${what}: ${visible(view.address ?? view.type)}`,
      dim(`  \`waybill destination test ${visible(view.name)} --service\` proves that it takes files.`),
    );
  }
  return EXIT.ok;
}
