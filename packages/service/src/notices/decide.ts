import type { ExportDefinition } from '@waybill/engine/definition';
import { z } from 'zod';
import type { Contact } from '../context.ts';
import type { NoticeChannel, NoticeEvent } from './notice-event.ts';

/** Who hears of what (N1): pure, and told in words in docs/notices.md. */

export type NotifyEntry = NonNullable<ExportDefinition['notify']>[number];

/** What happened: how a run ended (a failure only after the last attempt), that it is late, or that it was queued. */
export type Occurrence = 'success' | 'skipped' | 'failed' | 'quarantined' | 'cancelled' | 'late' | 'begun';

export interface NoticeQuestion {
  /** `notify` of the export; undefined where it says nothing, and then the workspace's counts. */
  readonly notify: readonly NotifyEntry[] | undefined;
  /** `notify` of waybill.yaml. */
  readonly workspaceNotify: readonly NotifyEntry[] | undefined;
  /** `owner` of the export: told of failures where that is an e-mail address (or `@name`, `#channel` of Slack). */
  readonly owner?: string | null | undefined;
  /** Who created the export. */
  readonly creator?: Contact | null | undefined;
  /** Who asked for this very run; nobody for a firing of the schedule. */
  readonly requester?: Contact | null | undefined;
  /** Who subscribed in Slack besides (L1). */
  readonly subscriptions?: readonly Subscriber[] | undefined;
  /** Where in Slack this run has a message already, which says how it ended whatever was asked for (L4). */
  readonly shownIn?: readonly string[] | undefined;
  readonly occurrence: Occurrence;
  /** How the last earlier run of the export ended that was a success, skipped or a failure. */
  readonly previous?: 'success' | 'skipped' | 'failed' | null | undefined;
  /** Data rows of the file; counts for a success. */
  readonly rows?: number | null | undefined;
}

/** A channel or a person of Slack by its id, and what it wants to hear. */
export interface Subscriber {
  readonly target: string;
  readonly when: readonly NoticeEvent[];
}

export interface DecidedNotice {
  readonly event: NoticeEvent;
  readonly channel: NoticeChannel;
  readonly target: string;
}

/**
 * Everybody to tell about one occurrence, each once: with the event that says most of those that they want to hear.
 * In the order in which they are listed; then the owner, the creator, and who asked for the run.
 */
export function decideNotices(question: NoticeQuestion): readonly DecidedNotice[] {
  const candidates = eventsOf(question);
  const { occurrence, shownIn = [] } = question;
  const interests = interestsOf(question);
  const decided = interests.flatMap(({ channel, target, wants }) => {
    const event = candidates.find(candidate => wants.has(candidate));
    return event === undefined ? [] : [{ event, channel, target }];
  });
  // A message that says that a run goes on must not say so for ever.
  const last = occurrence === 'late' ? undefined : candidates.at(-1);
  const told = new Set(decided.filter(({ channel }) => channel === 'slack').map(({ target }) => target));
  const left = last === undefined ? [] : shownIn.filter(target => !told.has(target));
  return [...decided, ...left.map(target => ({ event: last as NoticeEvent, channel: 'slack' as const, target }))];
}

/** The events that an occurrence is, the one that says most first. */
function eventsOf({ occurrence, previous, rows }: NoticeQuestion): readonly NoticeEvent[] {
  const recovered: readonly NoticeEvent[] = previous === 'failed' ? ['recovered'] : [];
  switch (occurrence) {
    case 'success':
      return [...recovered, ...(rows === 0 ? (['empty'] as const) : []), 'success'];
    case 'skipped':
      return [...recovered, 'empty'];
    case 'failed':
      return ['failure'];
    default:
      return [occurrence];
  }
}

interface Interest {
  readonly channel: NoticeChannel;
  readonly target: string;
  readonly wants: Set<NoticeEvent>;
}

function interestsOf(question: NoticeQuestion): readonly Interest[] {
  const listed = question.notify ?? question.workspaceNotify ?? [];
  const interests = new Map<string, Interest>();
  const add = (who: Recipient | undefined, events: readonly NoticeEvent[]) => {
    if (who === undefined) return;
    const key = `${who.channel}|${sameTarget(who)}`;
    const known = interests.get(key) ?? { ...who, wants: new Set() };
    for (const event of events) known.wants.add(event);
    interests.set(key, known);
  };

  // A list that says who decides about files in quarantine is taken at its word.
  const saysWhoDecides = listed.some(entry => entry.when?.includes('quarantined'));
  for (const entry of listed) add(recipientOf(entry), wantedBy(entry, saysWhoDecides));
  add(ownerOf(question.owner), TROUBLE);
  const personal: readonly NoticeEvent[] = [
    'success',
    'cancelled',
    ...TROUBLE,
    // Nothing was sent to anybody, which is how that run ended for them.
    ...(question.occurrence === 'skipped' ? (['empty'] as const) : []),
  ];
  add(contactOf(question.creator), personal);
  add(contactOf(question.requester), personal);
  for (const { target, when } of question.subscriptions ?? []) {
    add({ channel: 'slack', target }, when.includes('failure') ? [...when, 'recovered', 'quarantined'] : when);
  }
  // Whoever hears of it when all goes well has a message from its beginning on; that of others would only be noise.
  for (const { channel, wants } of interests.values()) {
    if (channel === 'slack' && wants.has('success')) wants.add('begun');
  }
  return [...interests.values()];
}

/** What somebody hears who wants to know of failures: also that one is over, and that a file waits for a decision. */
const TROUBLE: readonly NoticeEvent[] = ['failure', 'recovered', 'quarantined'];

function wantedBy({ when }: NotifyEntry, saysWhoDecides: boolean): readonly NoticeEvent[] {
  const said: readonly NoticeEvent[] = when ?? ['success', 'failure'];
  if (!said.includes('failure')) return said;
  return [...said, 'recovered', ...(saysWhoDecides ? [] : (['quarantined'] as const))];
}

type Recipient = Pick<Interest, 'channel' | 'target'>;

function recipientOf(entry: NotifyEntry): Recipient {
  if ('slack' in entry) return { channel: 'slack', target: entry.slack };
  if ('email' in entry) return { channel: 'email', target: entry.email };
  return { channel: 'webhook', target: entry.webhook };
}

function contactOf(contact: Contact | null | undefined): Recipient | undefined {
  if (!contact) return undefined;
  return 'email' in contact ? { channel: 'email', target: contact.email } : { channel: 'slack', target: contact.slack };
}

function ownerOf(owner: string | null | undefined): Recipient | undefined {
  const name = owner?.trim() ?? '';
  if (z.email().safeParse(name).success) return { channel: 'email', target: name };
  if (/^[@#][^\s@#]+$/.test(name)) return { channel: 'slack', target: name };
  return undefined;
}

/** What two ways to write the same target have in common. */
const sameTarget = ({ channel, target }: Recipient): string =>
  channel === 'webhook' ? (URL.canParse(target) ? new URL(target).href : target) : target.toLowerCase();
