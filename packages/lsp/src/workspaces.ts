import { statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { type FileKind, fileKindOf } from '@waybill/engine/definition';
import { Temporal } from '@waybill/engine/time';
import { loadWorkspace, WORKSPACE_FILE, type Workspace } from '@waybill/engine/workspace';
import { type LanguageDocument, type LanguageWorkspace, languageDocument } from '@waybill/language';
import { uriOf } from './file-uri.ts';
import type { OpenDocument, OpenDocuments } from './open-documents.ts';
import { filesOfFolder, fingerprint, namedFiles, readText, workspacesBelow } from './workspace-files.ts';

/** A document with what surrounds it: what every function of the language package is asked with. */
export interface Asked {
  readonly uri: string;
  readonly document: LanguageDocument;
  readonly around: LanguageWorkspace;
  /** Of the workspace; undefined outside any. */
  readonly folder: string | undefined;
}

/** Language ids of editors that have one for each kind of file, for documents that have no name yet. */
const KIND_OF_LANGUAGE: Readonly<Record<string, FileKind>> = {
  'waybill-export': 'export',
  'waybill-template': 'template',
  'waybill-model': 'model',
  'waybill-workspace': 'workspace',
};

/** Of the person's own machine. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Without news of changed files, the disk is looked at again after so long. Milliseconds. */
const LOOK_AGAIN = 1000;

interface Loaded {
  readonly workspace: Workspace;
  readonly documents: Map<string, LanguageDocument>;
  /** All files are listed in `documents`. */
  complete: boolean;
  readonly print: string | undefined;
  lookedAt: number;
}

/** The workspaces that open files belong to. Each is read when it is first asked for, and again once it changed. */
export class Workspaces {
  readonly #open: OpenDocuments;
  readonly #loaded = new Map<string, Loaded>();
  /** Parsed documents, kept over changes of other files. */
  readonly #parsed = new Map<string, LanguageDocument>();
  /** The line with the name of each export that was open, as it was last. */
  readonly #names = new Map<string, string | undefined>();
  readonly #samples = new Map<string, ReadonlyMap<string, readonly string[]>>();
  /** Folders that the editor shows. */
  readonly roots = new Set<string>();
  /** Whether the editor tells of files that change on disk. */
  watched = false;

  constructor(open: OpenDocuments) {
    this.#open = open;
  }

  /** The folder of the workspace that a path belongs to; an open waybill.yaml counts before it is saved. */
  folderOf(path: string): string | undefined {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const file = join(folder, WORKSPACE_FILE);
      if (statSync(file, { throwIfNoEntry: false })?.isFile() || this.#open.at(file)) return folder;
      if (folder === dirname(folder)) return undefined;
    }
  }

  /** A document of the editor with its workspace; undefined for a file that is none of Waybill's. */
  ask(uri: string): Asked | undefined {
    const open = this.#open.get(uri);
    if (!open) return undefined;
    const kind = kindOf(open);
    if (!kind) return undefined;
    const folder = open.path === undefined ? undefined : this.folderOf(open.path);
    const file = shownIn(folder, open.path ?? open.uri);
    return {
      uri,
      document: this.#document(open.path ?? uri, file, kind, open.text),
      around: this.#around(folder),
      folder,
    };
  }

  /** Every workspace below the folders of the editor and of its open files. */
  folders(): readonly string[] {
    const opened = this.#open.all().flatMap(({ path }) => (path === undefined ? [] : [this.folderOf(path)]));
    const below = [...this.roots].flatMap(root => workspacesBelow(root));
    return [...new Set([...opened, ...below])].filter(folder => folder !== undefined);
  }

  around(folder: string): LanguageWorkspace {
    return this.#around(folder);
  }

  /** Of a file as problems show it; as the editor writes it, where the editor has it open. */
  uriOf(folder: string | undefined, file: string): string {
    if (folder === undefined && /^[a-z][a-z\d+.-]+:/i.test(file)) return file;
    const path = folder === undefined ? file : join(folder, file);
    return this.#open.at(path)?.uri ?? uriOf(path);
  }

  /** A text was changed in the editor. Gives whether other files may now be judged differently. */
  changed(open: OpenDocument): boolean {
    const { path } = open;
    const kind = kindOf(open);
    if (path === undefined) return false;
    if (kind === undefined) {
      // The record of templates, a list of people.
      this.forget(path);
      return true;
    }
    const folder = this.folderOf(path);
    const loaded = folder === undefined ? undefined : this.#loaded.get(folder);
    if (folder === undefined || !loaded) return true;
    const name = nameIn(open.text);
    const before = this.#names.has(path) ? this.#names.get(path) : nameIn(readText(path) ?? '');
    this.#names.set(path, name);
    loaded.documents.delete(path);
    loaded.complete = false;
    // Of an export, others see only the name.
    if (kind === 'export' && before === name) return false;
    this.#loaded.delete(folder);
    return true;
  }

  /** Something changed on disk, or nobody knows what. */
  forget(path?: string): void {
    // A waybill.yaml that comes or goes changes where the files below it belong.
    if (path === undefined || basename(path) === WORKSPACE_FILE) this.#loaded.clear();
    else
      for (const folder of this.#loaded.keys()) {
        if (!relative(folder, path).startsWith('..')) this.#loaded.delete(folder);
      }
  }

  /** Values that a preview saw, by `model.field`, beside those of earlier ones; personal data is never among them. */
  keepSamples(folder: string, samples: Readonly<Record<string, readonly string[]>>): void {
    this.#samples.set(folder, new Map([...(this.#samples.get(folder) ?? []), ...Object.entries(samples)]));
  }

  #around(folder: string | undefined): LanguageWorkspace {
    const now = Temporal.Now.instant();
    if (folder === undefined) return { workspace: undefined, now, documents: () => [] };
    const loaded = this.#load(folder);
    const seen = this.#samples.get(folder);
    return {
      workspace: loaded.workspace,
      now,
      documents: kind => this.#documents(folder, loaded, kind),
      files: name => namedFiles(folder, name),
      zone: ZONE,
      ...(seen ? { samples: (model: string, field: string) => seen.get(`${model}.${field}`) } : {}),
    };
  }

  #load(folder: string): Loaded {
    const known = this.#loaded.get(folder);
    const at = performance.now();
    if (known && (this.watched || at - known.lookedAt < LOOK_AGAIN)) return known;
    const print = this.watched ? undefined : fingerprint(folder);
    if (known && print === known.print) {
      known.lookedAt = at;
      return known;
    }
    const unsaved = new Map(
      this.#open.all().flatMap(({ path, text }) => (path === undefined ? [] : [[path, text] as const])),
    );
    const loaded: Loaded = {
      workspace: loadWorkspace(folder, { cwd: folder, unsaved }),
      documents: new Map(),
      complete: false,
      print,
      lookedAt: at,
    };
    this.#loaded.set(folder, loaded);
    return loaded;
  }

  #documents(folder: string, loaded: Loaded, kind: FileKind | undefined): readonly LanguageDocument[] {
    if (!loaded.complete) {
      const open = this.#open.all().flatMap(({ path }) => (path === undefined ? [] : [path]));
      const inHere = open.filter(path => fileKindOf(path) && this.folderOf(path) === folder);
      for (const path of new Set([...filesOfFolder(folder), ...inHere])) {
        if (loaded.documents.has(path)) continue;
        const text = this.#open.at(path)?.text ?? readText(path);
        if (text === undefined) continue;
        loaded.documents.set(path, this.#document(path, shownIn(folder, path), fileKindOf(path) as FileKind, text));
      }
      loaded.complete = true;
    }
    const all = [...loaded.documents.values()];
    return kind === undefined ? all : all.filter(document => document.kind === kind);
  }

  /** The same text is parsed once. */
  #document(key: string, file: string, kind: FileKind, text: string): LanguageDocument {
    const at = [kind, file, key].join('\0');
    const known = this.#parsed.get(at);
    if (known && (known.text === text || `\ufeff${known.text}` === text)) return known;
    const document = languageDocument(file, kind, text);
    this.#parsed.set(at, document);
    return document;
  }
}

/** The path of a file as problems show it. */
const shownIn = (folder: string | undefined, path: string): string =>
  folder === undefined ? path : relative(folder, path) || path;

const kindOf = ({ path, uri, languageId }: OpenDocument): FileKind | undefined =>
  fileKindOf(path ?? uri) ?? (path === undefined ? KIND_OF_LANGUAGE[languageId] : undefined);

const nameIn = (text: string): string | undefined => /^name:.*$/m.exec(text)?.[0];
