import type { Block } from '../../../blocks/block-kit.ts';
import { actions, button, context, option, section } from '../../../blocks/build.ts';
import { escaped } from '../../../blocks/text.ts';
import type { CreateDraft } from '../create-draft.ts';
import type { NoticeChoice } from '../draft-state.ts';
import { listIn, textIn } from '../form.ts';
import type { InnerModal } from '../inner.ts';
import {
  type Choice,
  channelInput,
  checkboxesInput,
  emailInput,
  personInput,
  selectInput,
  textInput,
} from '../inputs.ts';
import { itemAt } from '../problem-path.ts';
import { problemsAt, type Step, typedList, typedText, wb } from '../step.ts';
import { itemValue } from './field-list.ts';

const PREFIX = wb('notice:');
export const NOTICE = {
  kind: `${PREFIX}kind`,
  channel: `${PREFIX}channel`,
  person: `${PREFIX}person`,
  name: `${PREFIX}name`,
  email: `${PREFIX}email`,
  webhook: `${PREFIX}webhook`,
  when: `${PREFIX}when`,
} as const;

const EVENTS: readonly Choice[] = [
  ['success', 'It arrived'],
  ['failure', 'It failed', 'After the last attempt'],
  ['recovered', 'It works again'],
  ['late', 'It is late'],
  ['empty', 'There was nothing to send'],
  ['quarantined', 'A check held it back'],
];
/** Where nothing is said. */
const STANDARD = ['success', 'failure'] as const;

/** So many notices are shown; more of a clone stay as they are. */
const SHOWN = 30;

/** Who hears how it went (N1). */
export const notifyStep: Step = {
  id: 'notify',
  title: 'Notices',
  blocks({ draft, problems }) {
    const notices = draft.state.notify ?? [];
    const { generation } = draft;
    return [
      section(
        notices.length === 0
          ? 'You are told how each run goes. Add channels, people or addresses that should hear, too.'
          : 'Besides you, these hear how each run goes:',
      ),
      ...notices.slice(0, SHOWN).flatMap((notice, i) => [
        section(`${i + 1}. ${noticeInWords(notice)}`, {
          type: 'overflow',
          action_id: wb(`notice-menu:${i}`),
          options: [
            option('Edit', itemValue('edit-notice', i, generation)),
            option('Remove', itemValue('remove-notice', i, generation)),
          ],
        }),
        ...problemsAt(problems, path => itemAt(path, 'notify')?.index === i),
      ]),
      ...(notices.length > SHOWN ? [context(`${notices.length - SHOWN} more stay as they are.`)] : []),
      actions([button(wb('notice-add'), 'Add a notice', itemValue('notice', notices.length, generation))]),
    ];
  },
  read: draft => draft,
  owns: ([key]) => key === 'notify',
  inputOf: () => undefined,
};

/** Escaped; ids of Slack show as names. */
export function noticeInWords(notice: NoticeChoice): string {
  const when = (notice.when ?? STANDARD).map(event => EVENTS.find(([name]) => name === event)?.[1] ?? event);
  const words = when.map(word => `${word.charAt(0).toLowerCase()}${word.slice(1)}`);
  return `${targetInWords(notice)}: when ${words.join(', or ')}`;
}

function targetInWords(notice: NoticeChoice): string {
  if ('email' in notice) return `E-mail to ${escaped(notice.email)}`;
  if ('webhook' in notice) return `Webhook ${escaped(notice.webhook)}`;
  const { slack } = notice;
  if (/^[CG][A-Z0-9]{6,}$/.test(slack)) return `Slack channel <#${slack}>`;
  if (/^[UW][A-Z0-9]{6,}$/.test(slack)) return `<@${slack}> in Slack`;
  return `${slack.startsWith('@') ? 'In Slack' : 'Slack channel'} ${escaped(slack)}`;
}

// One notice

type Kind = 'channel' | 'person' | 'name' | 'email' | 'webhook';

function kindOf(notice: NoticeChoice | undefined): Kind {
  if (notice === undefined) return 'channel';
  if ('email' in notice) return 'email';
  if ('webhook' in notice) return 'webhook';
  if (/^[CG][A-Z0-9]{6,}$/.test(notice.slack)) return 'channel';
  return /^[UW][A-Z0-9]{6,}$/.test(notice.slack) ? 'person' : 'name';
}

