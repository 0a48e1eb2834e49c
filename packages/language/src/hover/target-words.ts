import type { LanguageWorkspace } from '../language-workspace.ts';
import { code } from '../markdown.ts';
import type { Target } from '../meaning/target.ts';
import { fieldWords } from './field-words.ts';
import { kpiWords, predicateWords } from './measure-words.ts';
import { modelWords, relationWords } from './model-words.ts';
import { settingsWords } from './place-words.ts';
import { templateWords } from './template-words.ts';

/** What is to be known of a thing of the workspace; undefined where the workspace does not have it. */
export function targetWords(target: Target, workspace: LanguageWorkspace): string | undefined {
  if (!workspace.workspace) return undefined;
  const { catalog } = workspace.workspace;
  switch (target.kind) {
    case 'model': {
      const model = catalog.models.get(target.name);
      return model && modelWords(model);
    }
    case 'field': {
      const model = catalog.models.get(target.model);
      const field = model?.[target.group].get(target.name);
      return model && field && fieldWords(model, field, workspace);
    }
    case 'relation': {
      const model = catalog.models.get(target.model);
      const relation = model?.relations.get(target.name);
      return model && relation && relationWords(model, relation, catalog);
    }
    case 'kpi': {
      const model = catalog.models.get(target.model);
      return model?.kpis.has(target.name) ? kpiWords(model, target.name, catalog) : undefined;
    }
    case 'predicate': {
      const model = catalog.models.get(target.model);
      return model?.predicates.has(target.name) ? predicateWords(model, target.name, catalog) : undefined;
    }
    case 'source':
    case 'destination':
      return settingsWords(workspace.workspace, target.kind, target.name);
    case 'template':
      return templateWords(workspace.workspace, target.name, undefined);
    case 'release':
      return templateWords(workspace.workspace, target.template, target.release);
    case 'key-file':
      return `The public key in ${code(`keys/${target.name}.asc`)} of the workspace; only its owner can read the file.`;
    case 'audience-file':
      return `A list of customers: the csv ${code(target.name)} of the workspace. Its header names a field of ${code(workspace.workspace.audience.model)}, or it is a bare list of their keys.`;
  }
}
