import type { IncomingHttpHeaders } from 'node:http';
import { ON_BEHALF_GROUPS_HEADER, ON_BEHALF_HEADER, ROLES, type Role, VIA_HEADER, VIAS } from '@waybill/api';
import { fail } from '@waybill/engine/errors';
import type { Actor, Contact, ServiceContext } from '../context.ts';
import { writeAudit } from '../security/audit.ts';
import { roleOfPerson } from '../security/roles.ts';
import { type Bearer, rememberedBearer, verifyToken } from '../security/verify-token.ts';
import { RateLimited } from './problem-details.ts';
import type { RateLimit } from './rate-limit.ts';

/** What is known of a request before its content. */
export interface Caller {
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
}

/**
 * Who asks (Q1). Throws `token-missing`, `token-refused`, `rate-limited`, `not-a-delegate`. Whoever has a valid token is
 * counted by it, everybody else by the address, so that guessing tokens is slow and keeps nobody else out (Q3).
 */
export async function authenticate(service: ServiceContext, limit: RateLimit, caller: Caller): Promise<Actor> {
  const { headers, address } = caller;
  const token = bearerToken(headers.authorization);
  const known = token === undefined ? undefined : rememberedBearer(service, token);
  if (!known) refuseFast(service, limit, `address ${address}`, 'look');
  const bearer = known ?? (token === undefined ? undefined : await verifyToken(service, token));
  if (!bearer) {
    refuseFast(service, limit, `address ${address}`, 'hit');
    return fail(headers.authorization === undefined ? 'token-missing' : 'token-refused', {});
  }
  refuseFast(service, limit, `token ${bearer.tokenId}${bearer.delegate ? spokenFor(headers) : ''}`, 'hit');
  const person = onBehalfOf(headers);
  if (person && !bearer.delegate) {
    const detail = { refused: 'not-a-delegate' };
    await writeAudit(service, actorOf(bearer, caller), {
      action: 'token.act-for',
      target: person.id,
      detail,
    });
    return fail('not-a-delegate', { token: bearer.name });
  }
  return actorOf(bearer, caller, person, person && (await roleOfPerson(service, person)));
}

/** Many people stand behind the one token of a bot; each is counted apart. */
const spokenFor = (headers: IncomingHttpHeaders): string =>
  ` ${String(headers[ON_BEHALF_HEADER] ?? '')
    .split(' ', 1)[0]
    ?.slice(0, 100)}`;

/** Counts somebody without a token, by address. */
export const countAddress = (service: ServiceContext, limit: RateLimit, address: string): void =>
  refuseFast(service, limit, `address ${address}`, 'hit');

function refuseFast({ clock }: ServiceContext, limit: RateLimit, caller: string, how: 'look' | 'hit'): void {
  const wait = limit[how](caller, clock.now().getTime());
  if (wait !== undefined) throw new RateLimited(limit.limit, wait);
}

const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];

function actorOf(bearer: Bearer, { headers, address }: Caller, person?: Person, given?: Role): Actor {
  const via = VIAS.find(known => known === headers[VIA_HEADER] && known !== 'schedule') ?? 'api';
  const contact = person ? contactOf(person.id) : bearer.email === null ? undefined : { email: bearer.email };
  return {
    name: bearer.name,
    role: lesser(lesser(bearer.role, person?.role), given),
    via,
    address,
    tokenId: bearer.tokenId,
    ...(person ? { onBehalfOf: { id: person.id, name: person.name } } : {}),
    ...(contact ? { contact } : {}),
  };
}

/** Id, name, and the role of the person where the token knows it, which can only be less than its own. */
interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role | undefined;
  /** `slack-group:S…` */
  readonly groups: readonly string[];
}

const MOST_GROUPS = 200;

function onBehalfOf(headers: IncomingHttpHeaders): Person | undefined {
  const header = headers[ON_BEHALF_HEADER];
  if (header === undefined) return undefined;
  const [id = '', name, role, more] = String(header).split(' ').map(decoded);
  const isRole = role === undefined || ROLES.some(known => known === role);
  const isRight = /^[a-z]+:[\x21-\x7e]{1,80}$/.test(id) && !!name && name.length <= 200 && isRole && more === undefined;
  if (!isRight || /\p{Cc}/u.test(name)) return fail('on-behalf-malformed', {});
  const groups = String(headers[ON_BEHALF_GROUPS_HEADER] ?? '')
    .split(',')
    .filter(group => /^[a-z-]+:\w{1,80}$/.test(group));
  return { id, name, role: role as Role | undefined, groups: groups.slice(0, MOST_GROUPS) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return fail('on-behalf-malformed', {});
  }
}

const contactOf = (id: string): Contact | undefined =>
  id.startsWith('slack:') ? { slack: id.slice('slack:'.length) } : undefined;

const lesser = (a: Role, b: Role | undefined): Role => (b !== undefined && ROLES.indexOf(b) < ROLES.indexOf(a) ? b : a);

/** Whether a role may do what another may. */
export const mayAct = (has: Role, needs: Role): boolean => ROLES.indexOf(has) >= ROLES.indexOf(needs);