const targetOf = (notice: NoticeChoice | undefined, kind: Kind): string => {
  if (notice === undefined || kindOf(notice) !== kind) return '';
  return 'email' in notice ? notice.email : 'webhook' in notice ? notice.webhook : notice.slack;
};

const openNotice = ({ inner, state }: CreateDraft): NoticeChoice | undefined =>
  inner?.kind === 'notice' ? state.notify?.[inner.index] : undefined;

const shownKind = (draft: CreateDraft): Kind => typedText(draft, NOTICE.kind, kindOf(openNotice(draft))) as Kind;

export const noticeModal: InnerModal = {
  title: 'Notice',
  prefix: PREFIX,
  blocks({ draft }) {
    const notice = openNotice(draft);
    const kind = shownKind(draft);
    return [
      selectInput(
        NOTICE.kind,
        'Who is told',
        [
          ['channel', 'A Slack channel'],
          ['person', 'A person in Slack'],
          ...(kindOf(notice) === 'name' ? [['name', 'A Slack channel or person, by name'] as const] : []),
          ['email', 'An e-mail address'],
          ['webhook', 'A webhook: a program at an address'],
        ],
        kind,
        { dispatch: true },
      ),
      targetInput(draft, kind, targetOf(notice, kind)),
      ...(kind === 'channel'
        ? [context('The bot must be in a private channel to write there: type `/invite` and its name in that channel.')]
        : []),
      checkboxesInput(NOTICE.when, 'When', EVENTS, typedList(draft, NOTICE.when, notice?.when ?? STANDARD)),
    ];
  },
  read(draft) {
    const { inner, state, typed } = draft;
    if (inner?.kind !== 'notice') return { ...draft, inner: undefined };
    const before = openNotice(draft);
    const kind = shownKind(draft);
    const target = textIn(typed, NOTICE[kind])?.trim() ?? targetOf(before, kind);
    const chosen = listIn(typed, NOTICE.when);
    const ordered = EVENTS.map(([name]) => name).filter(name => chosen?.includes(name));
    const standard = before?.when === undefined && sameSet(ordered, STANDARD);
    const kept = before?.when !== undefined && sameSet(ordered, before.when);
    const when = chosen === undefined || kept ? before?.when : standard ? undefined : ordered;
    const where = kind === 'email' ? { email: target } : kind === 'webhook' ? { webhook: target } : { slack: target };
    const notice = { ...where, ...(when === undefined ? {} : { when }) } as NoticeChoice;
    const notify = (state.notify ?? []).toSpliced(inner.index, 1, notice);
    return { ...draft, inner: undefined, state: { ...state, notify } };
  },
  missing(draft) {
    const kind = shownKind(draft);
    const target = textIn(draft.typed, NOTICE[kind]) ?? targetOf(openNotice(draft), kind);
    return {
      ...(target.trim() === '' ? { [NOTICE[kind]]: 'Say who.' } : {}),
      ...(listIn(draft.typed, NOTICE.when)?.length === 0 ? { [NOTICE.when]: 'Choose at least one occasion.' } : {}),
    };
  },
  inputOf(path, draft) {
    const item = itemAt(path, 'notify');
    if (draft.inner?.kind !== 'notice' || item?.index !== draft.inner.index) return undefined;
    return item.rest[0] === 'when' ? NOTICE.when : NOTICE[shownKind(draft)];
  },
};

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every(one => b.includes(one));

function targetInput(draft: CreateDraft, kind: Kind, was: string): Block {
  const value = typedText(draft, NOTICE[kind], was);
  switch (kind) {
    case 'channel':
      return channelInput(NOTICE.channel, 'Channel', value);
    case 'person':
      return personInput(NOTICE.person, 'Person', value);
    case 'email':
      return emailInput(NOTICE.email, 'E-mail address', value, { placeholder: 'anna@example.com' });
    case 'webhook':
      return textInput(NOTICE.webhook, 'Address', value, { placeholder: 'https://hooks.example.com/exports' });
    default:
      return textInput(NOTICE.name, 'Channel or person', value, { placeholder: '#loyalty-exports' });
  }
}
