import type { NOTICE_CHANNELS } from '@waybill/api';
import type { NOTICE_EVENTS } from '@waybill/engine/definition';

/**
 * What a notice is about: what `notify` can ask for, that a run was cancelled, and in Slack that it is queued or being
 * worked on, in the message that is updated until it has ended (L4).
 */
export type NoticeEvent = (typeof NOTICE_EVENTS)[number] | 'cancelled' | 'begun';

export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];
