import type { Handlers } from '../http/handler.ts';
import { archiveExport } from './archive-export.ts';
import { checkDefinitionText } from './check-definition.ts';
import { cloneExport } from './clone-export.ts';
import { deploy } from './deploy.ts';
import { viewExport } from './export-view.ts';
import { listExports } from './list-exports.ts';
import { pauseExport } from './pause-export.ts';
import { rescheduleExport } from './reschedule-export.ts';
import { resumeExport } from './resume-export.ts';
import { diffRevisions, listRevisions, viewRevision } from './revisions.ts';

export const exportHandlers: Pick<
  Handlers,
  | 'listExports'
  | 'checkDefinition'
  | 'deployExport'
  | 'getExport'
  | 'archiveExport'
  | 'listRevisions'
  | 'getRevision'
  | 'diffRevisions'
  | 'pauseExport'
  | 'resumeExport'
  | 'rescheduleExport'
  | 'cloneExport'
> = {
  listExports: (service, actor, { query }) => listExports(service, query, actor),
  checkDefinition: (service, _, input) => checkDefinitionText(service, input),
  deployExport: (service, actor, { body }) => deploy(service, actor, body),
  getExport: (service, _, { params }) => viewExport(service, params.name),
  archiveExport: (service, actor, { params }) => archiveExport(service, actor, params.name),
  listRevisions: (service, _, input) => listRevisions(service, input),
  getRevision: (service, _, input) => viewRevision(service, input),
  diffRevisions: (service, _, input) => diffRevisions(service, input),
  pauseExport: (service, actor, { params, body }) => pauseExport(service, actor, params.name, body.until),
  resumeExport: (service, actor, { params }) => resumeExport(service, actor, params.name),
  rescheduleExport: (service, actor, input) => rescheduleExport(service, actor, input),
  cloneExport: (service, actor, input) => cloneExport(service, actor, input),
};
