import type { listZonesQuery, zoneViewSchema } from '@waybill/api';
import { Temporal, ZONE_NAMES } from '@waybill/engine/time';
import type { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import { pageOfList, searchedIn } from './words.ts';

/** Time zones by name, with the offset that they have at present. */
export async function listZones(
  service: Pick<ServiceContext, 'keys' | 'clock'>,
  { search, limit, cursor }: z.output<typeof listZonesQuery>,
) {
  const fits = searchedIn(search);
  const names = ZONE_NAMES.filter(name => fits(name, name.replaceAll('_', ' ')));
  const { items, next } = pageOfList(service, { name: 'zones', filters: { search } }, { limit, cursor }, names);
  const now = Temporal.Instant.fromEpochMilliseconds(service.clock.now().getTime());
  const view = (name: string): z.input<typeof zoneViewSchema> => ({
    name,
    offset: now.toZonedDateTimeISO(name).offset,
  });
  return { items: items.map(view), next };
}
