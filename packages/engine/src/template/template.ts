import type { Parsed } from '../definition/parse-definition.ts';
import type { TemplateDefinition } from '../definition/schema.ts';
import type { Problem } from '../errors/index.ts';

/** `NAME@RELEASE`, as `extends` names a template. */
export interface TemplateId {
  readonly template: string;
  readonly release: number;
}

export const templateText = ({ template, release }: TemplateId): string => `${template}@${release}`;

/** Names by the alphabet, releases by number. */
export const byNameAndRelease = (a: TemplateId, b: TemplateId): number =>
  a.template === b.template ? a.release - b.release : a.template < b.template ? -1 : 1;

/** One release of a template (D8). */
export interface Template extends TemplateId {
  /**
   * - `built-in`: comes with Waybill.
   * - `published`: of the workspace; says what it said when it was published.
   * - `changed`: was published and has been edited since, which is an error.
   * - `unpublished`: may still change; what extends it gets a warning.
   */
  readonly state: 'built-in' | 'published' | 'changed' | 'unpublished';
  /** Path as the user names it; undefined for a built-in one. */
  readonly file: string | undefined;
  readonly parsed: Parsed<TemplateDefinition>;
  /** Of what it means; undefined while there are mistakes in it. */
  readonly checksum: string | undefined;
  /** What is wrong with it as a file; the catalog is not asked here. */
  readonly problems: readonly Problem[];
}

/** All templates that an export may extend. Nothing is read before it is asked for. */
export interface TemplateLibrary {
  find(id: TemplateId): Template | undefined;
  /** Names of all templates: the workspace's first, then the built-in ones. */
  names(): readonly string[];
  /** Releases of a template, in order; empty for a name that is not known. */
  releases(template: string): readonly number[];
  /** Every release of every template, the workspace's first. */
  all(): readonly Template[];
  /** `NAME@RELEASE` → checksum under which it was published; also of what is gone. */
  published(): ReadonlyMap<string, string>;
  /** The record of what was published: its path as the user names it and its text, empty when there is none. */
  readonly record: { readonly file: string; readonly text: () => string };
  /** What is wrong in the folder `templates/`: with each template, with files that are none, with the record. */
  problems(): readonly Problem[];
  /** Of these what belongs to no template: with files that cannot be read or name none, with the record. */
  folderProblems(): readonly Problem[];
}
