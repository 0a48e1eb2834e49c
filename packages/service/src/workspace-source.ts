import { loadWorkspace, type Workspace } from '@waybill/engine/workspace';
import type { ServiceContext } from './context.ts';
import { serviceDestinations } from './security/destinations.ts';
import { secretStoreOf } from './security/secrets.ts';

/**
 * The workspace with what the service adds to it: its destinations and secrets. Read anew each time, so that a change of
 * the folder (a pull, a sync) or of a secret counts from the next run on, in every process.
 */
export async function readWorkspace(service: Pick<ServiceContext, 'store' | 'keys' | 'config'>): Promise<Workspace> {
  const { folder } = service.config;
  const [secrets, destinations] = await Promise.all([secretStoreOf(service), serviceDestinations(service)]);
  // Places of problems are shown from the workspace's folder on.
  const workspace = loadWorkspace(folder, { secrets, destinations, cwd: folder });
  // Names are unique in the service, whatever files lie in its folder.
  return { ...workspace, exportsNamed: () => [] };
}
