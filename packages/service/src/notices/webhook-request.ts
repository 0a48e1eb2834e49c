import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isAllowedHost } from '@waybill/engine/delivery';
import { isPublicAddress } from './public-address.ts';

/** Why a webhook may not go to an address; it never may, whenever it is tried. */
export class WebhookForbidden extends Error {}

export interface WebhookAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
}

export interface WebhookPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  /** Hosts that it may go to, also inside the own network; undefined: any public one. */
  readonly hosts: readonly string[] | undefined;
}

/**
 * One POST, without following redirects, to a host that is allowed (Q2): what counts is the address that the connection
 * is really made to, so that no name can lead into the own network, whatever it is resolved to.
 * @throws WebhookForbidden, or what went wrong with the connection.
 */
export async function postWebhook({ url, headers, body, timeout, hosts }: WebhookPost): Promise<WebhookAnswer> {
  const listed = hosts !== undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new WebhookForbidden(`webhooks go to https, not to ${url.protocol}`);
  if (listed && !isAllowedHost(host, hosts))
    throw new WebhookForbidden(`${host} is not one of the hosts in WAYBILL_WEBHOOK_HOSTS`);
  if (!listed && url.protocol === 'http:')
    throw new WebhookForbidden('webhooks go to https only, unless WAYBILL_WEBHOOK_HOSTS names the host');
  if (!listed && isIP(host) !== 0) checkPublic(host, host);

  const signal = AbortSignal.timeout(timeout);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A connection of its own, so that none is used again that was checked for another name.
      agent: false,
      signal,
      ...(listed ? {} : { lookup: publicLookup }),
    });
    sent.once('response', resolve);
    sent.once('error', error => reject(signal.aborted ? tooSlow(timeout) : error));
    sent.end(body);
  });
  // What it says is of no interest, and may be endless.
  answer.destroy();
  return {
    status: answer.statusCode ?? 0,
    retryAfter: answer.headers['retry-after'],
    location: answer.headers.location,
  };
}

const tooSlow = (timeout: number): Error => new Error(`no answer came within ${timeout / 1000} s`);

type Answer = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** `dns.lookup` that gives public addresses only. */
function publicLookup(name: string, options: LookupOptions, done: Answer): void {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '');
    try {
      for (const { address } of addresses) checkPublic(address, name);
    } catch (forbidden) {
      return done(forbidden as Error, '');
    }
    const [first] = addresses;
    if (options.all) return done(null, addresses);
    return done(null, first?.address ?? '', first?.family);
  });
}

function checkPublic(address: string, name: string): void {
  if (isPublicAddress(address)) return;
  throw new WebhookForbidden(
    `${name === address ? name : `${name} (${address})`} is not on the public internet; WAYBILL_WEBHOOK_HOSTS can allow it`,
  );
}
