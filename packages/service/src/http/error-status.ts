import type { Code, Problem, ProblemKind } from '@waybill/engine/errors';

/** The HTTP status of a problem (C2): of its code where that says something particular, else of its kind. */

const BY_KIND: Readonly<Record<ProblemKind, number>> = {
  // Understood, and not possible as it stands: a definition with a mistake, for example.
  input: 422,
  check: 422,
  // A server that Waybill had to ask.
  source: 502,
  destination: 502,
  service: 502,
  // A disk that is full, a key that cannot be read: asking again does not help.
  machine: 500,
  interrupted: 503,
  internal: 500,
};

const BY_CODE: Partial<Record<Code, number>> = {
  'cursor-wrong': 400,
  'idempotency-key-malformed': 400,
  'nul-character': 400,
  'on-behalf-malformed': 400,
  'request-malformed': 400,
  'request-not-json': 400,

  'token-missing': 401,
  'token-refused': 401,

  'link-refused': 403,
  'not-a-delegate': 403,
  'role-needed': 403,
  'upload-refused': 403,

  'unknown-access-token': 404,
  'unknown-address': 404,
  'unknown-draft': 404,
  'unknown-export': 404,
  'unknown-file': 404,
  'unknown-notice': 404,
  'unknown-revision': 404,
  'unknown-run': 404,
  'unknown-secret': 404,

  'method-not-allowed': 405,

  'backfill-too-long': 422,
  'confirm-again': 409,
  'destination-exists': 409,
  'destination-in-use': 409,
  'destination-of-workspace': 409,
  'draft-conflict': 409,
  'export-exists': 409,
  'last-admin-token': 409,
  'not-in-quarantine': 409,
  'not-repeated': 409,
  'not-scheduled': 409,
  'request-in-progress': 409,
  'revision-conflict': 409,
  'run-not-over': 409,
  'run-over': 409,
  'schedule-kind-changed': 409,
  'window-delivered': 409,

  'file-gone': 410,
  'link-expired': 410,

  'request-too-large': 413,
  'range-not-there': 416,
  'idempotency-key-reused': 422,
  'rate-limited': 429,

  // These pass; clients ask again.
  'service-stopping': 503,
  'store-away': 503,
  'store-busy': 503,
};

export const statusOf = ({ code, kind }: Pick<Problem, 'code' | 'kind'>): number => BY_CODE[code] ?? BY_KIND[kind];
