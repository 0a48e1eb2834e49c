import type { Catalog } from '@waybill/engine/catalog';
import { extendsSchema } from '@waybill/engine/definition';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { topLevel } from './top-level.ts';

type Loaded = LanguageWorkspace['workspace'];
const MODEL_OF = Symbol('model of');

/** The model that a document is about: its own `model`, or that of the template that it extends (D8). */
export const modelOf = (document: LanguageDocument, { workspace }: LanguageWorkspace): string | undefined =>
  document.onceIn(workspace, MODEL_OF, () => find(document, workspace));

function find(document: LanguageDocument, workspace: Loaded): string | undefined {
  const top = topLevel(document);
  const own = top.get('model');
  if (own !== undefined || document.kind !== 'export') return own;
  const id = extendsSchema.safeParse(top.get('extends'));
  const template = id.success ? workspace?.templates.find(id.data) : undefined;
  if (!template) return undefined;
  const written = template.parsed.value ?? (template.parsed.yaml.value as { readonly model?: unknown } | undefined);
  return typeof written?.model === 'string' ? written.model : undefined;
}

/** The model that a path of relations leads to, as far as the catalog knows; undefined where it leads nowhere. */
export function modelAfter(catalog: Catalog | undefined, model: string | undefined, path: string | undefined) {
  if (catalog === undefined || model === undefined || path === undefined) return undefined;
  let at: string | undefined = model;
  for (const segment of path.split('.')) {
    at = at === undefined ? undefined : catalog.models.get(at)?.relations.get(segment)?.target;
  }
  return at;
}
