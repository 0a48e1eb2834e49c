import type { Transporter } from 'nodemailer';
import { z } from 'zod';
import type { ServiceContext } from '../context.ts';
import type { Notice } from '../store/generated/sqlite/client.ts';
import { emailText } from './email-text.ts';
import { mailFailure } from './mail-failure.ts';
import { linksOfNotice } from './notice-links.ts';
import type { SendResult } from './notice-retry.ts';
import { viewOfNotice } from './notice-view.ts';

const SECOND = 1000;

/** Sends notices by e-mail (N1). Connections to the server are kept for a while and used again. */
export interface Mailer {
  send(notice: Notice): Promise<SendResult>;
  close(): void;
}

export function createMailer(service: ServiceContext): Mailer {
  const { WAYBILL_SMTP_URL: url, WAYBILL_SMTP_FROM: from } = service.config;
  // The one being opened is the one that everybody waits for.
  let opening: Promise<Transporter> | undefined;
  return {
    async send(notice) {
      if (url === undefined) return unset('WAYBILL_SMTP_URL');
      if (from === undefined) return unset('WAYBILL_SMTP_FROM');
      // One address and nothing else: what could be read as two, or as a header, goes nowhere.
      if (!z.email().safeParse(notice.target).success)
        return { kind: 'refused', error: `"${notice.target}" is not an e-mail address` };
      try {
        opening ??= open(url);
        const transport = await opening;
        await transport.sendMail(await messageOf(service, notice, from));
        return { kind: 'sent' };
      } catch (error) {
        return mailFailure(error);
      }
    },
    close: () => void opening?.then(transport => transport.close()).catch(() => {}),
  };
}

const unset = (name: string): SendResult => ({
  kind: 'refused',
  error: `no e-mail can be sent, since ${name} of the service is not set`,
});

async function open(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { username, hostname } = new URL(url);
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return createTransport({
    url,
    ...{ pool: true, maxConnections: 2, maxMessages: 100 },
    ...{ connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 30 * SECOND },
    // A password never travels in the clear. Without one, STARTTLS is taken where the server offers it.
    requireTLS: username !== '' && !loopback,
    ...{ disableFileAccess: true, disableUrlAccess: true },
  } as Parameters<typeof createTransport>[0]);
}

async function messageOf(service: ServiceContext, notice: Notice, from: string) {
  const { content } = viewOfNotice(notice);
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'waybill.invalid';
  return {
    from,
    to: { name: '', address: notice.target },
    ...emailText(content, await linksOfNotice(service, notice)),
    // The same at every attempt, so that who gets it twice can see that it is one; and those of a run belong together.
    messageId: `<${notice.id}@${domain}>`,
    ...(notice.runId === null ? {} : { references: `<run-${notice.runId}@${domain}>` }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Waybill-Event': notice.event },
  };
}
