import type { WebClient } from '@slack/web-api';
import type { OnBehalfOf } from '@waybill/api';
import type { Logger } from 'pino';
import type { Person } from './bot.ts';

/** How long a name counts, and groups, milliseconds. */
const NAME_KEPT = 60 * 60_000;
const GROUPS_KEPT = 5 * 60_000;
/** Nobody waits longer for a name or groups; a trigger of Slack's lives 3 s. */
const PATIENCE = 1200;
const MOST_NAMES = 10_000;

interface Kept<T> {
  readonly value: T;
  readonly until: number;
}

/** Who people are: names for lists and the audit log, user groups for rights (L7). Both are kept for a while. */
export class People {
  readonly #slack: WebClient;
  readonly #log: Logger;
  readonly #names = new Map<string, Kept<string>>();
  #groups: Kept<ReadonlyMap<string, readonly string[]>> | undefined;
  #asking: Promise<ReadonlyMap<string, readonly string[]>> | undefined;
  #said = false;

  constructor(slack: WebClient, log: Logger) {
    this.#slack = slack;
    this.#log = log;
  }

  /** As the service is told who somebody is. Never throws: without a name the handle counts, without groups none. */
  async identify(person: Person): Promise<OnBehalfOf> {
    const [name, groups] = await Promise.all([
      within(PATIENCE, this.nameOf(person), person.handle),
      within(PATIENCE, this.groupsOf(person.id), []),
    ]);
    return { id: `slack:${person.id}`, name, groups: groups.map(group => `slack-group:${group}`) };
  }

  async nameOf({ id, handle }: Person): Promise<string> {
    const known = this.#names.get(id);
    if (known && known.until > Date.now()) return known.value;
    let value = known?.value ?? handle;
    try {
      const { user } = await this.#slack.users.info({ user: id });
      value = user?.profile?.real_name || user?.real_name || user?.name || handle;
    } catch (error) {
      this.#log.warn({ err: error, user: id }, "somebody's name could not be read");
    }
    if (this.#names.size >= MOST_NAMES) this.#names.clear();
    this.#names.set(id, {
      value: value.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200) || id,
      until: Date.now() + NAME_KEPT,
    });
    return value;
  }

  /** Ids of the user groups (`S…`) that somebody is in. */
  async groupsOf(id: string): Promise<readonly string[]> {
    const known = this.#groups;
    if (known && known.until > Date.now()) return known.value.get(id) ?? [];
    this.#asking ??= this.#askGroups().finally(() => {
      this.#asking = undefined;
    });
    return (await this.#asking).get(id) ?? [];
  }

  async #askGroups(): Promise<ReadonlyMap<string, readonly string[]>> {
    const groupsByPerson = new Map<string, string[]>();
    try {
      const { usergroups = [] } = await this.#slack.usergroups.list({ include_users: true });
      for (const { id, users = [] } of usergroups) {
        if (id === undefined) continue;
        for (const user of users) groupsByPerson.set(user, [...(groupsByPerson.get(user) ?? []), id]);
      }
      this.#said = false;
    } catch (error) {
      // Free plans have no groups; without the scope they cannot be read. Roles of people count all the same.
      if (!this.#said) this.#log.warn({ err: error }, 'user groups could not be read; only roles of people count');
      this.#said = true;
    }
    this.#groups = { value: groupsByPerson, until: Date.now() + GROUPS_KEPT };
    return groupsByPerson;
  }
}

async function within<T>(milliseconds: number, work: Promise<T>, fallback: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>(resolve => {
    timer = setTimeout(() => resolve(fallback), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
