import type { NOTICE_CHANNELS } from '@waybill/api';
import type { NOTICE_EVENTS } from '@waybill/engine/definition';

/** What a notice is about: what `notify` can ask for, and that a run was cancelled. */
export type NoticeEvent = (typeof NOTICE_EVENTS)[number] | 'cancelled';

export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];
