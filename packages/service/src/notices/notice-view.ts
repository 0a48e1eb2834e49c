import { NOTICE_STATES, noticeChannelSchema, noticeContentSchema, type noticeSchema } from '@waybill/api';
import { z } from 'zod';
import type { Notice } from '../store/generated/sqlite/client.ts';

/** A notice as the API shows it. */
export function viewOfNotice(notice: Notice): z.output<typeof noticeSchema> {
  const content = noticeContentSchema.parse(JSON.parse(notice.content));
  return {
    id: notice.id,
    export: content.export,
    run: notice.runId,
    event: notice.event,
    channel: noticeChannelSchema.parse(notice.channel),
    target: notice.target,
    state: z.enum(NOTICE_STATES).parse(notice.state),
    attempts: notice.attempts,
    createdAt: notice.createdAt.toISOString(),
    sentAt: notice.sentAt?.toISOString() ?? null,
    error: notice.error,
    content,
    reference: notice.reference,
  };
}
