import { ApiError, type ExportView } from '@waybill/api';
import type { Block } from '../blocks/block-kit.ts';
import { actions, context, externalSelect, section } from '../blocks/build.ts';
import { code, cut, escaped } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { commandButton } from './command-button.ts';
import { exactly, type Word } from './parse-command.ts';
import { say } from './say.ts';

/** No export has a longer name; the service would say what a name is. */
const LONGEST_NAME = 100;
/** Names that are offered as buttons; all others are found in the select. */
const OFFERED = 5;

/** What is asked for when a name is missing. */
const QUESTIONS: Partial<Record<Word, string>> = {
  show: 'Which export do you want to see?',
  clone: 'Which export do you want to copy?',
  run: 'Which export shall run now?',
  pause: 'Which export shall pause?',
  resume: 'Which export shall go on?',
  reschedule: 'Which export shall run at other times?',
  rerun: 'Of which export shall a run be repeated?',
  backfill: 'Of which export shall days be filled in?',
  history: 'Of which export do you want to see the runs?',
  cancel: 'Of which export shall a run be cancelled?',
  subscribe: 'Which export do you want to hear of?',
  unsubscribe: 'Which export do you want to hear no more of?',
};

/** The export of a name, if there is exactly that one; otherwise the person is asked which, and it gives undefined. */
export async function exportNamed(
  on: Interaction,
  word: Word,
  name: string,
  rest = '',
): Promise<ExportView | undefined> {
  if (name === '') {
    await ask(on, word, QUESTIONS[word] ?? 'Which export?', [], rest);
    return undefined;
  }
  if (name.length > LONGEST_NAME) {
    await ask(on, word, `No export is named ${code(cut(name, 60))}.`, [], rest);
    return undefined;
  }
  try {
    return await on.service.getExport({ params: { name } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unknown-export') throw error;
    const near = await nearNames(on, name, error.problems[0]?.suggestions ?? []);
    const question =
      near.length === 0
        ? `No export is named ${code(name)}.`
        : `No export is named ${code(name)}. Did you mean one of these?`;
    await ask(on, word, question, near, rest);
    return undefined;
  }
}

/** Those that what was typed begins with, that are spelt like it, and whose name or description holds it. */
async function nearNames(on: Interaction, name: string, spelt: readonly string[]): Promise<readonly string[]> {
  const [{ items }, begun] = await Promise.all([
    on.service.listExports({ query: { search: name.slice(0, 200), limit: OFFERED } }),
    namesBefore(on, name),
  ]);
  const sameName = items.filter(item => item.name.toLowerCase() === name.toLowerCase());
  const names = [...sameName.map(item => item.name), ...begun, ...spelt, ...items.map(item => item.name)];
  return [...new Set(names)].slice(0, OFFERED);
}

/** Words behind a name are looked past one by one, up to so many. */
const MOST_BEHIND = 4;

/** Exports whose whole name what was typed begins with: somebody wrote on, as in `pause daily-sales for 2 weeks`. */
async function namesBefore(on: Interaction, typed: string): Promise<readonly string[]> {
  const words = typed.split(' ');
  const fewest = Math.max(1, words.length - MOST_BEHIND);
  const begins = words
    .map((_, i) => words.slice(0, i).join(' '))
    .slice(fewest)
    .reverse();
  const found = await Promise.allSettled(begins.map(name => on.service.getExport({ params: { name } })));
  return found.flatMap(one => (one.status === 'fulfilled' ? [one.value.name] : []));
}

async function ask(on: Interaction, word: Word, question: string, names: readonly string[], rest: string) {
  const buttons = names.map((name, i) =>
    commandButton(`${word}:${i}`, name, `${word} ${exactly(name)}${rest}`, { label: `${word} ${name}` }),
  );
  const blocks: Block[] = [
    section(question),
    ...(buttons.length === 0 ? [] : [actions(buttons, 'wb:choose:near')]),
    actions([externalSelect(`wb:pick:export:${word}`, 'Type to find an export')], 'wb:choose:any'),
    context(escaped('Names and descriptions are searched.')),
  ];
  await say(
    on,
    { text: names.length === 0 ? question : `${question} ${names.map(code).join(', ')}`, blocks },
    { title: 'Which export?' },
  );
}
