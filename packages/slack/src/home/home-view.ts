import type { ExportSummary, Role } from '@waybill/api';
import type { ActionElement, Block, HomeView } from '../blocks/block-kit.ts';
import { actions, button, context, divider, header, input, section, select } from '../blocks/build.ts';
import { momentIn } from '../blocks/moments.ts';
import { bold, cut, escaped } from '../blocks/text.ts';
import { commandButton } from '../commands/command-button.ts';
import { failedCommand, failedRun } from '../commands/failed.ts';
import { RIGHTS } from '../commands/help.ts';
import { summaryLine } from '../commands/words.ts';
import { exportMenu } from './export-menu.ts';
import { type HomeState, hasPrevious, writeHomeState } from './home-state.ts';
import { type HomeData, PAGE } from './read-home.ts';

/** The App Home (L5): what may be done, what failed, what runs next, and the exports. Pure. */

const HOME = 'wb:home';
const home = (blocks: readonly Block[], state: HomeState): HomeView => ({
  type: 'home',
  callback_id: HOME,
  private_metadata: writeHomeState(state),
  blocks: [...blocks],
});

export const homeView = (data: HomeData, state: HomeState): HomeView =>
  home(
    [
      ...topBlocks(data),
      ...draftBlocks(data),
      ...failedBlocks(data),
      ...nextBlocks(data),
      divider(),
      ...listBlocks(data, state),
    ],
    state,
  );

/** When the service does not answer, or refuses: how it stood is kept for another try (L6). @param sentence mrkdwn. */
export const troubleHome = (sentence: string, state: HomeState): HomeView =>
  home(
    [
      header('Exports'),
      section(`:warning: ${sentence}`),
      actions([button('wb:home:refresh', 'Try again', '', { style: 'primary', label: 'Show the exports again' })]),
    ],
    state,
  );

export const mayChange = (role: Role): boolean => role !== 'viewer';

function topBlocks({ role, brand }: HomeData): readonly Block[] {
  const more: ActionElement[] = [
    commandButton('menu', 'Everything else', '', { label: 'Everything else that can be done with exports' }),
    button('wb:home:refresh', 'Refresh', '', { label: 'Show the exports as they are now' }),
    commandButton('help', 'Help', 'help'),
  ];
  const make: ActionElement[] = [
    button('wb:dialog:create', 'Create an export', '', { style: 'primary' }),
    button('wb:dialog:clone', 'Copy one', '', { label: 'Copy an export' }),
  ];
  const rights = `You are ${role}: you may ${RIGHTS[role]}.`;
  const how = mayChange(role)
    ? ''
    : ' To make and run some, you need the role editor: ask whoever operates the service.';
  return [
    header(`Exports of ${brand}`),
    actions([...(mayChange(role) ? make : []), ...more], 'wb:home:top'),
    context(escaped(`${rights}${how}`)),
  ];
}

/** What somebody began and did not finish (L2). */
function draftBlocks({ drafts }: HomeData): readonly Block[] {
  if (drafts.length === 0) return [];
  return [
    header('Not finished yet'),
    ...drafts.flatMap(({ id, title }) => [
      section(escaped(title), undefined, `wb:home:draft:${id}`),
      actions([
        button('wb:create:continue', 'Continue', id, { label: `Continue ${title}` }),
        button('wb:create:discard', 'Throw away', id, { label: `Throw the draft ${title} away` }),
      ]),
    ]),
  ];
}

function failedBlocks({ failed, moreFailed, role, scope }: HomeData): readonly Block[] {
  const title = header('What failed');
  if (failed.length === 0) {
    const whose = scope === 'mine' ? 'of your exports ' : '';
    return [title, context(`Nothing: every run ${whose}succeeded, or was made good.`)];
  }
  const all = commandButton('failed', 'Show all that failed', failedCommand(scope));
  return [
    title,
    ...failed.flatMap(run => failedRun(run, mayChange(role))),
    ...(moreFailed ? [actions([all], 'wb:home:failed')] : []),
  ];
}

function nextBlocks({ next, scope }: HomeData): readonly Block[] {
  const title = header('What runs next');
  if (next.length === 0) return [title, context(`No run ${scope === 'mine' ? 'of your exports ' : ''}is planned.`)];
  return [title, section(next.map(nextLine).join('\n'))];
}

/** `Mon 23 Nov 2026, 06:30 (Europe/Vienna)  daily-sales`, in the export's own zone. */
function nextLine({ name, nextAt, timezone, pausedUntil }: ExportSummary): string {
  const at = `${momentIn(nextAt ?? '', timezone)} (${timezone})`;
  return `${escaped(at)}  ${bold(name)}${pausedUntil === null ? '' : ', which is paused until then'}`;
}

