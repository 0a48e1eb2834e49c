import type { Snippet } from './snippet.ts';

const CRITERION = '{attribute: ${1:amount}, operator: ${2:greater_than}, value: ${3:0}}';

/** Schedules of each kind (S1), filter sets and other parts of exports. */
export const EXPORT_PARTS: readonly Snippet[] = [
  {
    label: 'schedule: daily',
    detail: 'Every day at these hours and minutes',
    kind: 'export',
    inside: '',
    body: ['schedule: {daily: {hours: [${1:6}], minutes: [${2:30}]}}'],
  },
  {
    label: 'schedule: weekly',
    detail: 'On days of the week',
    kind: 'export',
    inside: '',
    body: [
      'schedule:',
      '  weekly: {days: [${1|monday,tuesday,wednesday,thursday,friday,saturday,sunday|}], at: ["${2:06:30}"]}',
    ],
  },
  {
    label: 'schedule: monthly',
    detail: 'On days of the month; `last` is its last day',
    kind: 'export',
    inside: '',
    body: ['schedule: {monthly: {days: [${1:1}], at: ["${2:06:00}"]}}'],
  },
  {
    label: 'schedule: cron',
    detail: 'Five fields: minute, hour, day of month, month, day of week',
    kind: 'export',
    inside: '',
    body: ['schedule: {cron: "${1:0 6 * * 1-5}"}'],
  },
  {
    label: 'schedule: once',
    detail: 'One date and time',
    kind: 'export',
    inside: '',
    body: ['schedule: {at: "${1:2027-01-01} ${2:06:30}"}'],
  },
  {
    label: 'filters: every criterion holds',
    detail: 'One set of criteria',
    kind: 'export',
    inside: '',
    body: ['filters:', '  all:', `    - ${CRITERION}`],
  },
  {
    label: 'filters: any of several sets',
    detail: 'A row is kept when all criteria of one set hold',
    kind: 'export',
    inside: '',
    body: [
      'filters:',
      '  any:',
      '    - all:',
      `        - ${CRITERION}`,
      '    - all:',
      '        - {attribute: ${4:channel}, operator: ${5:equals}, value: ${6:online}}',
    ],
  },
  {
    label: 'set of criteria',
    detail: 'Every criterion in it must hold',
    kind: 'export',
    inside: '(add|remove)?.filters.any?',
    body: ['all:', `  - ${CRITERION}`],
  },
  {
    label: 'criterion',
    detail: 'A field, an operator, and what it is compared with',
    kind: 'export',
    inside: 'filters.any?.#?.all',
    body: [CRITERION],
  },
  {
    label: 'field with a format',
    detail: 'A field under another header',
    kind: 'export',
    inside: 'add?.fields',
    body: ['{from: ${1:event_date}, to: ${2:Date}, format: "${3:%d.%m.%Y}"}'],
  },
  {
    label: 'notify: on failure',
    detail: 'A Slack channel hears when it fails',
    kind: 'export',
    inside: '',
    body: [
      'notify:',
      '  - {slack: "#${1:data-alerts}", when: [${2|failure,success,recovered,late,empty,quarantined|}]}',
    ],
  },
  {
    label: 'checks before delivery',
    detail: 'A file that fails one is kept back',
    kind: 'export',
    inside: '',
    body: ['checks: {rows: ${1:30} %, columns: frozen}'],
  },
];
