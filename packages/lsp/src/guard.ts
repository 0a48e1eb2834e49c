import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';

/** Where faults are told. */
export interface Log {
  error(text: string): void;
}

/**
 * Makes the handler of a request. What was cancelled meanwhile is not worked out any more; a fault is logged and
 * answered with `empty`, so that one file nobody thought of does not end the server.
 */
export function guarded<Params, Answer>(
  log: Log,
  what: string,
  empty: Answer,
  work: (params: Params) => Answer | Promise<Answer>,
): (params: Params, token: CancellationToken) => Promise<Answer> {
  return async (params, token) => {
    // What was typed since stands behind this request: its cancellation is read first.
    await nextTurn();
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    try {
      return await work(params);
    } catch (error) {
      // An answer in itself: why something cannot be done.
      if (error instanceof ResponseError) throw error;
      log.error(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
      return empty;
    }
  };
}

/** As {@link guarded}, for what is told and not asked. */
export function shielded<Params>(log: Log, what: string, work: (params: Params) => void): (params: Params) => void {
  return params => {
    try {
      work(params);
    } catch (error) {
      log.error(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  };
}
