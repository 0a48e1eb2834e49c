import { ApiError, type CallOutput, type Client, type ExportSummary, type Role, type RunSummary } from '@waybill/api';
import { type Stored, unfinished } from '../views/create/draft-store.ts';
import { cursorOf, firstPage, type HomeState } from './home-state.ts';

/** Exports on a page, and how many of the others are shown. */
export const PAGE = 10;
const FAILED = 5;
const NEXT = 5;
const DRAFTS = 3;

/** What the App Home is made of. */
export interface HomeData {
  readonly role: Role;
  readonly brand: string;
  readonly scope: 'mine' | 'all';
  readonly drafts: readonly Pick<Stored, 'id' | 'title'>[];
  /** Failed or in quarantine, and waiting for somebody. */
  readonly failed: readonly RunSummary[];
  readonly moreFailed: boolean;
  readonly next: readonly ExportSummary[];
  readonly exports: readonly ExportSummary[];
  /** Cursor of the next page. */
  readonly cursor: string | null;
}

/** Asks the service for everything at once, on behalf of whose Home it is. */
export async function readHome(service: Client, state: HomeState): Promise<{ data: HomeData; state: HomeState }> {
  const { role, brand } = await service.whoami();
  const scope = state.scope ?? (role === 'viewer' ? 'all' : 'mine');
  const [drafts, failed, next, page] = await Promise.all([
    role === 'viewer' ? [] : unfinished(service, DRAFTS),
    service.listRuns({ query: { only: 'unresolved', scope, limit: FAILED } }),
    service.listExports({ query: { sort: 'next_run', scope, limit: NEXT } }),
    readPage(service, { ...state, scope }),
  ]);
  return {
    data: {
      role,
      brand,
      scope,
      drafts,
      failed: failed.items,
      moreFailed: failed.next !== null,
      next: next.items.filter(({ nextAt }) => nextAt !== null),
      exports: page.list.items,
      cursor: page.list.next,
    },
    state: page.state,
  };
}

type List = CallOutput<'listExports'>;

/** The page that is shown; the first one, where a cursor is of no use any more. */
async function readPage(service: Client, state: HomeState): Promise<{ list: List; state: HomeState }> {
  const { scope, sort, status, search } = state;
  const cursor = cursorOf(state);
  const query = {
    limit: PAGE,
    sort,
    ...(scope === undefined ? {} : { scope }),
    ...(status === undefined ? {} : { status }),
    ...(search === '' ? {} : { search }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  try {
    const list = await service.listExports({ query });
    // Whatever was on it is gone.
    if (list.items.length === 0 && cursor !== undefined) return readPage(service, firstPage(state));
    return { list, state };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'cursor-wrong' || cursor === undefined) throw error;
    return readPage(service, firstPage(state));
  }
}
