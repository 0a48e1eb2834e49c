import type { ModalView } from '../blocks/block-kit.ts';
import { modal, section } from '../blocks/build.ts';
import { bold } from '../blocks/text.ts';
import { channelInput } from './create/inputs.ts';

/** Who shall hear of an export's runs, or hear no more: where the person is in no channel, as in the App Home. Pure. */

export const HEARERS = { subscribe: 'wb:subscribe', unsubscribe: 'wb:unsubscribe' } as const;
export const CHANNEL = 'wb:subscribe:channel';

export const hearersView = (name: string, what: keyof typeof HEARERS): ModalView =>
  modal({
    callbackId: HEARERS[what],
    title: what === 'subscribe' ? 'Hear of its runs' : 'Hear no more of it',
    submit: what === 'subscribe' ? 'Subscribe' : 'Unsubscribe',
    metadata: name,
    blocks: [
      section(
        what === 'subscribe'
          ? `Who shall hear of the runs of ${bold(name)}?`
          : `Who shall hear no more of ${bold(name)}?`,
      ),
      channelInput(CHANNEL, 'Channel', '', {
        optional: true,
        hint: 'Without one it is about you: by direct message.',
      }),
    ],
  });
