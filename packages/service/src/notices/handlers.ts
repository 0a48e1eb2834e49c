import type { Handlers } from '../http/handler.ts';
import { giveBackNotices, takeNotices } from './claim-notices.ts';
import { listNotices } from './list-notices.ts';
import { viewOfNotice } from './notice-view.ts';
import { reportNotice } from './report-notice.ts';
import { waitForNotices } from './wait-for-notices.ts';

const DEFAULT_MOST = 10;
const DEFAULT_SECONDS = 60;

/** What the API can do with notices (N1, L4). */
export const handlers: Pick<Handlers, 'listNotices' | 'claimNotices' | 'reportNotice'> = {
  listNotices: async (service, _actor, { query }) => {
    const { rows, next } = await listNotices(service, query);
    return { items: rows.map(viewOfNotice), next };
  },
  claimNotices: async (service, _actor, { body, signal }) => {
    const { channel, most = DEFAULT_MOST, seconds = DEFAULT_SECONDS, wait = 0 } = body;
    const claim = { channels: [channel], most, lease: seconds * 1000 };
    const taken = await waitForNotices(service, () => takeNotices(service, claim), { most: wait * 1000, signal });
    if (signal.aborted && taken.length > 0) {
      await giveBackNotices(service, taken);
      return { items: [] };
    }
    return { items: taken.map(viewOfNotice) };
  },
  reportNotice: async (service, _actor, { params, body }) => viewOfNotice(await reportNotice(service, params.id, body)),
};
