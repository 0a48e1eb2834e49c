import { EventEmitter } from 'node:events';

/** What parts of one process tell each other, so that nobody waits for the next look at the database. */
export interface SignalEvents {
  /** A run was queued or became due. */
  queued: [];
  /** Something about a run changed. */
  run: [runId: string];
  /** Somebody asked to stop a run. */
  cancel: [runId: string];
  /** There is something to tell. */
  notice: [];
  /** A schedule changed. */
  schedule: [];
  /** Whoever waits for something to tell waits no longer: the service stops. */
  stop: [];
}

export class Signals extends EventEmitter<SignalEvents> {
  constructor() {
    super();
    // Every open event stream listens.
    this.setMaxListeners(0);
  }
}
