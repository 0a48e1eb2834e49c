/** What is made of a database's shape, before it is put into files (K8). */
import type { FieldType } from '../catalog/index.ts';
import type { TableShape } from './database-shape.ts';

/** A field as it is written into a model file; keys in the order of the language. */
export interface WrittenField {
  readonly type: FieldType;
  readonly label?: string;
  readonly description?: string;
  readonly values?: Readonly<Record<string, string>> | readonly string[];
  readonly identifier?: true;
  readonly pii?: true;
  readonly column?: string;
  readonly computed?: string;
}

export interface GuessedField {
  readonly name: string;
  /** The column that it was made of. */
  readonly column: string;
  readonly spec: WrittenField;
  readonly nullable: boolean;
  /** Stored values of an enum. */
  readonly values: readonly string[];
  /** False where the model file has it already. */
  readonly added: boolean;
}

export interface GuessedRelation {
  readonly name: string;
  readonly kind: 'one' | 'many';
  /** Name of the other model. */
  readonly target: string;
  /** Field of this model → field of the other. */
  readonly match: Readonly<Record<string, string>>;
  /** The same in the database's names, whatever people call the models: what the record keeps. */
  readonly signature: string;
  /** False where the model file has it already. */
  readonly added: boolean;
}

export interface LeftOut {
  readonly column: string;
  readonly why: string;
}

/** Something that was guessed, and where to correct it. */
export interface Note {
  readonly model: string;
  /** Key of the model file, e.g. `event_date` or `fields.tags`. */
  readonly key: string;
  readonly text: string;
}

export interface GuessedModel {
  readonly table: TableShape;
  readonly model: string;
  readonly label: string;
  readonly fields: readonly GuessedField[];
  /** Without those that the user removed. */
  readonly relations: readonly GuessedRelation[];
  readonly leftOut: readonly LeftOut[];
  /** Of new models only, as are the keys below. */
  readonly key: readonly string[];
  readonly eventDate?: string;
  readonly updatedAt?: string;
  readonly kpis: Readonly<Record<string, Readonly<Record<string, string | true>>>>;
  readonly dimensions: readonly string[];
  readonly notes: readonly Note[];
}

/** A model that a file has, and what was imported into it before. */
export interface KnownModel {
  readonly model: string;
  /** Column → the field that reads it. */
  readonly fields: ReadonlyMap<string, { readonly name: string; readonly type: FieldType; readonly computed: boolean }>;
  /** Names of fields and relations, so that no new one is called the same. */
  readonly names: ReadonlySet<string>;
  readonly relations: readonly {
    readonly name: string;
    readonly kind: 'one' | 'many';
    readonly target: string;
    readonly match: Readonly<Record<string, string>>;
  }[];
  /** Columns that no field is to be made of: imported before and since removed, or read in another place of the file. */
  readonly removed: ReadonlySet<string>;
  /** Signatures of relations that were imported before. */
  readonly imported: ReadonlySet<string>;
}
