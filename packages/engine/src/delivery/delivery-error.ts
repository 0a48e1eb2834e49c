import { type Code, problem, WaybillError } from '../errors/index.ts';
import { classifyFailure, type Retry, type Step } from './classify-failure.ts';
import { LedgerRefusal } from './ledger-refusal.ts';

/** A failure at a destination: a coded error that knows whether trying again can help. */
export class DeliveryError extends WaybillError {
  readonly retry: Retry;

  constructor(problems: WaybillError['problems'], retry: Retry, cause: unknown) {
    super(problems, { cause });
    this.name = 'DeliveryError';
    this.retry = retry;
  }
}

/** Codes that are thrown as such and yet may pass: what is checked after sending. */
const MAY_PASS: ReadonlySet<Code> = new Set<Code>(['destination-size-mismatch', 'destination-hash-mismatch']);

/** Whether trying again can help. Faults of the program and mistakes in the input cannot. */
export function retryOf(error: unknown): Retry {
  if (error instanceof DeliveryError) return error.retry;
  return error instanceof WaybillError && MAY_PASS.has(error.code) ? 'may-pass' : 'cannot-pass';
}

export interface AtStep {
  readonly destination: string;
  /** Address without secrets. */
  readonly where: string;
  readonly step: Step;
}

/** The coded error for what a driver threw. Coded errors, refusals and faults of the program stay what they are. */
export function toDeliveryError(error: unknown, at: AtStep): unknown {
  if (error instanceof WaybillError || error instanceof LedgerRefusal) return error;
  const failure = classifyFailure(error, at.step);
  if (failure === undefined) return error;
  const { code, retry, detail } = failure;
  return new DeliveryError([problem(code, { destination: at.destination, where: at.where, detail })], retry, error);
}

/** Does the work and gives its failure a code. */
export async function coded<T>(at: AtStep, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDeliveryError(error, at);
  }
}
