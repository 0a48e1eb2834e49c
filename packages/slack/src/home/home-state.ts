import { EXPORT_SORTS, EXPORT_STATUSES } from '@waybill/api';
import { z } from 'zod';
import { cut } from '../blocks/text.ts';

/**
 * How somebody's App Home stands: what is listed, in which order, which page. It is kept in the view's
 * `private_metadata` and nowhere else. Pure.
 */

const text = (most: number) => z.string().max(most);
/** Cursors of the pages from the second up to the one that is shown. */
const cursors = z.array(text(1000)).max(10);

/** What is not said, or no longer understood, is as at first: never an error. */
const stateSchema = z.object({
  /** Unsaid: mine for those who may create exports, all for others. */
  scope: z.enum(['mine', 'all']).optional().catch(undefined),
  sort: z.enum(EXPORT_SORTS).catch('name').default('name'),
  status: z.enum(EXPORT_STATUSES).optional().catch(undefined),
  search: text(200).catch('').default(''),
  cursors: cursors.catch([]).default([]),
  page: z.int().min(1).catch(1).default(1),
  /** Grows when the search is emptied by a button: Slack keeps what is typed in an input of the same id. */
  turn: z.int().min(0).catch(0).default(0),
});
export type HomeState = Readonly<z.output<typeof stateSchema>>;

export function readHomeState(metadata: string): HomeState {
  try {
    return settled(stateSchema.catch(FIRST).parse(JSON.parse(metadata)));
  } catch {
    return FIRST;
  }
}

export const FIRST: HomeState = stateSchema.parse({});

/** A page whose cursor is not known is none. */
const settled = (state: HomeState): HomeState => (state.cursors.length > 0 ? state : { ...state, page: 1 });

/** Room for it, and for what is a modal's own beside it. */
const MOST = 2400;

/** The pages before are forgotten where all of them do not fit: one can go back to those that are known. */
export function writeHomeState(state: HomeState): string {
  let kept = state;
  while (JSON.stringify(kept).length > MOST && kept.cursors.length > 1) {
    kept = { ...kept, cursors: kept.cursors.slice(1) };
  }
  return JSON.stringify(kept);
}

/** Another list begins at its first page. */
export const changed = (
  state: HomeState,
  change: Partial<Pick<HomeState, 'scope' | 'sort' | 'status' | 'search' | 'turn'>>,
): HomeState => ({ ...state, ...change, cursors: [], page: 1 });

export const firstPage = (state: HomeState): HomeState => ({ ...state, cursors: [], page: 1 });

export const nextPage = (state: HomeState, cursor: string): HomeState => ({
  ...state,
  cursors: [...state.cursors, cursor].slice(-10),
  page: state.page + 1,
});

/** Whether the page before can be shown: the first is always known. */
export const hasPrevious = ({ page, cursors }: HomeState): boolean => page === 2 || (page > 2 && cursors.length > 1);

export const previousPage = (state: HomeState): HomeState =>
  hasPrevious(state) ? { ...state, cursors: state.cursors.slice(0, -1), page: state.page - 1 } : firstPage(state);

export const cursorOf = ({ cursors }: HomeState): string | undefined => cursors.at(-1);

/** What is typed into the search, as it is searched for. */
export const searchWords = (typed: string): string => cut(typed.replaceAll(/\p{Cc}+/gu, ' ').trim(), 100);
