import type { destinationTestSchema, destinationViewSchema } from '@waybill/api';
import { checkAllowedHost, createDestination, testDestination } from '@waybill/engine/delivery';
import { fail, nearest, WaybillError } from '@waybill/engine/errors';
import type { Workspace } from '@waybill/engine/workspace';
import { z } from 'zod';
import { type Actor, displayName, type ServiceContext } from '../context.ts';
import { apiProblem } from '../exports/api-problem.ts';
import { refuse } from '../http/refusal.ts';
import type { Tx } from '../store/store.ts';
import { checkSettings, type DestinationSettings, shownSettings } from './destination-settings.ts';

type Destination = z.input<typeof destinationViewSchema>;

/** Exports that are named as users of a destination. */
const MOST_USERS = 20;
/** How long a test may take, milliseconds. */
const TEST_TIME = 120_000;

const settingsSchema = z.record(z.string(), z.unknown());

/** The service's own destinations, as written, for `loadWorkspace`. */
export async function serviceDestinations({
  store,
}: Pick<ServiceContext, 'store'>): Promise<Record<string, DestinationSettings>> {
  const rows = await store.db.destination.findMany({ orderBy: { name: 'asc' } });
  return Object.fromEntries(rows.map(row => [row.name, settingsSchema.parse(JSON.parse(row.settings))]));
}

/** Destinations of waybill.yaml and of the service (X1), by name. */
export async function listDestinations(service: ServiceContext): Promise<{ items: Destination[] }> {
  const workspace = await service.workspace();
  const names = Object.keys(workspace.config.destinations).sort();
  const items = names.map(async name => viewOf(workspace, name, await usersOf(service.store.db, name, MOST_USERS)));
  return { items: await Promise.all(items) };
}

/** Of one that both have, waybill.yaml counts. */
const isOfWorkspace = (workspace: Workspace, name: string): boolean =>
  workspace.yaml.nodeAt(['destinations', name]) !== undefined;

function viewOf(workspace: Workspace, name: string, usedBy: string[]): Destination {
  const settings = workspace.config.destinations[name] ?? {};
  return {
    name,
    type: typeof settings.type === 'string' ? settings.type : '',
    from: isOfWorkspace(workspace, name) ? 'workspace' : 'service',
    address: addressOf(workspace, name),
    settings: shownSettings(settings),
    usedBy,
  };
}

function addressOf(workspace: Workspace, name: string): string | null {
  try {
    return createDestination(name, workspace.destination(name), { baseFolder: workspace.folder }).describe('');
  } catch (error) {
    if (error instanceof WaybillError) return null;
    throw error;
  }
}

async function oneDestination(service: ServiceContext, name: string): Promise<Destination> {
  const workspace = await service.workspace();
  const users = await usersOf(service.store.db, name, MOST_USERS);
  return viewOf(workspace, name, users);
}

async function usersOf(db: Pick<Tx, 'exportDestination'>, name: string, most: number): Promise<string[]> {
  const rows = await db.exportDestination.findMany({
    where: { destination: name },
    select: { export: { select: { name: true } } },
    orderBy: { exportId: 'asc' },
    take: most,
  });
  return rows.map(row => row.export.name).sort();
}

/** Creates a destination of the service, or changes its settings, which it may at any time. */
export async function putDestination(
  service: ServiceContext,
  actor: Actor,
  name: string,
  settings: DestinationSettings,
): Promise<Destination> {
  const workspace = await service.workspace();
  if (isOfWorkspace(workspace, name)) fail('destination-of-workspace', { name });
  checkSettings(name, settings, workspace.limits.destinationHosts);
  const now = service.clock.now();
  const data = { settings: JSON.stringify(settings), updatedAt: now };
  await service.store.db.destination.upsert({
    where: { name },
    create: { name, createdBy: displayName(actor), createdAt: now, ...data },
    update: data,
  });
  return oneDestination(service, name);
}

export async function renameDestination(service: ServiceContext, name: string, to: string): Promise<Destination> {
  const workspace = await service.workspace();
  if (isOfWorkspace(workspace, name)) fail('destination-of-workspace', { name });
  if (to !== name && isOfWorkspace(workspace, to)) fail('destination-exists', { name: to });
  await service.store.transaction(async tx => {
    const row = await tx.destination.findUnique({ where: { name } });
    if (!row) return unknown(workspace, name);
    if (to === name) return;
    await refuseInUse(tx, name);
    if (await tx.destination.findUnique({ where: { name: to } })) fail('destination-exists', { name: to });
    await tx.destination.update({ where: { name }, data: { name: to, updatedAt: service.clock.now() } });
  });
  return oneDestination(service, to);
}

export async function deleteDestination(service: ServiceContext, name: string): Promise<void> {
  const workspace = await service.workspace();
  if (isOfWorkspace(workspace, name)) fail('destination-of-workspace', { name });
  await service.store.transaction(async tx => {
    const row = await tx.destination.findUnique({ where: { name } });
    if (!row) return unknown(workspace, name);
    await refuseInUse(tx, name);
    await tx.destination.delete({ where: { name } });
  });
}

async function refuseInUse(tx: Tx, name: string): Promise<void> {
  const count = await tx.exportDestination.count({ where: { destination: name } });
  if (count === 0) return;
  const exports = await usersOf(tx, name, MOST_USERS);
  fail('destination-in-use', { name, exports, more: count - exports.length });
}

function unknown(workspace: Workspace, name: string): never {
  const names = Object.keys(workspace.config.destinations);
  refuse(404, 'unknown-destination', { destination: name, names }, { found: name, suggestions: nearest(name, names) });
}

/** Proves write, rename, size and delete (X1), as a delivery would do them. */
export async function testOneDestination(
  service: ServiceContext,
  name: string,
): Promise<z.input<typeof destinationTestSchema>> {
  const workspace = await service.workspace();
  if (!Object.hasOwn(workspace.config.destinations, name)) unknown(workspace, name);
  const target = createDestination(name, workspace.destination(name), { baseFolder: workspace.folder });
  checkAllowedHost(target, workspace.limits.destinationHosts);
  const { ok, where, steps } = await testDestination(target, { signal: AbortSignal.timeout(TEST_TIME) });
  return { ok, where, steps: steps.map(step => ({ ...step, problems: step.problems.map(apiProblem) })) };
}
