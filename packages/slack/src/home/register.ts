import { EXPORT_STATUSES } from '@waybill/api';
import type { Bot, Click, Interaction } from '../bot.ts';
import { exactly } from '../commands/parse-command.ts';
import { performButton, performWord } from '../commands/perform.ts';
import { troubleOf } from '../error-sentence.ts';
import { chosenById } from '../pickers/exports.ts';
import { EXPORT_MENU, type MenuWord } from './export-menu.ts';
import {
  changed,
  FIRST,
  firstPage,
  type HomeState,
  nextPage,
  previousPage,
  readHomeState,
  searchWords,
} from './home-state.ts';
import { homeView, troubleHome } from './home-view.ts';
import { readHome } from './read-home.ts';

/** The App Home (L5): shown when it is opened, with every choice in it, and after whatever was changed from it. */
export function registerHome(bot: Bot): void {
  bot.home((on, metadata) => show(on, readHomeState(metadata)));
  for (const [what, next] of Object.entries(CHOICES)) {
    bot.action(`wb:home:${what}`, click => {
      const { home = '', hash = '' } = click.inView ?? {};
      return show(click, next(withTypedSearch(readHomeState(home), click), click.value), hash);
    });
  }
  bot.action(EXPORT_MENU, async click => {
    const [, id = ''] = EXPORT_MENU.exec(click.actionId) ?? [];
    const name = await chosenById(click.service, id);
    // It says "me".
    if (click.value === 'subscribe') await performButton(click, `subscribe ${exactly(name)} me`);
    else await performWord(click, click.value as MenuWord, name);
  });
}

/** Shows the Home as it stands; that the service does not answer stands there, too (L6). */
async function show(on: Interaction, state: HomeState, hash?: string): Promise<void> {
  await on.publishHome(await built(on, state), hash);
}

async function built(on: Interaction, asked: HomeState) {
  try {
    const { data, state } = await readHome(on.service, asked);
    return homeView(data, state);
  } catch (error) {
    const { sentence, unexpected } = troubleOf(error, on.person.id);
    on.log[unexpected ? 'error' : 'info']({ err: error }, 'an App Home could not be filled');
    return troubleHome(sentence, asked);
  }
}

const turned = (state: HomeState) => ({ turn: state.turn + 1 });

/** What each choice makes of how the Home stands. */
const CHOICES: Readonly<Record<string, (state: HomeState, value: string) => HomeState>> = {
  refresh: state => state,
  search: (state, value) => changed(state, { search: searchWords(value) }),
  scope: (state, value) => changed(state, { scope: value === 'all' ? 'all' : 'mine' }),
  sort: (state, value) => changed(state, { sort: readHomeState(JSON.stringify({ sort: value })).sort }),
  status: (state, value) => changed(state, { status: EXPORT_STATUSES.find(status => status === value) }),
  everybody: state => changed(state, { scope: 'all', ...turned(state) }),
  clear: state => changed(state, { search: FIRST.search, status: undefined, ...turned(state) }),
  first: firstPage,
  previous: previousPage,
  next: (state, value) => (value === '' ? state : nextPage(state, value)),
};

/** What is typed into the search and was not yet entered counts when something else is chosen; nothing typed is lost. */
function withTypedSearch(state: HomeState, { inView, actionId }: Click): HomeState {
  const typed = inView?.state[`wb:home:search:${state.turn}`]?.['wb:home:search']?.value;
  const search = searchWords(typed ?? '');
  const isKept = typed === undefined || search === state.search || actionId === 'wb:home:search';
  return isKept ? state : changed(state, { search });
}
