import type { ModalView } from '../../../src/blocks/block-kit.ts';
import type { ElementState } from '../../../src/bot.ts';
import { type Form, formOf } from '../../../src/views/create/form.ts';

type Json = Readonly<Record<string, unknown>>;

/** What Slack would tell of a view that somebody submits as it is. */
export function shownForm({ blocks }: Pick<ModalView, 'blocks'>): Form {
  const inputs = (blocks as unknown as readonly Json[]).filter(block => block.type === 'input');
  const values = inputs.map(({ block_id, element }): [string, Record<string, ElementState>] => {
    const { action_id, type, ...shown } = element as Json & { readonly action_id: string; readonly type: string };
    const held = Object.entries(shown)
      .filter(([key]) => key.startsWith('initial_'))
      .map(([key, value]) => [key === 'initial_value' ? 'value' : key.replace('initial_', 'selected_'), value]);
    return [String(block_id), { [action_id]: { type, ...Object.fromEntries(held) } as ElementState }];
  });
  return formOf(Object.fromEntries(values));
}
