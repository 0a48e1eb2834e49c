import type { SpoolReader } from '../delivery/index.ts';

/** One file of a run, while it is made or afterwards. */
export interface RunPart {
  /** From 1; null when the file is not split. */
  readonly part: number | null;
  readonly content: SpoolReader;
}

/** The files of a run, which may come one by one while others follow them: every destination reads all of them from the first on. */
export class PartList implements AsyncIterable<RunPart> {
  readonly #parts: RunPart[] = [];
  #state: { readonly is: 'growing' | 'whole' } | { readonly is: 'failed'; readonly error: unknown } = { is: 'growing' };
  #waiting: (() => void)[] = [];

  get all(): readonly RunPart[] {
    return this.#parts;
  }

  add(part: RunPart): void {
    this.#parts.push(part);
    this.#wake();
  }

  /** There are no more. */
  end(): void {
    this.#state = { is: 'whole' };
    this.#wake();
  }

  /** Whoever waits for another part, now or later, gets the error. */
  fail(error: unknown): void {
    this.#state = { is: 'failed', error };
    this.#wake();
  }

  /** Not a generator: after an error those only say that they are done, and a retry would deliver what there is. */
  [Symbol.asyncIterator](): AsyncIterator<RunPart> {
    let read = 0;
    return {
      next: async () => {
        for (;;) {
          const value = this.#parts[read];
          if (value) {
            read++;
            return { done: false, value };
          }
          if (this.#state.is === 'failed') throw this.#state.error;
          if (this.#state.is === 'whole') return { done: true, value: undefined };
          await new Promise<void>(resolve => this.#waiting.push(resolve));
        }
      },
    };
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}
