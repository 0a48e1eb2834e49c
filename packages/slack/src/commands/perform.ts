import { actions, section } from '../blocks/build.ts';
import { code } from '../blocks/text.ts';
import type { DialogName, Interaction } from '../bot.ts';
import { cancel } from './cancel.ts';
import { exportNamed } from './choose-export.ts';
import { commandButton } from './command-button.ts';
import { failed } from './failed.ts';
import { help } from './help.ts';
import { history, isPageOfHistory } from './history.ts';
import { list, readListCommand } from './list.ts';
import { menu } from './menu.ts';
import { exactly, parseCommand, unquoted, WORDS, type Word } from './parse-command.ts';
import { pause, resume } from './pause.ts';
import { run } from './run.ts';
import { say } from './say.ts';
import { show, showYaml } from './show.ts';
import { subscribe, unsubscribe } from './subscribe.ts';

/** Does what a text behind `/export` says, whether it was typed, clicked or chosen. */
export async function perform(on: Interaction, text: string, replace = false): Promise<void> {
  const parsed = parseCommand(text);
  switch (parsed.kind) {
    case 'menu':
      return menu(on);
    case 'word':
      return PERFORM[parsed.word](on, parsed.argument, replace);
    case 'unknown':
      return askMeant(on, parsed.typed, parsed.argument, parsed.meant);
  }
}

type Perform = (on: Interaction, argument: string, replace: boolean) => Promise<void>;

/** What takes a name and nothing else. */
const named =
  (act: Perform): Perform =>
  (on, argument, replace) =>
    act(on, unquoted(argument), replace);

/** Opens the dialog about one export. */
const dialogAbout = (word: Word, name: DialogName): Perform =>
  named(async (on, argument) => {
    const found = await exportNamed(on, word, argument);
    if (found !== undefined) await on.bot.openDialog(on, name, { export: found.name });
  });

const PERFORM: Readonly<Record<Word, Perform>> = {
  help,
  list: (on, argument) => list(on, { text: unquoted(argument), page: 1 }),
  show: named(show),
  create: on => on.bot.openDialog(on, 'create'),
  clone: dialogAbout('clone', 'clone'),
  run: named(run),
  pause,
  resume: named(resume),
  reschedule: dialogAbout('reschedule', 'reschedule'),
  rerun: dialogAbout('rerun', 'rerun'),
  backfill: dialogAbout('backfill', 'backfill'),
  history,
  cancel: named(cancel),
  subscribe,
  unsubscribe,
};

/** Does what a word says to the export of exactly that name; `yaml` shows its definition. */
export const performWord = (on: Interaction, word: Word | 'yaml', name: string): Promise<void> =>
  word === 'yaml' ? showYaml(on, name) : PERFORM[word](on, exactly(name), false);

/** Does what a button says: a word and what stands behind it, as it is; pages of a list take its place. */
export async function performButton(on: Interaction, value: string): Promise<void> {
  if (value === '') return menu(on);
  const [, first = '', rest = ''] = /^(\S+) ?([\s\S]*)$/.exec(value) ?? [];
  if (first === 'yaml') return showYaml(on, unquoted(rest));
  if (first === 'failed') return failed(on, rest);
  if (first === 'list' && rest !== '') return list(on, readListCommand(rest), true);
  const word = WORDS.find(known => known === first);
  if (word === undefined) return perform(on, value);
  return PERFORM[word](on, rest, word === 'history' && isPageOfHistory(rest));
}

/** A word that is none is never taken for another one unasked. */
async function askMeant(on: Interaction, typed: string, argument: string, meant: Word | undefined): Promise<void> {
  const said = `There is no ${code(`/export ${typed}`)}.`;
  if (meant === undefined) {
    const text = `${said} ${code('/export help')} says what there is.`;
    return say(on, { text, blocks: [section(text), actions([commandButton('help', 'Help', 'help')])] });
  }
  const command = `${meant}${argument === '' ? '' : ` ${argument}`}`;
  const text = `${said} Did you mean ${code(`/export ${command}`)}?`;
  const yes = commandButton('meant', `Yes, ${meant}`, command, { style: 'primary', label: `Yes: ${command}` });
  await say(on, { text, blocks: [section(text), actions([yes, commandButton('help', 'Help', 'help')])] });
}
