import type { ServiceContext } from '../context.ts';
import { secretStoreOf } from '../security/secrets.ts';
import type { Notice } from '../store/generated/sqlite/client.ts';
import { linksOfNotice } from './notice-links.ts';
import type { SendResult } from './notice-retry.ts';
import { viewOfNotice } from './notice-view.ts';
import { webhookResult } from './webhook-answer.ts';
import { postWebhook, WebhookForbidden } from './webhook-request.ts';
import { signedHeaders, WEBHOOK_SECRET } from './webhook-signature.ts';

const SECOND = 1000;
const TIMEOUT = 15 * SECOND;

/** Sends a notice as a signed POST (N1); docs/notices.md says how a receiver verifies it. */
export async function sendWebhook(service: ServiceContext, notice: Notice): Promise<SendResult> {
  const { config, clock, keys, version } = service;
  if (!URL.canParse(notice.target)) return { kind: 'refused', error: `"${notice.target}" is not an address` };
  try {
    const secret = await secretOf(service);
    const body = JSON.stringify(await bodyOf(service, notice));
    const timestamp = Math.floor(clock.now().getTime() / 1000);
    const answer = await postWebhook({
      url: new URL(notice.target),
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': `Waybill/${version}`,
        ...signedHeaders({ id: notice.id, timestamp, body }, { secret, keys }),
      },
      timeout: TIMEOUT,
      hosts: hostsOf(config.WAYBILL_WEBHOOK_HOSTS),
    });
    return webhookResult(answer, clock.now());
  } catch (error) {
    const message = error instanceof Error ? error.message || String(error) : String(error);
    return { kind: error instanceof WebhookForbidden ? 'refused' : 'retry', error: message };
  }
}

/** The workspace's own secret for webhooks; undefined when it has none. */
async function secretOf(service: ServiceContext): Promise<string | undefined> {
  const answer = (await secretStoreOf(service)).get(WEBHOOK_SECRET);
  if (answer.found) return answer.value;
  // Signed with another key it would be refused, or worse: taken by nobody who looks.
  if (answer.reason === 'unreadable')
    throw new Error(`the secret "${WEBHOOK_SECRET}" cannot be read: ${answer.detail}`);
  return undefined;
}

const hostsOf = (setting: string | undefined): readonly string[] | undefined => {
  const hosts = (setting ?? '')
    .split(',')
    .map(host => host.trim())
    .filter(host => host !== '');
  return hosts.length === 0 ? undefined : hosts;
};

/** What the body holds: the notice, and the same once more as values for programs. */
async function bodyOf(service: ServiceContext, notice: Notice) {
  const { content } = viewOfNotice(notice);
  const run =
    notice.runId === null
      ? null
      : await service.store.db.run.findUnique({
          where: { id: notice.runId },
          include: { files: { where: { deletedAt: null }, orderBy: { name: 'asc' } } },
        });
  const links = await linksOfNotice(service, notice);
  return {
    type: `run.${notice.event}`,
    timestamp: notice.createdAt.toISOString(),
    data: {
      notice: notice.id,
      export: content.export,
      run: content.run,
      status: content.runStatus,
      window: run?.windowUntil
        ? { from: run.windowFrom?.toISOString() ?? null, to: run.windowUntil.toISOString() }
        : null,
      rows: run?.rows == null ? null : Number(run.rows),
      bytes: run?.bytes == null ? null : Number(run.bytes),
      files: (run?.files ?? []).map(({ name, bytes, rows, sha256 }) => ({
        name,
        bytes: Number(bytes),
        rows: Number(rows),
        sha256,
        url: links?.files.find(link => link.name === name)?.url ?? null,
      })),
      page: links?.page ?? null,
      links_until: links?.until.toISOString() ?? null,
      title: content.title,
      cause: content.cause,
      advice: content.advice,
      lines: content.lines,
    },
  };
}
