import type { Handlers } from '../http/handler.ts';
import { getModel, listFields, listFieldValues, listModels } from './models.ts';
import { getTemplate, listTemplates } from './templates.ts';
import { listZones } from './zones.ts';

/** What exports can be made of, for those who choose (L2). */
export const catalogHandlers: Pick<
  Handlers,
  'listModels' | 'getModel' | 'listFields' | 'listFieldValues' | 'listTemplates' | 'getTemplate' | 'listZones'
> = {
  listModels: (service, _, { query }) => listModels(service, query),
  getModel: (service, _, { params }) => getModel(service, params.name),
  listFields: (service, _, { params, query }) => listFields(service, params.name, query),
  listFieldValues: (service, _, { params, query }) => listFieldValues(service, params.name, query),
  listTemplates: (service, _, { query }) => listTemplates(service, query),
  getTemplate: (service, _, { params }) => getTemplate(service, params.id),
  listZones: (service, _, { query }) => listZones(service, query),
};
