import type { whoamiSchema } from '@waybill/api';
import { zoneDataVersion } from '@waybill/engine/time';
import type { z } from 'zod';
import type { Actor, ServiceContext } from '../context.ts';

/** Who the token stands for, and for what. */
export async function whoami(service: ServiceContext, actor: Actor): Promise<z.input<typeof whoamiSchema>> {
  const workspace = await service.workspace();
  return {
    name: actor.name,
    role: actor.role,
    onBehalfOf: actor.onBehalfOf?.name ?? null,
    version: service.version,
    brand: workspace.config.brand.name,
    timezone: workspace.brandZone,
    zoneData: zoneDataVersion(),
  };
}
