import { openKeptFile } from '../artifacts/kept-file.ts';
import { catalogHandlers } from '../catalog/handlers.ts';
import { exportHandlers } from '../exports/handlers.ts';
import { handlers as noticeHandlers } from '../notices/handlers.ts';
import { deleteSubscription, listSubscriptions, putSubscription } from '../notices/subscriptions.ts';
import { runHandlers } from '../runs/handlers.ts';
import { listAudit } from '../security/audit.ts';
import {
  deleteDestination,
  listDestinations,
  putDestination,
  renameDestination,
  testOneDestination,
} from '../security/destinations.ts';
import { createDraft, deleteDraft, getDraft, listDrafts, putDraft } from '../security/drafts.ts';
import { linkRun } from '../security/link-run.ts';
import { deleteRole, listRoles, putRole } from '../security/roles.ts';
import { deleteSecret, listSecrets, putSecret } from '../security/secrets.ts';
import { shareRun } from '../security/share-run.ts';
import { createToken, listTokens, revokeToken } from '../security/tokens.ts';
import type { Handlers } from './handler.ts';
import { watchRun } from './watch-run.ts';
import { whoami } from './whoami.ts';

/** Every route of the API with what answers it. */
export const HANDLERS: Handlers = {
  ...exportHandlers,
  ...runHandlers,
  ...noticeHandlers,
  ...catalogHandlers,

  listSubscriptions: (service, _, { params }) => listSubscriptions(service, params.name),
  putSubscription: (service, actor, { params, body }) => putSubscription(service, actor, params, body),
  deleteSubscription: (service, actor, { params }) => deleteSubscription(service, actor, params),

  listRoles: service => listRoles(service),
  putRole: (service, actor, { params, body }) => putRole(service, actor, params.subject, body),
  deleteRole: (service, _, { params }) => deleteRole(service, params.subject),

  watchRun: (service, _, { params, lastEventId, signal }) => watchRun(service, { run: params.id, lastEventId, signal }),
  downloadFile: (service, _, { params, range, ifRange }) =>
    openKeptFile(service, { run: params.id, file: params.file, range, ifRange }),
  linkRun: (service, _, { params, body }) => linkRun(service, params.id, body.hours),
  shareRun: (service, _, { params }) => shareRun(service, params.id),

  whoami: (service, actor) => whoami(service, actor),

  listDestinations: service => listDestinations(service),
  putDestination: (service, actor, { params, body }) => putDestination(service, actor, params.name, body.settings),
  renameDestination: (service, _, { params, body }) => renameDestination(service, params.name, body.name),
  deleteDestination: (service, _, { params }) => deleteDestination(service, params.name),
  testDestination: (service, _, { params }) => testOneDestination(service, params.name),

  listSecrets: service => listSecrets(service),
  putSecret: (service, actor, { params, body }) => putSecret(service, actor, params.name, body.value),
  deleteSecret: (service, _, { params }) => deleteSecret(service, params.name),

  listTokens: (service, _, { query }) => listTokens(service, query),
  createToken: (service, actor, { body }) => createToken(service, actor, body),
  revokeToken: (service, _, { params }) => revokeToken(service, params.id),

  listDrafts: (service, actor, { query }) => listDrafts(service, actor, query),
  createDraft: (service, actor, { body }) => createDraft(service, actor, body),
  getDraft: (service, actor, { params }) => getDraft(service, actor, params.id),
  putDraft: (service, actor, { params, body }) => putDraft(service, actor, params.id, body),
  deleteDraft: (service, actor, { params }) => deleteDraft(service, actor, params.id),

  listAudit: (service, _, { query }) => listAudit(service, query),
};
