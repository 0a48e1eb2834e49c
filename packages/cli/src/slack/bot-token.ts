import { hostname } from 'node:os';
import { createClient } from '@waybill/api';
import type { Connection } from '../service/connection.ts';

/** A token that lasts as long as the bot runs. */
export interface BotToken {
  readonly token: string;
  /** The bot has ended. */
  revoke(): Promise<void>;
}

/**
 * Makes a token for the bot of this machine, which may act for others; those that earlier ones left behind are revoked.
 * @param connection that of an administrator, as a service writes it for its own machine.
 */
export async function makeBotToken({ url, token }: Connection): Promise<BotToken> {
  const client = createClient({ url, token, via: 'cli' });
  const name = `Slack bot on ${hostname()}`.slice(0, 100);
  const { items } = await client.listTokens({ query: { limit: 200 } });
  for (const old of items) {
    if (old.name === name && old.delegate && old.revokedAt === null)
      await client.revokeToken({ params: { id: old.id } });
  }
  const made = await client.createToken({ body: { name, role: 'admin', delegate: true } });
  return { token: made.token, revoke: () => client.revokeToken({ params: { id: made.id } }).catch(() => undefined) };
}
