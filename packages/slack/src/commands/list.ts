import type { ExportSummary } from '@waybill/api';
import { z } from 'zod';
import type { Block, Message } from '../blocks/block-kit.ts';
import { actions, context, header, section } from '../blocks/build.ts';
import { bold, entities, escaped } from '../blocks/text.ts';
import type { Interaction } from '../bot.ts';
import { commandButton } from './command-button.ts';
import { exactly } from './parse-command.ts';
import { say } from './say.ts';
import { summaryLine } from './words.ts';

/** Exports on a page: what fits onto a phone with a little scrolling. */
const PAGE = 10;

export interface ListAsked {
  readonly text: string;
  readonly cursor?: string | undefined;
  /** Number of the page, from 1. */
  readonly page: number;
}

/** A page of exports, however many there are (R6): the service searches, sorts and pages. */
export async function list(on: Interaction, { text, cursor, page }: ListAsked, replace = false): Promise<void> {
  const search = text.slice(0, 200);
  const { items, next } = await on.service.listExports({
    query: { limit: PAGE, ...(search === '' ? {} : { search }), ...(cursor === undefined ? {} : { cursor }) },
  });
  await say(on, listMessage(items, { text: search, page, next }), { replace, title: 'Exports' });
}

export interface ListShown {
  readonly text: string;
  readonly page: number;
  readonly next: string | null;
}

export function listMessage(items: readonly ExportSummary[], { text, page, next }: ListShown): Message {
  const about = text === '' ? 'Exports' : `Exports with “${text}”`;
  if (items.length === 0) {
    const said = text === '' ? 'There is no export yet.' : `No export has “${text}” in its name or description.`;
    const offered =
      text === ''
        ? [commandButton('create', 'Create an export', 'create', { style: 'primary' })]
        : [commandButton('all', 'Show all exports', 'list')];
    return { text: entities(said), blocks: [section(escaped(said)), actions(offered)] };
  }
  const first = (page - 1) * PAGE + 1;
  const range = `${first} to ${first + items.length - 1}${next === null ? '' : ', there are more'}`;
  const blocks: Block[] = [
    header(about),
    ...items.map(item =>
      section(
        `${bold(item.name)}\n${escaped(summaryLine(item))}`,
        commandButton(`show:${item.id}`, 'Show', `show ${exactly(item.name)}`, { label: `Show ${item.name}` }),
      ),
    ),
    context(range),
  ];
  const pages = [
    ...(page > 1 ? [commandButton('first', 'First page', listCommand({ text, page: 1 }))] : []),
    ...(next === null ? [] : [commandButton('next', 'Next page', listCommand({ text, page: page + 1, cursor: next }))]),
  ];
  if (pages.length > 0) blocks.push(actions(pages, 'wb:list:pages'));
  const lines = items.map(item => `${item.name}: ${summaryLine(item)}`);
  return { text: entities(`${about}, ${range}\n${lines.join('\n')}`), blocks };
}

/** The page of a list as the value of a button. */
export const listCommand = ({ text, cursor, page }: ListAsked): string =>
  `list ${JSON.stringify([text, page, cursor ?? ''])}`;

const pageSchema = z.tuple([z.string(), z.int().min(1), z.string()]);

/** What {@link listCommand} says behind `list`; anything else is searched for. */
export function readListCommand(argument: string): ListAsked {
  try {
    const [text, page, cursor] = pageSchema.parse(JSON.parse(argument));
    return { text, page, ...(cursor === '' ? {} : { cursor }) };
  } catch {
    return { text: argument, page: 1 };
  }
}
