import type { Block, Message, ModalView, View } from './block-kit.ts';
import { context } from './build.ts';
import { LIMITS } from './limits.ts';
import { cut } from './text.ts';

/** The one place where what is too much for Slack is cut; everything that is sent passes here. Pure. */

export function fitMessage({ text, blocks }: Message): Message {
  const words = cut(text.trim() === '' ? 'Waybill' : text, LIMITS.messageText);
  return blocks === undefined ? { text: words } : { text: words, blocks: fitMessageBlocks(blocks) };
}

function fitMessageBlocks(blocks: readonly Block[]): readonly Block[] {
  const fewer = fewerBlocks(blocks, LIMITS.messageBlocks);
  if (sizeOf(fewer) <= LIMITS.messageJson) return fewer;
  // What is at the end goes first; what can be clicked stays, since nobody could say it otherwise.
  const kept = [...fewer];
  while (sizeOf(kept) > LIMITS.messageJson - 200) {
    const last = kept.findLastIndex(block => block.type !== 'actions' && block.type !== 'header');
    // Where only those are left, the last of them goes.
    kept.splice(last, 1);
  }
  return [...kept, context('Not everything fits into a message.')];
}

export const fitModal = (view: ModalView): ModalView => fitView(view) as ModalView;

export function fitView(view: View): View {
  return { ...view, blocks: [...fewerBlocks(view.blocks as readonly Block[], LIMITS.viewBlocks)] };
}

function fewerBlocks(blocks: readonly Block[], most: number): readonly Block[] {
  if (blocks.length <= most) return blocks;
  return [...blocks.slice(0, most - 1), context(`${blocks.length - most + 1} more parts do not fit here.`)];
}

const sizeOf = (blocks: readonly Block[]): number => JSON.stringify(blocks).length;
