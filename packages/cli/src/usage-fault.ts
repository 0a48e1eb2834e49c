import type { Code, ParamsOf } from '@waybill/engine/errors';

/** Codes of the mistakes that are found while the command line itself is read. */
export type UsageCode =
  | 'unknown-command'
  | 'unknown-option'
  | 'missing-argument'
  | 'empty-argument'
  | 'too-many-arguments'
  | 'wrong-argument'
  | 'options-exclude'
  | 'option-needs';

/**
 * A mistake in the command line. It becomes a problem of the catalogue only where it is shown, so that a command line
 * without mistakes need not load the catalogue.
 */
export class UsageFault extends Error {
  readonly code: UsageCode;
  readonly params: ParamsOf<Code>;
  /** What was typed, and the words that would have been right. */
  readonly typed: string | undefined;
  readonly words: readonly string[];

  private constructor(code: UsageCode, params: ParamsOf<Code>, typed: string | undefined, words: readonly string[]) {
    super(code);
    this.code = code;
    this.params = params;
    this.typed = typed;
    this.words = words;
  }

  static of<C extends UsageCode>(
    code: C,
    params: ParamsOf<C>,
    typed?: string,
    words: readonly string[] = [],
  ): UsageFault {
    return new UsageFault(code, params as ParamsOf<Code>, typed, words);
  }
}
