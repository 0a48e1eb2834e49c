import { IDEMPOTENCY_HEADER, ON_BEHALF_HEADER, VIA_HEADER, VIAS } from '../schemas/common.ts';

/** What operations of the document refer to. */

export const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Random, for one change. The same request with the same key is done once; for 24 hours it is answered as the first ' +
      'time. 1 to 200 visible characters.',
    schema: { type: 'string', maxLength: 200 },
    example: '5f0c6a4e-6a0b-4c39-9c76-0d1d7a2f3b11',
  },
  Via: {
    name: 'Waybill-Via',
    in: 'header',
    required: false,
    description: 'What asks, for lists and the audit log. Default `api`.',
    schema: { type: 'string', enum: VIAS.filter(via => via !== 'schedule') },
  },
  OnBehalfOf: {
    name: 'Waybill-On-Behalf-Of',
    in: 'header',
    required: false,
    description:
      'For tokens that may act for others: an id, a name, and if known the role of that person, each percent-encoded, ' +
      'with spaces between.',
    schema: { type: 'string', maxLength: 500 },
    example: 'slack:U0123 Anna%20Huber editor',
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    required: false,
    description: 'The `id` of the last event that came; only later ones are sent.',
    schema: { type: 'string', pattern: '^\\d{1,9}$' },
  },
  Range: {
    name: 'Range',
    in: 'header',
    required: false,
    description: 'A part of the file: `bytes=0-1023`.',
    schema: { type: 'string' },
  },
} as const;

// The names are said as people write headers; they must be the ones that client and service use.
const said = [PARAMETERS.IdempotencyKey, PARAMETERS.Via, PARAMETERS.OnBehalfOf].map(({ name }) => name.toLowerCase());
if (said.join() !== [IDEMPOTENCY_HEADER, VIA_HEADER, ON_BEHALF_HEADER].join())
  throw new Error('headers have other names');

const problemAnswer = (description: string, headers?: object) => ({
  description,
  ...(headers === undefined ? {} : { headers }),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
});

export const RESPONSES = {
  BadRequest: problemAnswer('The request cannot be read; the problems say where.'),
  Unauthorized: problemAnswer('No token, or one that is not valid.', {
    'WWW-Authenticate': { schema: { type: 'string' } },
  }),
  Forbidden: problemAnswer('The token has too little rights; the problem names the role.'),
  TooManyRequests: problemAnswer('More requests than are allowed in a minute.', {
    'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
  }),
  Problem: problemAnswer('What is wrong, and what to do.'),
} as const;

export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'Exports', description: 'Definitions, deployed and revised.' },
  { name: 'Catalog', description: 'What an export can be made of: models, fields, measures, templates.' },
  { name: 'Roles', description: 'What people of Slack may do.' },
  { name: 'Schedules', description: 'When exports run.' },
  { name: 'Runs', description: 'What ran, how it went, its files.' },
  { name: 'Notices', description: 'What was told to whom.' },
  { name: 'Destinations', description: 'Where files go.' },
  { name: 'Secrets', description: 'What settings of destinations and sources need, encrypted.' },
  { name: 'Tokens', description: 'Who may ask.' },
  { name: 'Drafts', description: 'What somebody is still writing.' },
  { name: 'Audit', description: 'Who did what, from where.' },
  { name: 'Service', description: 'The service itself.' },
];
