import type { Model } from '@waybill/engine/catalog';
import type { LanguageDocument } from '../language-document.ts';
import type { LanguageWorkspace } from '../language-workspace.ts';
import { topLevel } from '../meaning/top-level.ts';
import { modelFromScan } from './model-from-scan.ts';

/** The catalog as completion asks it: a model whose file is being written is known by what can be read of it. */
export class Models {
  readonly #document: LanguageDocument;
  readonly #workspace: LanguageWorkspace;
  #documents: ReadonlyMap<string, LanguageDocument> | undefined;

  constructor(document: LanguageDocument, workspace: LanguageWorkspace) {
    this.#document = document;
    this.#workspace = workspace;
  }

  names(): readonly string[] {
    const { workspace } = this.#workspace;
    return [...new Set([...(workspace?.catalog.models.keys() ?? []), ...this.#byName().keys()])].filter(
      name => name !== '',
    );
  }

  /** What people call a model; its file is not parsed for that. */
  label(name: string): string | undefined {
    const document = this.#byName().get(name);
    return document && topLevel(document).get('label');
  }

  describe(name: string): string | undefined {
    const document = this.#byName().get(name);
    return document && topLevel(document).get('description');
  }

  get(name: string | undefined): Model | undefined {
    if (name === undefined) return undefined;
    if (this.#isOwn(name)) return modelFromScan(this.#document);
    const model = this.#workspace.workspace?.catalog.models.get(name);
    if (model) return model;
    const document = this.#byName().get(name);
    return document && modelFromScan(document);
  }

  #isOwn(name: string): boolean {
    return this.#document.kind === 'model' && topLevel(this.#document).get('model') === name;
  }

  #byName(): ReadonlyMap<string, LanguageDocument> {
    if (this.#documents) return this.#documents;
    const documents = new Map<string, LanguageDocument>();
    for (const document of this.#workspace.documents('model')) {
      const name = topLevel(document).get('model');
      if (name !== undefined) documents.set(name, document);
    }
    const { kind } = this.#document;
    const own = kind === 'model' ? topLevel(this.#document).get('model') : undefined;
    if (own !== undefined) documents.set(own, this.#document);
    this.#documents = documents;
    return documents;
  }
}
