import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '@waybill/engine/errors';
import { type Diagnosis, diagnoseAll, type LanguageDocument, relatedTo } from '@waybill/language';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { LinkOf } from './error-page.ts';
import { problemDiagnostic } from './problem-diagnostic.ts';
import type { Asked, Workspaces } from './workspaces.ts';

export interface Diagnosed {
  readonly uri: string;
  readonly items: readonly Diagnostic[];
  /** What is wrong in files that are not open, and that this one depends on. */
  readonly related: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** What is wrong with documents, as diagnostics (V4). */
export class Diagnostics {
  readonly #workspaces: Workspaces;
  readonly #linkOf: LinkOf;
  readonly #isOpen: (uri: string) => boolean;
  readonly #known = new WeakMap<
    LanguageDocument,
    { readonly workspace: unknown; readonly minute: number; readonly diagnosis: Diagnosis }
  >();
  /** What was found of the keys of receivers: they are read again only when they changed. */
  readonly #keys = new Map<string, { readonly print: string; readonly problems: readonly Problem[] }>();

  constructor(workspaces: Workspaces, linkOf: LinkOf, isOpen: (uri: string) => boolean) {
    this.#workspaces = workspaces;
    this.#linkOf = linkOf;
    this.#isOpen = isOpen;
  }

  /** Undefined for what is none of Waybill's documents, or is not open any more. */
  async of(uri: string): Promise<Diagnosed | undefined> {
    const asked = this.#workspaces.ask(uri);
    if (!asked) return undefined;
    const { problems, elsewhere, key } = this.#diagnose(asked);
    const ofKey = key && asked.folder !== undefined ? await this.#keyProblems(asked.folder, key) : [];
    const toDiagnostic = (problem: Problem) =>
      problemDiagnostic(
        problem,
        this.#linkOf,
        file => this.#workspaces.uriOf(asked.folder, file),
        relatedTo(asked.document, problem, asked.around),
      );
    return {
      uri,
      items: [...problems, ...ofKey].map(toDiagnostic),
      related: this.#byFile(asked, elsewhere, toDiagnostic),
    };
  }

  /** The problems of a document as it is now. */
  problemsOf(asked: Asked): readonly Problem[] {
    return this.#diagnose(asked).problems;
  }

  /** The same text in the same workspace is checked once; what depends on the day holds for a minute. */
  #diagnose({ document, around }: Asked): Diagnosis {
    const known = this.#known.get(document);
    const minute = Math.floor(around.now.epochMilliseconds / 60_000);
    if (known && known.workspace === around.workspace && known.minute === minute) return known.diagnosis;
    const diagnosis = diagnoseAll(document, around);
    this.#known.set(document, { workspace: around.workspace, minute, diagnosis });
    return diagnosis;
  }

  #byFile(
    { folder }: Asked,
    problems: readonly Problem[],
    toDiagnostic: (problem: Problem) => Diagnostic,
  ): ReadonlyMap<string, readonly Diagnostic[]> {
    const found = new Map<string, Diagnostic[]>();
    for (const problem of problems) {
      const uri = this.#workspaces.uriOf(folder, problem.place?.file ?? '');
      // An open file is asked about itself.
      if (!this.#isOpen(uri)) found.set(uri, [...(found.get(uri) ?? []), toDiagnostic(problem)]);
    }
    return found;
  }

  async #keyProblems(folder: string, { name, place }: NonNullable<Diagnosis['key']>): Promise<readonly Problem[]> {
    const path = join(folder, 'keys', `${name}.asc`);
    const stats = statSync(path, { throwIfNoEntry: false });
    // A key runs out with time, so it is looked at once a day at least.
    const print = `${stats?.mtimeMs}:${stats?.size}:${new Date().toISOString().slice(0, 10)}`;
    let known = this.#keys.get(path);
    if (known?.print !== print) {
      const { publicKeyProblems } = await import('@waybill/engine/keys');
      known = { print, problems: await publicKeyProblems(folder, name, new Date()) };
      this.#keys.set(path, known);
    }
    return known.problems.map(problem => ({ ...problem, place }));
  }
}

/** Sends diagnostics to editors that do not ask for them: once typing pauses, and never those of an older text. */
export class PushedDiagnostics {
  readonly #of: (uri: string) => Promise<Diagnosed | undefined>;
  readonly #send: (uri: string, items: readonly Diagnostic[]) => void;
  readonly #openUris: () => readonly string[];
  readonly #delay: number;
  readonly #fail: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #round = 0;
  /** Files that are not open and have diagnostics at the editor. */
  #related = new Set<string>();

  constructor(options: {
    readonly of: (uri: string) => Promise<Diagnosed | undefined>;
    readonly send: (uri: string, items: readonly Diagnostic[]) => void;
    readonly openUris: () => readonly string[];
    /** Milliseconds. */
    readonly delay: number;
    readonly fail: (error: unknown) => void;
  }) {
    this.#of = options.of;
    this.#send = options.send;
    this.#openUris = options.openUris;
    this.#delay = options.delay;
    this.#fail = options.fail;
  }

  /** Checks all open documents soon; `first` before the others. */
  soon(first?: string): void {
    this.#round++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#run(first).catch(this.#fail);
    }, this.#delay);
  }

  closed(uri: string): void {
    this.#send(uri, []);
    this.soon();
  }

  stop(): void {
    this.#round++;
    clearTimeout(this.#timer);
  }

  async #run(first: string | undefined): Promise<void> {
    const round = this.#round;
    const uris = this.#openUris();
    const related = new Map<string, readonly Diagnostic[]>();
    for (const uri of [...uris].sort((a, b) => Number(b === first) - Number(a === first))) {
      // What was typed meanwhile is read in between, and makes this round the last but one.
      await nextTurn();
      if (round !== this.#round) return;
      const found = await this.#of(uri);
      if (round !== this.#round) return;
      if (!found) continue;
      this.#send(uri, found.items);
      for (const [other, items] of found.related) related.set(other, items);
    }
    for (const [uri, items] of related) this.#send(uri, items);
    for (const uri of this.#related) if (!related.has(uri) && !uris.includes(uri)) this.#send(uri, []);
    this.#related = new Set(related.keys());
  }
}
