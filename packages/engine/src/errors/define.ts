/**
 * How an entry of the error catalogue is written. Every error of Waybill is one entry: a stable code, a message
 * and a fix made from typed parameters, and what kind of trouble it is.
 */

/**
 * Who can do something about it, and so which exit code and HTTP status it gets.
 * - `input`: a file, an argument or a value that a person wrote; they correct it.
 * - `source` / `destination`: a database or a server that Waybill talks to.
 * - `machine`: this machine: its disk, its memory, its permissions.
 * - `check`: the file was made and a check before delivery says no (O7).
 * - `service`: the service that a client asks: it gives no answer, or does not let this one in.
 * - `interrupted`: a person or the system stopped the run.
 * - `internal`: a fault of Waybill's own; never shown as the user's mistake.
 */
export type ProblemKind =
  | 'input'
  | 'source'
  | 'destination'
  | 'machine'
  | 'check'
  | 'service'
  | 'interrupted'
  | 'internal';

export interface ErrorEntry<P> {
  readonly kind: ProblemKind;
  readonly severity?: 'error' | 'warning';
  /** Rule ids of the product that the error comes from, for the documentation page. */
  readonly rules: readonly string[];
  /** One sentence: what is wrong, naming what was found. No full stop where it ends in a quoted value. */
  readonly message: (params: P) => string;
  /** One sentence: what to do, as specific as it can be. */
  readonly fix: (params: P) => string;
}

/** Gives an entry its type; the whole catalogue is read through {@link ErrorEntry}. */
export const entry = <P>(definition: ErrorEntry<P>): ErrorEntry<P> => definition;
