import {
  type DeliveryLedger,
  deliveryIntentSchema,
  type LedgerEntry,
  type ReceiptDelivery,
} from '../../src/delivery/index.ts';

/** What a step of an attempt is refused with once another one holds the claim. */
export class LeaseLost extends Error {}

export type Step = keyof DeliveryLedger;

/** Called around every step that is noted; a test may pause or throw in it. `number` counts the steps from 0. */
export interface Hooks {
  readonly before?: (step: Step, number: number) => Promise<void> | void;
  readonly after?: (step: Step, number: number) => Promise<void> | void;
}

interface Noted {
  delivered?: ReceiptDelivery;
  staged: { path: string; attemptId: string }[];
  intent?: unknown;
}

/** A ledger as a service keeps it in its database: everything passes through JSON, and the last attempt holds the claim. */
export class MemoryLedger {
  readonly #rows = new Map<string, string>();
  #holder = '';
  /** How often a delivery was noted as done. */
  deliveries = 0;

  attempt(attemptId: string, { before, after }: Hooks = {}): DeliveryLedger {
    this.#holder = attemptId;
    let steps = 0;
    const step = async <T>(name: Step, work: () => T): Promise<T> => {
      const number = steps++;
      await before?.(name, number);
      if (this.#holder !== attemptId) throw new LeaseLost(`${attemptId} lost its claim before ${name}`);
      const result = work();
      await after?.(name, number);
      return result;
    };
    const change = (destination: string, to: (noted: Noted) => Noted) =>
      this.#rows.set(destination, JSON.stringify(to(this.read(destination))));
    return {
      begin: destination => step('begin', () => this.entry(destination)),
      staging: (destination, path) =>
        step('staging', () =>
          change(destination, noted => ({ ...noted, staged: [...noted.staged, { path, attemptId }] })),
        ).then(() => {}),
      publishing: (destination, intent) =>
        step('publishing', () => change(destination, noted => ({ ...noted, intent }))).then(() => {}),
      delivered: (destination, delivery, intent) =>
        step('delivered', () => {
          this.deliveries++;
          change(destination, noted => ({ ...noted, delivered: delivery, intent }));
        }).then(() => {}),
    };
  }

  read(destination: string): Noted {
    return JSON.parse(this.#rows.get(destination) ?? '{"staged":[]}') as Noted;
  }

  entry(destination: string): LedgerEntry {
    const { delivered, staged, intent } = this.read(destination);
    return {
      staged,
      ...(delivered ? { delivered } : {}),
      ...(intent === undefined ? {} : { intent: deliveryIntentSchema.parse(intent) }),
    };
  }
}

/** A place to stop at, and to be let go from. */
export function gate() {
  let reached = () => {};
  let open = () => {};
  const arrived = new Promise<void>(resolve => {
    reached = resolve;
  });
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return {
    /** Resolves once somebody waits at it. */
    arrived,
    open: () => open(),
    async wait() {
      reached();
      await opened;
    },
  };
}
