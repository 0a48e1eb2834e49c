import { ApiError, type ApiProblem, ServiceUnreachable } from '@waybill/api';
import { entities } from './blocks/text.ts';
import { isSlackError } from './slack-errors.ts';

/** What went wrong, for the person who did something: sentences in mrkdwn, and whether it is the bot's own trouble. */
export interface Trouble {
  readonly sentence: string;
  /** For the log: not a refusal that people are told about, but something that should not be. */
  readonly unexpected: boolean;
}

/** A mistake of a person that needs no service to find; its message is the sentence, in mrkdwn. */
export class PersonError extends Error {}

/** Says in sentences what went wrong (L6): never silence, never a code alone. */
export function troubleOf(error: unknown, personId: string): Trouble {
  if (error instanceof PersonError) return { sentence: error.message, unexpected: false };
  if (error instanceof ServiceUnreachable) {
    const sentence =
      'The export service does not answer at the moment, so nothing was changed. Try again in a few minutes; ' +
      'when it stays so, tell whoever operates it.';
    return { sentence, unexpected: true };
  }
  if (error instanceof ApiError) return { sentence: refusalOf(error, personId), unexpected: error.status >= 500 };
  if (isSlackError(error, 'expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged')) {
    return { sentence: 'That took longer than Slack waits. Please do it once more.', unexpected: false };
  }
  const sentence = 'Something went wrong in the bot itself, and was noted in its log. Try again in a moment.';
  return { sentence, unexpected: true };
}

/** What is missing, and the command that gives it, in mrkdwn. */
export const roleSentence = (role: string, personId: string): string =>
  `You may not do that: it needs the role ${role}. Somebody who operates the service can give it to you with ` +
  `\`waybill role set slack:${personId} ${role}\`.`;

function refusalOf(error: ApiError, personId: string): string {
  if (error.code === 'role-needed') {
    const role = /\b(viewer|editor|admin)\b/.exec(error.problems[0]?.expected ?? error.message)?.[1] ?? 'editor';
    return roleSentence(role, personId);
  }
  if (error.status === 401 || error.code === 'not-a-delegate') {
    return 'The bot itself is not let in by the export service. Whoever operates it finds what is wrong in its log.';
  }
  if (error.status === 429) return 'There were too many requests within a minute. Try again in a minute.';
  if (error.problems.length === 0) return entities(error.details.detail);
  return entities(error.problems.slice(0, 3).map(sentenceOf).join('\n'));
}

/** A problem with what to do about it, the nearest right words, and where it is. */
export function sentenceOf({ message, fix, suggestions }: ApiProblem): string {
  const nearest = suggestions?.slice(0, 3).filter(word => !`${message} ${fix}`.includes(word)) ?? [];
  const question = nearest.length === 0 ? '' : ` Did you mean ${either(nearest)}?`;
  return `${message}${question}${fix === '' ? '' : ` ${fix}`}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
