import type { Message } from '../blocks/block-kit.ts';
import { actions, context, header, section } from '../blocks/build.ts';
import { code } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { commandButton } from './command-button.ts';
import { say } from './say.ts';

const GROUPS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Look',
    [
      ['list [text]', 'all exports, or those whose name or description holds the text'],
      ['show NAME', 'what it exports, when it runs next, its definition'],
      ['history NAME', 'its runs, newest first'],
    ],
  ],
  [
    'Make',
    [
      ['create', 'a new export, step by step'],
      ['clone NAME', 'a copy, with everything as it is'],
    ],
  ],
  [
    'Run',
    [
      ['run NAME', 'now'],
      ['rerun NAME', 'a run that failed, or one once more'],
      ['backfill NAME', 'days that are missing'],
      ['cancel NAME', 'a run that waits or is being worked on'],
    ],
  ],
  [
    'Plan',
    [
      ['reschedule NAME', 'other times'],
      ['pause NAME [until DATE]', 'no runs for a while: until next monday, until 24 December'],
      ['resume NAME', 'go on'],
      ['subscribe NAME', 'hear of its runs in this channel; with `me` at its end, by direct message'],
      ['unsubscribe NAME', 'hear no more of them'],
    ],
  ],
];

/** What a role lets somebody do. */
export const RIGHTS = {
  viewer: 'look at exports',
  editor: 'look at, make and run exports',
  admin: 'do everything',
} as const;

export async function help(on: Interaction): Promise<void> {
  const { role } = await on.service.whoami();
  await say(on, helpMessage(`You are ${role}: you may ${RIGHTS[role]}.`), { title: 'Exports: help' });
}

/** @param rights a sentence. */
export function helpMessage(rights: string): Message {
  const lines = GROUPS.flatMap(([title, words]) => [title, ...words.map(([word, what]) => `/export ${word}: ${what}`)]);
  return {
    text: [...lines, rights].join('\n'),
    blocks: [
      header('What /export can do'),
      ...GROUPS.map(([title, words]) =>
        section([`*${title}*`, ...words.map(([word, what]) => `${code(`/export ${word}`)}  ${what}`)].join('\n')),
      ),
      context(`${rights} Without a NAME you are asked which export you mean.`),
      actions([commandButton('menu', 'Open the menu', '')]),
    ],
  };
}
