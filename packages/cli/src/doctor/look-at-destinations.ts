import { checkAllowedHost, createDestination } from '@waybill/engine/delivery';
import type { Workspace } from '@waybill/engine/workspace';
import { type Check, timed } from './check.ts';

/** Connects to every destination and leaves again; `waybill destination test` proves the rest. */
export function lookAtDestinations(workspace: Workspace, signal: AbortSignal): readonly Promise<Check>[] {
  return Object.keys(workspace.config.destinations).map(name =>
    timed('destinations', name, async () => {
      const destination = createDestination(name, workspace.destination(name), { baseFolder: workspace.folder });
      checkAllowedHost(destination, workspace.limits.destinationHosts);
      const session = await destination.open(signal);
      await session[Symbol.asyncDispose]();
      return { detail: destination.describe('') };
    }),
  );
}