const SORTS = [
  ['name', 'By name'],
  ['created_at', 'Newest first'],
  ['status', 'By status'],
  ['next_run', 'By next run'],
  ['last_run', 'By last run'],
] as const satisfies readonly (readonly [HomeState['sort'], string])[];

const ANY = 'any';
const STATUSES = [
  [ANY, 'In any state'],
  ['active', 'Active: they repeat'],
  ['inactive', 'Paused, or over'],
  ['pending', 'Waiting for their time'],
  ['processing', 'Running'],
  ['finished', 'Ran once'],
  ['failed', 'Ran once, and failed'],
] as const satisfies readonly (readonly [HomeState['status'] | typeof ANY, string])[];

function listBlocks(data: HomeData, state: HomeState): readonly Block[] {
  const { scope, role, exports: found } = data;
  const search = input(
    `wb:home:search:${state.turn}`,
    'Search in names and descriptions',
    {
      type: 'plain_text_input',
      action_id: 'wb:home:search',
      max_length: 100,
      ...(state.search === '' ? {} : { initial_value: state.search }),
      placeholder: { type: 'plain_text', text: 'Type words, then press Enter' },
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
    },
    { dispatch: true, optional: true },
  );
  const choices = actions(
    [
      select(
        'wb:home:scope',
        [
          ['mine', 'My exports'],
          ['all', 'All exports'],
        ],
        scope,
      ),
      select('wb:home:status', STATUSES, state.status ?? ANY),
      select('wb:home:sort', SORTS, SORTS.some(([sort]) => sort === state.sort) ? state.sort : 'name'),
      ...(isNarrowed(state) ? [clearButton()] : []),
    ],
    // What is chosen is what is shown: a list that was changed by a button is another one to Slack.
    `wb:home:list:${state.turn}`,
  );
  const title = header(scope === 'mine' ? 'My exports' : 'All exports');
  if (found.length === 0) return [title, search, choices, ...nothing(data, state)];
  const first = (state.page - 1) * PAGE + 1;
  const range = `${first} to ${first + found.length - 1}${data.cursor === null ? '' : ', there are more'}`;
  const matching = state.search === '' ? '' : ` with “${state.search}”`;
  return [
    title,
    search,
    choices,
    ...found.map(one => exportRow(one, role, scope)),
    context(escaped(`Exports ${range}${matching}.`)),
    ...pageButtons(data, state),
  ];
}

const isNarrowed = ({ search, status }: HomeState): boolean => search !== '' || status !== undefined;

const clearButton = () =>
  button('wb:home:clear', 'Clear search and state', '', { label: 'List exports of every name and state' });

function exportRow(summary: ExportSummary, role: Role, scope: 'mine' | 'all'): Block {
  const about = summary.description === '' ? '' : `\n${escaped(cut(summary.description, 200))}`;
  const by = scope === 'all' ? ` · by ${summary.createdBy}` : '';
  return section(
    `${bold(summary.name)}\n${escaped(`${summaryLine(summary)}${by}`)}${about}`,
    exportMenu(summary, role),
    `wb:home:export:${summary.id}`,
  );
}

function pageButtons({ cursor }: HomeData, state: HomeState): readonly Block[] {
  const buttons = [
    ...(state.page > 2 ? [button('wb:home:first', 'First page', '', { label: 'First page of exports' })] : []),
    ...(hasPrevious(state)
      ? [button('wb:home:previous', 'Previous page', '', { label: 'Previous page of exports' })]
      : []),
    ...(cursor === null ? [] : [button('wb:home:next', 'Next page', cursor, { label: 'Next page of exports' })]),
  ];
  return buttons.length === 0 ? [] : [actions(buttons, 'wb:home:pages')];
}

/** Why nothing is listed, and what to do about it. */
function nothing({ scope, role }: HomeData, state: HomeState): readonly Block[] {
  const all = button('wb:home:everybody', 'Show all exports', '', { label: 'Show exports of everybody' });
  if (isNarrowed(state)) {
    const looked = state.search === '' ? 'in that state' : `with “${state.search}” in its name or description`;
    const whose = scope === 'mine' ? 'None of your exports is there' : 'No export is there';
    return [section(escaped(`${whose} ${looked}.`)), ...(scope === 'mine' ? [actions([all], 'wb:home:empty')] : [])];
  }
  const create = mayChange(role)
    ? [button('wb:dialog:create', 'Create an export', '', { style: 'primary' as const })]
    : [];
  const said =
    scope === 'mine'
      ? 'You have not created an export yet.'
      : mayChange(role)
        ? 'There is no export yet.'
        : 'There is no export yet. Editors create them.';
  const buttons = [...create, ...(scope === 'mine' ? [all] : [])];
  return [section(said), ...(buttons.length === 0 ? [] : [actions(buttons, 'wb:home:empty')])];
}
